import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, expect, test } from 'vitest';
import { isMadeAhead } from '../../build/pkg-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-ahead-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tool = join(import.meta.dirname, '../../build/compile-ahead.ts');
const inner = Array.from({ length: 100 }, (_, index) => `(a) => a.b + ${index}`);
const source = `(function () { const all = [${inner.join()}]; return all[7]({ b: 1 }); })`;

function compiledAhead(): Buffer {
  const [program, code] = [join(folder, 'program.js'), join(folder, 'code')];
  writeFileSync(program, source);
  execFileSync(process.execPath, [tool, program, code]);
  return readFileSync(code);
}

test('the code of a program is accepted by the Node that made it', () => {
  const script = new Script(source, { cachedData: compiledAhead() });
  expect(script.cachedDataRejected).toBe(false);
  expect(script.runInThisContext()()).toBe(8);
});

test('the code has every function in it, where Node by itself would leave out those nothing has called', () => {
  // Another text of the same program: of one it has seen, V8 gives what it has
  const byItself = new Script(`${source};`).createCachedData();
  expect(compiledAhead().length).toBeGreaterThan(byItself.length + inner.length * 50);
});

test('code that was made of another program is refused, and the program runs all the same', () => {
  const script = new Script(`${source} `, { cachedData: compiledAhead() });
  expect(script.cachedDataRejected).toBe(true);
  expect(script.runInThisContext()()).toBe(8);
});

test.each([
  ['linux-x64', 'linux-x64', true],
  ['win-x64', 'win-x64', true],
  ['win-x64', 'linux-x64', false],
  ['linux-x64', 'win-x64', false],
] as const)('an image for %s made on %s: %s', (target, host, ahead) => {
  expect(isMadeAhead({ target, host })).toBe(ahead);
});
