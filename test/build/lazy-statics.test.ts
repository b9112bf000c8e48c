import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { lazyStatics, withLazyStatics } from '../../build/lazy-statics.ts';

const root = join(import.meta.dirname, '../..');
const source = readFileSync(join(root, 'node_modules/ip-num/dist/src/IPNumber.js'), 'utf8');
const STATICS = [...source.matchAll(/^(IPv[46])\.([A-Z_]+) =/gm)].map(([, owner = '', name = '']) => ({
  owner,
  name,
}));

type Classes = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** ip-num as it is bundled, with the change or without. */
async function load(plugins: (typeof lazyStatics)[]): Promise<Classes> {
  const { outputFiles } = await build({
    stdin: { contents: 'module.exports = require("ip-num")', resolveDir: root },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    plugins,
  });
  const module = { exports: {} };
  new Function('module', 'exports', outputFiles[0]?.text ?? '')(module, module.exports);
  return module.exports;
}

describe('the lazy ranges of ip-num', async () => {
  const [eager, lazy] = [await load([]), await load([lazyStatics])];

  test.each(STATICS)('$owner $name is not computed while loading', ({ owner, name }) => {
    expect(Object.getOwnPropertyDescriptor(lazy[owner], name)?.get).toBeTypeOf('function');
  });

  test.each(STATICS)('$owner $name has the value it had, computed once', ({ owner, name }) => {
    expect(String(lazy[owner]?.[name])).toBe(String(eager[owner]?.[name]));
    expect(lazy[owner]?.[name]).toBe(lazy[owner]?.[name]);
  });

  test('an ip-num with another number of ranges stops the build', () => {
    const other = source.replace(/^IPv4\.LOOPBACK_RANGE =/m, 'IPv4.Loopback =');
    expect(() => withLazyStatics(other)).toThrow('12 static ranges');
  });
});
