import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openForeignFunctions } from '#foreign-functions';

const root = join(import.meta.dirname, '../../..');
const bun = join(root, 'node_modules/@oven/bun-linux-x64/bin/bun');

/** What both back ends must be able to do, as a program that prints what it saw. */
const PROGRAM = `
  import { openForeignFunctions } from '#foreign-functions';
  const native = openForeignFunctions();
  const c = native.load(undefined, {
    close: { args: ['i32'], returns: 'i32' },
    htonl: { args: ['u32'], returns: 'u32' },
    memset: { args: ['memory', 'i32', 'handle'], returns: 'handle' },
    strtoul: { args: ['memory', 'memory', 'i32'], returns: 'handle' },
  });
  const memory = new Uint8Array(4);
  const filled = c.memset(memory, 7, 3n) !== 0n;
  const end = new BigUint64Array(1);
  const parsed = c.strtoul(Buffer.from('ffffffffffffffff!\\0'), new Uint8Array(end.buffer), 16);
  const closed = c.close(-1);
  console.log(JSON.stringify({
    closed, errno: native.errno(), swapped: c.htonl(0xff), memory: [...memory], filled,
    parsed: String(parsed), small: String(c.strtoul(Buffer.from('5\\0'), null, 10)), moved: end[0] !== 0n,
  }));
`;

const EXPECTED = {
  closed: -1,
  errno: 9, // EBADF
  swapped: 0xff000000,
  memory: [7, 7, 7, 0],
  filled: true,
  parsed: '18446744073709551615',
  small: '5',
  moved: true,
};

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'foreign-functions-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function bundle(folder: string, options: { conditions: string[]; packaged: boolean }): string {
  const outfile = join(folder, 'program.cjs');
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    conditions: options.conditions,
    external: ['bun:ffi'],
    define: options.packaged ? { PACKAGED: 'true' } : {},
    logLevel: 'error',
  });
  return outfile;
}

describe('foreign functions', () => {
  test('reach the C library from sources', () => {
    const c = openForeignFunctions().load(undefined, { abs: { args: ['i32'], returns: 'i32' } });
    expect(c.abs(-5)).toBe(5);
  });

  test('of a function that does not exist cannot be had', () => {
    const missing = { no_such_function: { args: [], returns: 'i32' } } as const;
    expect(() => openForeignFunctions().load(undefined, missing)).toThrow('no_such_function');
  });

  test.runIf(existsSync(bun))('work alike through bun:ffi', () => {
    const program = bundle(temporaryFolder(), { conditions: ['bun'], packaged: true });
    expect(JSON.parse(execFileSync(bun, [program], { encoding: 'utf8' }))).toEqual(EXPECTED);
  });

  test('work alike through koffi.node beside the executable', () => {
    const folder = temporaryFolder();
    const program = bundle(folder, { conditions: [], packaged: true });
    const node = join(folder, 'node');
    copyFileSync(process.execPath, node);
    copyFileSync(
      join(root, 'node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node'),
      join(folder, 'koffi.node'),
    );
    expect(JSON.parse(execFileSync(node, [program], { encoding: 'utf8' }))).toEqual(EXPECTED);
  });

  test.each([
    { koffi: undefined, when: 'missing' },
    { koffi: 'MZ', when: 'of another system' },
  ])('name koffi.node and where it belongs when it is $when', ({ koffi }) => {
    const folder = temporaryFolder();
    const program = bundle(folder, { conditions: [], packaged: true });
    const node = join(folder, 'node');
    copyFileSync(process.execPath, node);
    if (koffi !== undefined) writeFileSync(join(folder, 'koffi.node'), koffi);
    const failing = () => execFileSync(node, [program], { encoding: 'utf8', stdio: 'pipe' });
    expect(failing).toThrow(`${join(folder, 'koffi.node')} cannot be loaded`);
    expect(failing).toThrow('Copy koffi.node of the same release beside the executables');
  });
});
