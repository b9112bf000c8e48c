import { type StdioOptions, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { executable, packagers, runExecutable } from '../executable.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-streams-'));
afterAll(() => rmSync(folder, { recursive: true }));

const environment = {
  CNI_COMMAND: 'STATUS',
  CNI_PATH: folder,
  ...(process.env.SystemRoot !== undefined && { SystemRoot: process.env.SystemRoot }),
};

/** A configuration whose STATUS succeeds; the padding makes it longer than a pipe holds. */
const config = JSON.stringify({
  cniVersion: '1.1.0',
  name: 'n',
  type: 'host-local',
  ipam: { type: 'host-local', subnet: '10.1.0.0/24', dataDir: join(folder, 'leases') },
  padding: 'x'.repeat(300_000),
});

describe.each(packagers)('the standard streams of a %s executable', (packager) => {
  const hostLocal = executable(packager, 'host-local');

  /** Runs it with the streams a shell gives it. */
  const inShell = (redirection: string, command: string) =>
    spawnSync('sh', ['-c', `exec "$0" ${redirection}`, hostLocal], {
      env: { ...environment, CNI_COMMAND: command },
      encoding: 'utf8',
    });

  /** Starts it and tells how it ended. */
  const ended = (stdio: StdioOptions) => {
    const child = spawn(hostLocal, [], { env: environment, stdio });
    return new Promise<number | null>((resolve) => child.on('close', resolve));
  };

  test('a configuration longer than a pipe holds is read to its end', async () => {
    expect(await runExecutable(hostLocal, { environment, stdin: config })).toEqual({
      stdout: '',
      stderr: '',
      exitCode: 0,
    });
  });

  test.runIf(process.platform === 'linux')('a pipe that does not block is waited for', async () => {
    const fifo = join(folder, `${packager}-fifo`);
    spawnSync('mkfifo', [fifo]);
    const read = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const write = openSync(fifo, constants.O_WRONLY);
    const end = ended([read, 'ignore', 'ignore']);
    closeSync(read);
    for (const part of [config.slice(0, 20), config.slice(20, 40_000)]) {
      await pause(100); // long enough for the plugin to find the pipe empty
      writeSync(write, part);
    }
    for (let rest = config.slice(40_000); rest !== ''; rest = rest.slice(30_000)) {
      writeSync(write, rest.slice(0, 30_000));
    }
    closeSync(write);
    expect(await end).toBe(0);
  });

  test.skipIf(process.platform === 'win32')('closed standard input is an empty configuration', () => {
    const { stdout, status } = inShell('<&-', 'STATUS');
    expect(JSON.parse(stdout).code).toBeOneOf([5, 6]);
    expect(status).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('a folder for standard input is an error with code 5', () => {
    const { stdout, status } = inShell('< /', 'STATUS');
    expect(JSON.parse(stdout)).toMatchObject({ code: 5, msg: expect.stringContaining('standard input') });
    expect(status).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('closed standard output does not crash it', () => {
    const { stderr, status } = inShell('>&-', 'VERSION');
    expect(stderr).not.toMatch(/\n\s+at /); // no stack
    expect(status).toBeOneOf([0, 1]); // Node opens the null device in its place
  });

  test.runIf(process.platform === 'linux')(
    'standard output that is full is exit code 1, said on standard error',
    () => {
      const { stderr, status } = inShell('> /dev/full', 'VERSION');
      expect(stderr).toMatch(/^cannot write to standard output: .*ENOSPC/);
      expect(status).toBe(1);
    },
  );

  test.skipIf(process.platform === 'win32')('with every stream closed it ends', () => {
    expect(inShell('<&- >&- 2>&-', 'STATUS').status).toBe(1);
  });

  test.skipIf(process.platform === 'win32')('a file it opens is not taken for closed standard output', () => {
    const configFile = join(folder, `${packager}-config.json`);
    const dataDir = join(folder, `${packager}-leases`);
    const ipam = { type: 'host-local', subnet: '10.1.0.0/24', dataDir };
    writeFileSync(configFile, JSON.stringify({ cniVersion: '1.1.0', name: 'n', ipam }));
    spawnSync('sh', ['-c', `exec "$0" < "${configFile}" >&- 2>&-`, hostLocal], {
      env: {
        ...environment,
        CNI_COMMAND: 'ADD',
        CNI_CONTAINERID: 'c',
        CNI_IFNAME: 'eth0',
        CNI_NETNS: 'none',
      },
    });
    const files = readdirSync(join(dataDir, 'n'));
    expect(files).toContain('10.1.0.2');
    for (const file of files) expect(readFileSync(join(dataDir, 'n', file), 'utf8')).not.toContain('{');
  });
});
