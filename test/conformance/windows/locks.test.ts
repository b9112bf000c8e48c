import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describedMachine } from '../../../conformance/windows/machine/description.ts';
import { OPEN_PIPE, runProgram, startProgram } from '../../../conformance/windows/machine/windows-machine.ts';
import { executable, type Packager, packagers, shownPath } from '../../executables/executable.ts';
import { temporaryFolder } from './folders.ts';

/** Long enough for an ADD that does not wait, many times over. */
const PATIENCE_MS = 3_000;

function lease(packager: Packager, dataDir: string, container: string) {
  const ipam = { type: 'host-local', subnet: '10.9.0.0/24', dataDir: shownPath(dataDir) };
  return runProgram({
    program: executable(packager, 'host-local'),
    environment: {
      CNI_COMMAND: 'ADD',
      CNI_CONTAINERID: container,
      CNI_NETNS: 'none',
      CNI_IFNAME: 'eth0',
      CNI_PATH: shownPath(dataDir),
    },
    stdin: JSON.stringify({ cniVersion: '1.1.0', name: 'locked', ipam }),
  });
}

/** A data folder whose network is locked as the Go host-local locks it. */
async function lockedFolder() {
  const dataDir = temporaryFolder('lock');
  mkdirSync(join(dataDir, 'locked'));
  const lock = join(dataDir, 'locked', 'lock');
  const holder = startProgram({
    program: join(describedMachine().doubles, 'hold-lock.exe'),
    environment: { LOCK_FILE: shownPath(lock) },
    stdin: OPEN_PIPE,
  });
  onTestFinished(() => holder.endInput());
  await holder.firstOutput();
  return { dataDir, lock, holder };
}

describe('the lock of a network on Windows', () => {
  test.each(packagers)('held as the Go host-local holds it, %s waits for it', async (packager) => {
    const { dataDir, holder } = await lockedFolder();
    const waiting = lease(packager, dataDir, 'c1');
    const first = await Promise.race([
      waiting.then(() => 'leased under the lock'),
      new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, 'waits')),
    ]);
    expect(first).toBe('waits');
    holder.endInput();
    expect(await holder.outcome).toMatchObject({ stdout: expect.stringContaining('held'), exitCode: 0 });
    expect(await waiting).toMatchObject({ exitCode: 0 });
  });

  test('held for good, the programs of both packagers name it and the time they waited', async () => {
    const { dataDir, lock } = await lockedFolder();
    const outcomes = await Promise.all(packagers.map((packager) => lease(packager, dataDir, packager)));
    for (const { exitCode, stdout } of outcomes) {
      expect(exitCode).toBe(1);
      const error = JSON.parse(stdout);
      expect(error.code).toBe(11);
      expect(error.msg).toMatch(/^Cannot lock .*: another process held it for (?:[3-9]\d|\d{3,})\.\d s$/);
      expect(error.msg).toContain(shownPath(lock));
      expect(error.details).toContain('does not end');
    }
    expect(readdirSync(join(dataDir, 'locked'))).toEqual(['lock']);
  });

  test('the programs of both packagers at once lease 40 addresses, none twice', async () => {
    const dataDir = temporaryFolder('lock');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        packagers.map((packager) => lease(packager, dataDir, `${packager}-${index}`)),
      ).flat(),
    );
    const addresses = outcomes.map(({ stdout }) => JSON.parse(stdout).ips[0].address);
    expect(new Set(addresses).size).toBe(40);
    const leases = readdirSync(join(dataDir, 'locked')).filter((name) => name.startsWith('10.9.0.'));
    expect(leases).toHaveLength(40);
  });
});
