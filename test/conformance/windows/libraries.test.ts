import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describedMachine } from '../../../conformance/windows/machine/description.ts';
import { runProgram, type WindowsProgram } from '../../../conformance/windows/machine/windows-machine.ts';
import { openPrefix, SYSTEM32 } from '../../../conformance/windows/machine/wine-system.ts';
import {
  executable,
  type Packager,
  packagers,
  SIMULATOR_VARIABLE,
  shownPath,
} from '../../executables/executable.ts';
import { PackagedNode, type PodError } from '../../executables/packaged-node.ts';
import { installed, temporaryFolder } from './folders.ts';

const { wine, doubles, hasDoubles } = describedMachine();

/** The libraries to plant. ole32.dll is not among them: Windows protects those that every process may need (known DLLs). */
const LIBRARIES = ['computenetwork.dll', 'vmcompute.dll'];

/** Puts a library that leaves a trace when it is loaded in a folder, under the names of the real ones. */
function plant(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of LIBRARIES) copyFileSync(join(doubles, 'planted.dll'), join(folder, name));
  return folder;
}

/** What flannel keeps of a failed ADD is for the DEL that follows it. */
const NOTHING_HELD = { endpoints: [], leases: [] };

/** The error of flannel's ADD. */
async function failure(
  packager: Packager,
  node: PackagedNode,
  { environment, prefix }: Pick<WindowsProgram, 'environment' | 'prefix'>,
): Promise<PodError> {
  const outcome = await runProgram({
    program: executable(packager, 'flannel'),
    environment: { ...node.environment('ADD'), ...environment },
    stdin: JSON.stringify(node.config()),
    ...(prefix === undefined ? {} : { prefix }),
  });
  expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
  return JSON.parse(outcome.stdout);
}

describe.runIf(hasDoubles).each(packagers)('libraries of the %s executables', (packager) => {
  test('come from the system folder: none beside the executable, in the working directory, on PATH or under a false SystemRoot', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const trap = temporaryFolder('trap');
    const bin = installed(packager, plant(join(trap, 'bin')));
    const trace = join(trap, 'loaded');
    const falseWindows = join(trap, 'windows');
    plant(join(falseWindows, 'System32'));
    const outcome = await runProgram({
      program: join(bin, 'flannel.exe'),
      folder: plant(join(trap, 'work')),
      environment: {
        ...node.environment('ADD', {}, bin),
        PATH: shownPath(plant(join(trap, 'path'))),
        SystemRoot: shownPath(falseWindows),
        windir: shownPath(falseWindows),
        CNI_PLANTED_TRACE: shownPath(trace),
      },
      stdin: JSON.stringify(node.config()),
    });
    expect(outcome, outcome.stdout).toMatchObject({ exitCode: 0 });
    expect(node.hns.journal.length).toBeGreaterThan(0);
    expect(existsSync(trace)).toBe(false);
  });

  test('are not loaded before HNS is needed', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const report = join(temporaryFolder(), 'report');
    const run = (plugin: string, environment: Record<string, string>, config: object) =>
      runProgram({
        program: join(installed(packager, join(temporaryFolder(), 'bin')), `${plugin}.exe`),
        environment: { ...environment, CNI_HNS_DOUBLE_REPORT: shownPath(report) },
        stdin: JSON.stringify(config),
      });
    const ipam = { type: 'host-local', subnet: '10.1.0.0/24', dataDir: shownPath(temporaryFolder()) };
    const outcomes = [
      await run('win-overlay', { ...node.environment('ADD'), CNI_COMMAND: 'VERSION' }, node.config()),
      await run('host-local', node.environment('ADD'), { cniVersion: '1.1.0', name: 'n', ipam }),
    ];
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(existsSync(report)).toBe(false);
    await run('flannel', node.environment('ADD'), node.config());
    expect(existsSync(report)).toBe(true);
  });

  test('HNS that is not running: try again later', async () => {
    const node = await PackagedNode.start(packager, 'overlay');
    const error = await failure(packager, node, { environment: { [SIMULATOR_VARIABLE]: '' } });
    expect(error).toMatchObject({ code: 11, details: expect.stringContaining('ERROR_SERVICE_NOT_ACTIVE') });
    expect(node.remains()).toMatchObject(NOTHING_HELD);
  });

  test('HNS that does not answer: try again later', async () => {
    const node = await PackagedNode.start(packager, 'l2bridge');
    const error = await failure(packager, node, {
      environment: { [SIMULATOR_VARIABLE]: '127.0.0.1:1' },
    });
    expect(error).toMatchObject({ code: 11, details: expect.stringContaining('RPC_S_SERVER_UNAVAILABLE') });
    expect(node.remains()).toMatchObject(NOTHING_HELD);
  });
});

describe('the traps of these tests work', () => {
  test('a program that loads a library by its bare name loads the one beside it', async () => {
    const folder = plant(temporaryFolder('trap'));
    copyFileSync(join(doubles, 'load-by-name.exe'), join(folder, 'load-by-name.exe'));
    const trace = join(folder, 'loaded');
    const outcome = await runProgram({
      program: join(folder, 'load-by-name.exe'),
      words: ['computenetwork.dll'],
      environment: { CNI_PLANTED_TRACE: shownPath(trace) },
    });
    expect(outcome.exitCode).toBe(0);
    expect(existsSync(trace)).toBe(true);
  });
});

describe.runIf(wine !== undefined).each(packagers)(
  'a Windows that lacks something, %s executables',
  (packager) => {
    const prefixes = { bare: '', old: '' };

    beforeAll(async () => {
      if (wine === undefined) return;
      prefixes.bare = await openPrefix(wine, `bare-${packager}`, () => {});
      prefixes.old = await openPrefix(wine, `old-${packager}`, (driveC) => {
        copyFileSync(join(doubles, 'cnihnsdouble.dll'), join(driveC, SYSTEM32, 'cnihnsdouble.dll'));
        // A library of that name which has none of the functions
        copyFileSync(join(doubles, 'vmcompute.dll'), join(driveC, SYSTEM32, 'computenetwork.dll'));
      });
    });

    test('without the feature Containers: code 100 says to enable it, and no lease remains', async () => {
      const node = await PackagedNode.start(packager, 'overlay');
      const error = await failure(packager, node, { prefix: prefixes.bare });
      expect(error).toMatchObject({ code: 100, msg: expect.stringContaining('Host Networking Service') });
      expect(error.details).toMatch(
        /computenetwork\.dll.*ERROR_MOD_NOT_FOUND.*Install-WindowsFeature Containers/,
      );
      expect(node.remains()).toMatchObject(NOTHING_HELD);
    });

    test('STATUS on it answers code 50, and why', async () => {
      const node = await PackagedNode.start(packager, 'l2bridge');
      const error = await failure(packager, node, {
        environment: { CNI_COMMAND: 'STATUS' },
        prefix: prefixes.bare,
      });
      expect(error.code).toBe(50);
      // It asks for the version of HNS first, which no function of computenetwork.dll tells
      expect(error.details).toMatch(/vmcompute\.dll.*ERROR_MOD_NOT_FOUND.*Install-WindowsFeature Containers/);
    });

    test('older than the HCN API: code 100 names the function and the release it came with', async () => {
      const node = await PackagedNode.start(packager, 'overlay');
      const error = await failure(packager, node, { prefix: prefixes.old });
      expect(error.code).toBe(100);
      expect(error.details).toMatch(/Hcn\w+ of computenetwork\.dll.*ERROR_PROC_NOT_FOUND.*1809/);
      expect(node.remains()).toMatchObject(NOTHING_HELD);
    });
  },
);
