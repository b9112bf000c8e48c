import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EXECUTABLES, executableFile, needsKoffi, PACKAGERS, type Target } from '../../../build/images.ts';
import { buildProgram, hostTarget } from '../../../build/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'cni-other-platform-'));
afterAll(() => rmSync(folder, { recursive: true }));

const target: Target = hostTarget() === 'linux-x64' ? 'win-x64' : 'linux-x64';
const program = { entry: 'plugins/main.ts', names: EXECUTABLES, folder };

/** The platform a program file is for, by its header. */
function platformOf(bytes: Buffer): Target | undefined {
  const portableExecutable = bytes.toString('latin1', 0, 2) === 'MZ' ? bytes.readUInt32LE(0x3c) : undefined;
  if (portableExecutable !== undefined) {
    const signature = bytes.toString('latin1', portableExecutable, portableExecutable + 4);
    const isX64 = bytes.readUInt16LE(portableExecutable + 4) === 0x8664;
    return signature === 'PE\0\0' && isX64 ? 'win-x64' : undefined;
  }
  return bytes.toString('latin1', 0, 4) === '\x7fELF' && bytes.readUInt16LE(18) === 62
    ? 'linux-x64'
    : undefined;
}

describe.each(PACKAGERS)(`%s executables for ${target}, made on ${hostTarget()}`, (packager) => {
  test('are programs of that platform with the plugins in them, one file under four names', async () => {
    const [built] = await buildProgram(program, [{ packager, target }]);
    const files = EXECUTABLES.map((name) => join(built?.folder ?? '', executableFile(name, target)));
    const image = readFileSync(files[0] ?? '');
    expect(platformOf(image)).toBe(target);
    expect(image.includes('no plugin is named')).toBe(true);
    if (packager === 'pkg')
      expect(image.includes('NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1')).toBe(true);
    expect(new Set(files.map((file) => statSync(file).ino)).size).toBe(1);
    if (needsKoffi(packager)) {
      expect(platformOf(readFileSync(join(built?.folder ?? '', 'koffi.node')))).toBe(target);
    }
  });
});
