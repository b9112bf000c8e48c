import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { hasProgram, installPackages } from './debian.ts';

/** The test doubles: the two libraries of Windows that they stand in for, and the one both forward to. */
export const DOUBLES = ['computenetwork.dll', 'vmcompute.dll', 'cnihnsdouble.dll'] as const;

const folderOf = (name: string) => join(import.meta.dirname, '..', name);

const CROSS_COMPILER = 'x86_64-w64-mingw32-gcc';

const CHECKED = ['-std=c17', '-O2', '-Wall', '-Wextra', '-Werror', '-static-libgcc'];

/**
 * Compiles the test doubles, and the programs and the library that tests set traps with, into a folder.
 *
 * @throws {Error} When there is no compiler, or it refuses.
 */
export async function buildDoubles(folder: string): Promise<void> {
  const program = await compiler();
  mkdirSync(folder, { recursive: true });
  const compile = (file: string, words: readonly string[]) =>
    run({ program, words: ['-s', '-o', join(folder, file), ...words] });
  const doubles = folderOf('doubles');
  const code = globSync('*.c', { cwd: doubles }).sort();
  await compile('cnihnsdouble.dll', [
    ...['-shared', ...CHECKED],
    ...code.map((file) => join(doubles, file)),
    ...['-lole32', '-lws2_32', '-luuid'],
  ]);
  // No code: their exports are forwarded. Both share one library, because a process can have one spy on its strings
  for (const name of ['computenetwork', 'vmcompute'])
    await compile(`${name}.dll`, ['-shared', '-nostdlib', '-Wl,-e,0', join(doubles, `${name}.def`)]);
  const traps = folderOf('traps');
  await compile('planted.dll', ['-shared', ...CHECKED, join(traps, 'planted.c')]);
  for (const name of ['load-by-name', 'hold-lock', 'hold-file'])
    await compile(`${name}.exe`, [...CHECKED, join(traps, `${name}.c`)]);
}

async function compiler(): Promise<string> {
  if (process.platform === 'win32') return 'gcc';
  if (!hasProgram(CROSS_COMPILER))
    await installPackages([{ name: 'gcc-mingw-w64-x86-64', program: CROSS_COMPILER }]);
  return CROSS_COMPILER;
}
