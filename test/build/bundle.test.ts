import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleProgram } from '../../build/bundle.ts';
import { PACKAGERS } from '../../build/images.ts';

const root = join(import.meta.dirname, '../..');
const entry = 'plugins/main.ts';
const copy = mkdtempSync(join(tmpdir(), 'cni-bundle-'));
afterAll(() => rmSync(copy, { recursive: true }));

for (const part of ['plugins', 'ipam', 'lib', 'generated', 'package.json', 'tsconfig.json']) {
  cpSync(join(root, part), join(copy, part), { recursive: true });
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');

describe.each(PACKAGERS)('the %s bundle', (packager) => {
  test('has the same bytes when the same tree lies in another folder', async () => {
    const here = await bundleProgram({ root, entry, packager });
    const there = await bundleProgram({ root: copy, entry, packager });
    expect(Buffer.compare(here.code, there.code)).toBe(0);
    expect(Buffer.from(there.code).includes(copy)).toBe(false);
  });

  test('has the foreign functions of its own runtime and not the other ones', async () => {
    const { code, sources } = await bundleProgram({ root, entry, packager });
    const [own, other] = packager === 'bun' ? ['bun', 'koffi'] : ['koffi', 'bun'];
    expect(sources).toContain(`lib/native/foreign-functions-${own}.ts`);
    expect(sources).not.toContain(`lib/native/foreign-functions-${other}.ts`);
    expect(Buffer.from(code).includes(packager === 'bun' ? 'koffi.node' : 'bun:ffi')).toBe(false);
  });

  test('needs nothing at run time but what the runtime has built in', async () => {
    const { code } = await bundleProgram({ root, entry, packager });
    const required = [
      ...Buffer.from(code)
        .toString()
        .matchAll(/\brequire\("([^"]+)"\)/g),
    ].map(([, name]) => name);
    expect(required.filter((name) => !/^(node:|bun:ffi$)/.test(name ?? ''))).toEqual([]);
  });

  test('has execa in it as a module of its own, which costs nothing until it is loaded', async () => {
    const { code, sources } = await bundleProgram({ root, entry, packager });
    expect(sources.filter((source) => source.includes('execa'))).toEqual([
      'execa in a function of its own:execa',
    ]);
    expect(Buffer.from(code).includes('forceKillAfterDelay')).toBe(true);
  });

  test('has no ajv in it, whose validators are compiled beforehand', async () => {
    const { sources } = await bundleProgram({ root, entry, packager });
    expect(sources.filter((source) => /(^|\/)ajv\//.test(source))).toEqual([]);
  });
});
