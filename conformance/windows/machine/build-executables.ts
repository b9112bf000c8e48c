import { join } from 'node:path';
import { EXECUTABLES, PACKAGERS, type Packager } from '../../../build/images.ts';
import { buildProgram, cacheFolder, type Program, root } from '../../../build/program.ts';
import type { MachineDescription } from './description.ts';

/**
 * Makes the Windows executables of both packagers: the plugins, and the program that the leak test runs.
 *
 * @returns Their folders.
 */
export async function buildExecutables(): Promise<Pick<MachineDescription, 'plugins' | 'programs'>> {
  const plugins = { entry: 'plugins/main.ts', names: EXECUTABLES, folder: join(root, 'dist') };
  const programs = {
    entry: 'conformance/windows/programs/many-attachments.ts',
    names: ['many-attachments'],
    folder: join(cacheFolder, 'windows-programs'),
  };
  return { plugins: await foldersOf(plugins), programs: await foldersOf(programs) };
}

async function foldersOf(program: Program): Promise<Record<Packager, string>> {
  const images = PACKAGERS.map((packager) => ({ packager, target: 'win-x64' as const }));
  const built = await buildProgram(program, images);
  const folderOf = (packager: Packager) => built.find((image) => image.packager === packager)?.folder ?? '';
  return { bun: folderOf('bun'), pkg: folderOf('pkg') };
}
