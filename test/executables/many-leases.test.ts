import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readHeader } from '../../ipam/host-local/index-text.ts';
import { INDEXED_FROM } from '../../ipam/host-local/lease-index.ts';
import { executable, type Packager, runExecutable, shownPath } from './executable.ts';

let dataDir = '';

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cni-many-leases-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  mkdirSync(join(dataDir, 'pods'));
  for (let index = 0; index < INDEXED_FROM; index += 1) put(`10.1.3.${index}`, `old${index}\r\neth0`);
});

function path(name: string): string {
  return join(dataDir, 'pods', name);
}

/** What another program does. */
function put(name: string, content: string): void {
  writeFileSync(path(name), content);
}

async function run(packager: Packager, command: 'ADD' | 'DEL', containerId: string): Promise<unknown> {
  const config = {
    cniVersion: '1.0.0',
    name: 'pods',
    ipam: { type: 'host-local', subnet: '10.1.0.0/16', dataDir: shownPath(dataDir) },
  };
  const environment = {
    CNI_COMMAND: command,
    CNI_CONTAINERID: containerId,
    CNI_NETNS: 'none',
    CNI_IFNAME: 'eth0',
    CNI_PATH: shownPath(dataDir),
  };
  const outcome = await runExecutable(executable(packager, 'host-local'), {
    environment,
    stdin: JSON.stringify(config),
  });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return outcome.stdout === '' ? undefined : JSON.parse(outcome.stdout);
}

/** How many changes the index has room for. One that is made anew has as many as ever, one that is true has fewer. */
function changesLeft(): number | undefined {
  return readHeader(readFileSync(join(dataDir, '.pods.lease-index'), 'utf8'))?.changesLeft;
}

describe.each([
  { first: 'bun', second: 'pkg' },
  { first: 'pkg', second: 'bun' },
] as const)('among many leases, $first and $second in turn', ({ first, second }) => {
  test('take the index of each other for true', async () => {
    await run(first, 'DEL', 'none');
    const made = changesLeft() ?? 0;
    expect(await run(second, 'ADD', 'a')).toMatchObject({ ips: [{ address: '10.1.0.2/16' }] });
    expect(await run(first, 'ADD', 'b')).toMatchObject({ ips: [{ address: '10.1.0.3/16' }] });
    await run(first, 'DEL', 'a');
    await run(second, 'DEL', 'b');
    expect(changesLeft()).toBe(made - 4);
    expect([existsSync(path('10.1.0.2')), existsSync(path('10.1.0.3'))]).toEqual([false, false]);
  });

  test('see what another program did', async () => {
    await run(first, 'DEL', 'none');
    const made = changesLeft();
    put('10.1.0.9', 'a\r\neth0');
    await run(second, 'DEL', 'a');
    expect(existsSync(path('10.1.0.9'))).toBe(false);
    expect(changesLeft()).toBe(made);
    rmSync(path('10.1.3.7'));
    put('10.1.3.7', 'b\r\neth0');
    await run(first, 'DEL', 'b');
    expect(existsSync(path('10.1.3.7'))).toBe(false);
  });
});
