import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build, type Plugin } from 'esbuild';
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

test('ip-num is loaded when the first IPv6 address is read, once', async () => {
  const counted: Plugin = {
    name: 'counted',
    setup: ({ onLoad }) =>
      onLoad({ filter: /ip-num[\\/]dist[\\/]src[\\/]index\.js$/ }, ({ path }) => ({
        contents: `globalThis.loads += 1;\n${readFileSync(path, 'utf8')}`,
      })),
  };
  const { outputFiles } = await build({
    entryPoints: [join(root, 'lib/ip/address.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    plugins: [counted, lazyStatics],
  });
  const context: { loads: number; module: { exports: Partial<typeof import('../../lib/ip/address.ts')> } } = {
    loads: 0,
    module: { exports: {} },
  };
  runInNewContext(outputFiles[0]?.text ?? '', context);
  const { parseAddress } = context.module.exports;
  expect([parseAddress?.('10.244.1.2')?.value, context.loads]).toEqual([0x0af40102n, 0]);
  expect([parseAddress?.('fd00::2')?.value, context.loads]).toEqual([0xfdn * 2n ** 120n + 2n, 1]);
  expect([parseAddress?.('fd00::g'), context.loads]).toEqual([undefined, 1]);
});

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
