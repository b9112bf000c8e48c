import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { runAtOnce } from '../../bench/timing/at-once.ts';
import type { Call } from '../../bench/timing/call.ts';
import { inTurn } from '../../bench/timing/in-turn.ts';
import { watchMemory } from '../../bench/timing/memory.ts';
import { quantile, spreadOf } from '../../bench/timing/spread.ts';
import { millisecondsOf, Stopwatch } from '../../bench/timing/stopwatch.ts';

const onLinux = process.platform === 'linux';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timing-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

/** Node running a line of code. */
function node(code: string, more: Partial<Call> = {}): Call {
  return { words: [process.execPath, '-e', code], environment: {}, inputs: [''], ...more };
}

const PRINT_INPUT = "process.stdout.write(require('node:fs').readFileSync(0, 'utf8'))";

describe('the stopwatch', () => {
  test('hands over standard input and environment, and answers what was printed', () => {
    const code = `${PRINT_INPUT}; process.stdout.write(process.env.WHO)`;
    const call = node(code, { inputs: ['hello '], environment: { WHO: 'it\'s "me" $HOME' } });
    expect(new Stopwatch(folder).time(call).stdout).toBe('hello it\'s "me" $HOME');
  });

  test('takes the time of a process, about what it sleeps', () => {
    const before = Date.now();
    const timed = new Stopwatch(folder).time(node('setTimeout(() => {}, 200)'));
    expect(millisecondsOf(timed)).toBeGreaterThanOrEqual(199);
    expect(timed.startMs).toBeGreaterThanOrEqual(before - 1);
    expect(timed.endMs).toBeLessThanOrEqual(Date.now() + 1);
  });

  test('runs a program once for each input, and takes the time of all', () => {
    const code = `setTimeout(() => {}, 100); ${PRINT_INPUT}`;
    const timed = new Stopwatch(folder).time(node(code, { inputs: ['one', 'two', 'three'] }));
    expect(timed.stdout).toBe('three');
    expect(millisecondsOf(timed)).toBeGreaterThanOrEqual(299);
  });

  test('does not take a failure for a time', () => {
    const call = node("console.log('why'); process.exitCode = 3", { environment: { CNI_COMMAND: 'ADD' } });
    expect(() => new Stopwatch(folder).time(call)).toThrow(/ADD ended with exit code 3: why/);
  });
});

describe.skipIf(!onLinux)('many at once', () => {
  test('overlap, and each answers what it printed', async () => {
    const calls = ['a', 'b', 'c', 'd'].map((name) =>
      node(`setTimeout(() => {}, 300); ${PRINT_INPUT}; process.stdout.write(process.env.WHO)`, {
        inputs: [`${name}'s `],
        environment: { WHO: name },
      }),
    );
    const { outputs, totalMs, slowestMs } = await runAtOnce(calls, join(folder, 'files'));
    expect(outputs).toEqual(["a's a", "b's b", "c's c", "d's d"]);
    expect(slowestMs).toBeGreaterThanOrEqual(299);
    expect(totalMs).toBeGreaterThanOrEqual(slowestMs);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('do not hide that one of them failed', async () => {
    const calls = [node('0'), node("console.log('why'); process.exitCode = 3")];
    await expect(runAtOnce(calls, join(folder, 'files'))).rejects.toThrow('exit code 3: why');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('contenders', () => {
  test('run in turn, and of ten runs the first one more does not count', async () => {
    const order: string[] = [];
    const contender = (who: string) => ({
      who,
      what: 'x',
      run: (index: number) => {
        order.push(`${who}${index}`);
        return { ms: index };
      },
    });
    const rows = await inTurn([contender('A'), contender('B')], 10);
    expect(order.slice(0, 4)).toEqual(['A0', 'B0', 'A1', 'B1']);
    expect(order).toHaveLength(22);
    expect(rows).toEqual(
      ['A', 'B'].map((who) => ({
        who,
        what: 'x',
        measures: { ms: { median: 6, low: 2, high: 10, runs: 10 } },
      })),
    );
  });
});

describe('a spread', () => {
  test.each([
    { values: [3], spread: { median: 3, low: 3, high: 3, runs: 1 } },
    { values: [9, 1, 5], spread: { median: 5, low: 1, high: 9, runs: 3 } },
    {
      values: Array.from({ length: 100 }, (_, index) => 100 - index),
      spread: { median: 51, low: 11, high: 91, runs: 100 },
    },
  ])('of $values.length values', ({ values, spread }) => {
    expect(spreadOf(values)).toEqual(spread);
  });

  test('of nothing is no number', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe.skipIf(!onLinux)('the memory watch', () => {
  test('sees what the processes that match hold together, and not others', async () => {
    const mark = `mark-${process.pid}`;
    const hold = `const held = Buffer.alloc(80_000_000, 1); console.log('ready'); setTimeout(() => held, 10_000)`;
    const children = [1, 2].map(() => spawn(process.execPath, ['-e', hold, mark], { stdio: 'pipe' }));
    onTestFinished(() => {
      for (const child of children) child.kill();
    });
    await Promise.all(children.map((child) => once(child.stdout, 'data')));
    const [both, none] = [watchMemory(new RegExp(mark)), watchMemory(/no process has this/)];
    await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([both.stop(), none.stop()]);
    expect(both.peak().processes).toBe(2);
    expect(both.peak().bytes).toBeGreaterThan(160_000_000);
    expect(none.peak()).toEqual({ bytes: 0, processes: 0 });
  });
});
