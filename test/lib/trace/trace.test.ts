import { describe, expect, test } from 'vitest';
import { Trace } from '../../../lib/trace/trace.ts';
import { watched } from '../../../lib/trace/watched.ts';

const outer = { category: 'plugin', name: 'outer' } as const;
const inner = { category: 'hns', name: 'inner' } as const;

describe('a span', () => {
  test('ends with a function that is not asynchronous, and its value is passed on', () => {
    const trace = new Trace();
    expect(trace.during(outer, () => 7)).toBe(7);
    expect(trace.events).toMatchObject([{ name: 'outer', cat: 'plugin', ph: 'X', pid: process.pid }]);
  });

  test('ends with the promise of one that is', async () => {
    const trace = new Trace();
    const { promise, resolve } = Promise.withResolvers<number>();
    const value = trace.during(outer, () => promise);
    expect(trace.events).toEqual([]);
    resolve(7);
    expect(await value).toBe(7);
    expect(trace.events).toHaveLength(1);
  });

  test.each([
    {
      how: 'throws',
      fail: () => {
        throw new Error('no');
      },
    },
    { how: 'rejects', fail: () => Promise.reject(new Error('no')) },
  ])('is recorded when the function $how, and the failure is passed on', async ({ fail }) => {
    const trace = new Trace();
    await expect(async () => trace.during(outer, fail)).rejects.toThrow('no');
    expect(trace.events).toHaveLength(1);
  });

  test('lies within the one it was begun in, in whole microseconds since 1970', () => {
    const trace = new Trace();
    trace.during(outer, () => trace.during(inner, () => undefined));
    const [first, second] = trace.events;
    if (first === undefined || second === undefined) throw new Error('two events expected');
    expect([first.name, second.name]).toEqual(['inner', 'outer']);
    expect(first.ts).toBeGreaterThanOrEqual(second.ts);
    expect(first.ts + first.dur).toBeLessThanOrEqual(second.ts + second.dur);
    expect(Math.abs(first.ts / 1000 - Date.now())).toBeLessThan(60_000);
    expect(Number.isInteger(first.ts) && Number.isInteger(first.dur)).toBe(true);
  });
});

describe('watched()', () => {
  class Service {
    readonly version = 2;
    #calls = 0;
    call(by: number): number {
      this.#calls += by;
      return this.#calls;
    }
  }

  test('records calls of methods and leaves the object what it is', () => {
    const trace = new Trace();
    const service = watched(new Service(), trace, (name, args) => ({
      category: 'hns',
      name,
      details: { by: Number(args[0]) },
    }));
    expect([service.version, service.call(2), service.call(3)]).toEqual([2, 2, 5]);
    expect(trace.events).toMatchObject([
      { name: 'call', args: { by: 2 } },
      { name: 'call', args: { by: 3 } },
    ]);
  });
});
