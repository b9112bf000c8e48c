import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const bun = join(root, 'node_modules/@oven/bun-linux-x64/bin/bun');
const runtimes = [process.execPath, bun].filter((path) => existsSync(path));

/** Runs a program whose `main` is the text of a function. */
function run(runtime: string, main: string) {
  const program = `import { runProgram } from ${JSON.stringify(join(root, 'lib/host/run-program.ts'))}; runProgram(${main});`;
  const words = runtime === bun ? ['-e', program] : ['--input-type=module', '-e', program];
  return spawnSync(runtime, words, { encoding: 'utf8', timeout: 20_000 });
}

describe.each(runtimes)('a program run by %s', (runtime) => {
  test('prints what it leaves and ends at once, timers or not', () => {
    const main =
      "async () => { setInterval(() => {}, 1000); return { stdout: 'out', stderr: 'err', exitCode: 0 }; }";
    expect(run(runtime, main)).toMatchObject({ stdout: 'out', stderr: 'err', status: 0 });
  });

  test.each([
    { what: 'rejects', main: "async () => { throw new Error('lost'); }", msg: 'lost' },
    { what: 'throws a text', main: "async () => { throw 'lost'; }", msg: 'lost' },
    {
      what: 'throws outside its promise',
      main: "() => new Promise(() => { setTimeout(() => { throw new Error('in a timer'); }, 1); })",
      msg: 'in a timer',
    },
    {
      what: 'forgets a promise that rejects',
      main: "() => new Promise(() => { void Promise.reject(new Error('forgotten')); setTimeout(() => {}, 5000); })",
      msg: 'forgotten',
    },
    {
      what: 'waits for what never comes',
      main: '() => new Promise(() => {})',
      msg: 'the operation stopped without a result',
    },
  ])('answers code 999 without a stack when it $what', ({ main, msg }) => {
    const { stdout, stderr, status } = run(runtime, main);
    expect(JSON.parse(stdout)).toEqual({ cniVersion: '1.1.0', code: 999, msg });
    expect({ stderr, status }).toEqual({ stderr: '', status: 1 });
  });
});
