import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { realProcesses } from '../../../lib/host/real-processes.ts';
import { type PluginFolder, pluginFolder } from '../delegate/plugin-scripts.ts';

let folder: PluginFolder;
beforeAll(() => {
  folder = pluginFolder();
});
afterAll(() => folder.remove());

async function run(path: string, more: { stdin?: string; timeoutMs?: number } = {}) {
  const passedOn: string[] = [];
  const processes = realProcesses((text) => void passedOn.push(text));
  const environment = { GIVEN: 'yes' };
  const end = await processes.run({ path, environment, stdin: '', timeoutMs: 60_000, ...more });
  return { ...end, passedOn };
}

// Windows starts no scripts; the executables' tests run real programs there.
describe.skipIf(process.platform === 'win32')('realProcesses()', () => {
  test('gives exit code, output and standard input exactly', async () => {
    const path = folder.write('echo', 'print(input() + "\\n\\n"); process.exitCode = 3;');
    const end = await run(path, { stdin: '{"é":"\u2028"}' });
    expect(end).toMatchObject({ stdout: '{"é":"\u2028"}\n\n', reason: { kind: 'exited', exitCode: 3 } });
  });

  test('gives the program the environment it is told and nothing else', async () => {
    const path = folder.write('env', 'print(Object.keys(process.env).sort().join())');
    expect((await run(path)).stdout).toBe('GIVEN');
  });

  test('passes standard error on, on success and on failure', async () => {
    const path = folder.write('warns', 'writeSync(2, "careful\\n"); process.exitCode = Number(input());');
    expect(await run(path, { stdin: '0' })).toMatchObject({ stderr: 'careful\n', passedOn: ['careful\n'] });
    expect(await run(path, { stdin: '9' })).toMatchObject({ stderr: 'careful\n', passedOn: ['careful\n'] });
  });

  test.each([
    { how: 'to its last byte', bytes: 9, reader: 'cat' },
    {
      how: 'whole when it is larger than a pipe, whose reader is slow',
      bytes: 300_000,
      reader: 'sleep 0.2; cat',
    },
  ])('by default passes it on to the standard error of this process, $how', ({ bytes, reader }) => {
    const path = folder.write(`warns-${bytes}`, `process.stderr.write('e'.repeat(${bytes}));`);
    const module = pathToFileURL(join(import.meta.dirname, '../../../lib/host/real-processes.ts'));
    const caller = join(folder.path, 'caller.mts');
    writeFileSync(
      caller,
      `import { realProcesses } from ${JSON.stringify(module)};
       await realProcesses().run({ path: ${JSON.stringify(path)}, environment: {}, stdin: '', timeoutMs: 60000 });`,
    );
    const script = `"$0" "$1" 2>&1 1>/dev/null | { ${reader}; }`;
    const output = execFileSync('/bin/sh', ['-c', script, process.execPath, caller]);
    expect(output.toString()).toHaveLength(bytes);
  });

  test('a program that ends without reading a large standard input is judged by its exit code', async () => {
    const path = folder.write('deaf', 'process.exit(0)');
    const ends = await Promise.all(
      Array.from({ length: 8 }, () => run(path, { stdin: 'x'.repeat(2_000_000) })),
    );
    expect(ends.map(({ reason }) => reason)).toEqual(ends.map(() => ({ kind: 'exited', exitCode: 0 })));
  });

  test('a program that ignores SIGTERM is killed at its time limit with the programs it started', async () => {
    const path = folder.write(
      'stuck',
      `process.on('SIGTERM', () => {});
       const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'],
         { stdio: 'inherit' });
       print(String(child.pid)); setInterval(() => {}, 1e6);`,
    );
    const end = await run(path, { timeoutMs: 1_500 });
    expect(end.reason).toEqual({ kind: 'timed out', afterMs: 1_500 });
    expect(Number(end.stdout)).toBeGreaterThan(0);
    await expect.poll(() => isAlive(Number(end.stdout)), { timeout: 5_000 }).toBe(false);
  });

  test('tells a signal from an exit code', async () => {
    const path = folder.write('killed', 'print("half"); process.kill(process.pid, "SIGKILL");');
    expect(await run(path)).toMatchObject({
      stdout: 'half',
      reason: { kind: 'signalled', signal: 'SIGKILL' },
    });
  });

  test('says why a program could not be started', async () => {
    const path = join(folder.path, 'no-program');
    writeFileSync(path, '');
    expect((await run(path)).reason).toMatchObject({
      kind: 'not started',
      message: expect.stringContaining('EACCES'),
    });
    expect((await run(join(folder.path, 'gone'))).reason).toMatchObject({
      kind: 'not started',
      message: expect.stringContaining('ENOENT'),
    });
  });
});

/** A killed program that nobody has waited for yet counts as dead. */
function isAlive(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)]).toString();
    return !state.startsWith('Z');
  } catch {
    return false; // ps knows no such process
  }
}
