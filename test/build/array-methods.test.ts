import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';

const source = readFileSync(join(import.meta.dirname, '../../build/array-methods.ts'), 'utf8');
const { code } = transformSync(source, { loader: 'ts' });

/** What an expression comes to, and the calls it made: in a world with the methods of the file, and in one with Node's own. */
function outcome(expression: string, methods: 'ours' | "Node's"): string {
  const program = `${methods === 'ours' ? code : ''};
    const calls = [];
    const noted = (answer) => function (...args) { calls.push([this === undefined ? 'no self' : String(this), ...args.map(String)]); return answer(...args); };
    const holes = [1, , 3, undefined, null];
    const like = { length: 3, 0: 'a', 2: 'c' };
    let result;
    try { result = ${expression}; } catch (error) { result = error.name; }
    // What is where, for a hole is not undefined
    const shown = (value) => Array.isArray(value) ? { length: value.length, ...value.map((part) => shown(part)) } : value === undefined ? 'undefined' : value;
    JSON.stringify({ result: shown(result), calls });`;
  return runInNewContext(`'use strict'; ${program}`);
}

describe.each(['map', 'filter', 'flatMap', 'forEach', 'some', 'every', 'find', 'findIndex', 'findLast'])(
  '%s',
  (name) => {
    test.each([
      ['an array', `[3, 1, 2].${name}(noted((value) => value > 1))`],
      ['no element', `[].${name}(noted(() => true))`],
      ['all elements alike', `[1, 1].${name}(noted(() => true))`],
      ['no element that fits', `[1, 1].${name}(noted(() => false))`],
      ['an array with holes', `holes.${name}(noted((value) => value === undefined))`],
      ['an object like an array', `Array.prototype.${name}.call(like, noted((value) => value === 'c'))`],
      ['a text', `Array.prototype.${name}.call('text', noted((value) => value === 'x'))`],
      ['a self for the callback', `[1, 2].${name}(noted((value) => value === 2), 'self')`],
      [
        'an array that grows meanwhile',
        `((all) => all.${name}(noted((value) => all.push(value) > 4)))([1, 2])`,
      ],
      [
        'an array that shrinks meanwhile',
        `((all) => all.${name}(noted(() => { all.length = 1; return false; })))([1, 2, 3])`,
      ],
      ['answers that are arrays', `[1, 2].${name}(noted((value) => [value, [value], , 5]))`],
      ['a callback that fails', `[1].${name}(() => { throw new RangeError('no'); })`],
      ['something that is no function', `[1].${name}(7)`],
    ])('does with %s what the standard says', (_, expression) => {
      expect(outcome(expression, 'ours')).toBe(outcome(expression, "Node's"));
    });
  },
);

test.each([
  '[1, 2, 3].reduce(noted((sum, value) => sum + value))',
  '[1, 2, 3].reduce(noted((sum, value) => sum + value), 10)',
  '[1, 2, 3].reduce(noted((sum, value) => sum + value), undefined)',
  '[, 1, , 2].reduce(noted((sum, value) => sum + value))',
  '[].reduce(noted((sum, value) => sum + value))',
  '[, ,].reduce(noted((sum, value) => sum + value))',
  '[].reduce(noted((sum, value) => sum + value), 5)',
  "Array.prototype.reduce.call(like, noted((sum, value) => sum + value), '')",
])('%s is what the standard says', (expression) => {
  expect(outcome(expression, 'ours')).toBe(outcome(expression, "Node's"));
});

test('the methods are no keys of an array, as before', () => {
  const keys = '(() => { const found = []; for (const key in [1]) found.push(key); return found; })()';
  expect(outcome(keys, 'ours')).toBe(outcome(keys, "Node's"));
});

test('the methods take the place of the built-in ones', () => {
  const native = 'Array.prototype.map.toString().includes("native code")';
  expect([outcome(native, 'ours'), outcome(native, "Node's")].map((text) => JSON.parse(text).result)).toEqual(
    [false, true],
  );
});
