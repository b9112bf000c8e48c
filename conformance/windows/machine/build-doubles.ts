import { globSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { hasProgram, installPackages } from './debian.ts';

/** The test doubles: the two libraries of Windows that they stand in for, and the one both forward to. */
export const DOUBLES = ['computenetwork.dll', 'vmcompute.dll', 'cnihnsdouble.dll'] as const;

const sources = join(import.meta.dirname, '..', 'doubles');

const CROSS_COMPILER = 'x86_64-w64-mingw32-gcc';

/**
 * Compiles the test doubles into a folder.
 *
 * @throws {Error} When there is no compiler, or it refuses.
 */
export async function buildDoubles(folder: string): Promise<void> {
  const program = await compiler();
  mkdirSync(folder, { recursive: true });
  const compile = (file: string, words: readonly string[]) =>
    run({ program, words: ['-shared', '-s', '-o', join(folder, file), ...words] });
  const code = globSync('*.c', { cwd: sources }).sort();
  await compile('cnihnsdouble.dll', [
    ...['-std=c17', '-O2', '-Wall', '-Wextra', '-Werror', '-static-libgcc'],
    ...code.map((file) => join(sources, file)),
    ...['-lole32', '-lws2_32', '-luuid'],
  ]);
  // No code: their exports are forwarded. Both share one library, because a process can have one spy on its strings
  for (const name of ['computenetwork', 'vmcompute'])
    await compile(`${name}.dll`, ['-nostdlib', '-Wl,-e,0', join(sources, `${name}.def`)]);
}

async function compiler(): Promise<string> {
  if (process.platform === 'win32') return 'gcc';
  if (!hasProgram(CROSS_COMPILER))
    await installPackages([{ name: 'gcc-mingw-w64-x86-64', program: CROSS_COMPILER }]);
  return CROSS_COMPILER;
}
