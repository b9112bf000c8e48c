/**
 * Makes the executables: one bundle per JavaScript runtime, one image per packager and target, installed as hard links
 * in dist/<packager>/<target>/. Start it with `npm run build`; docs/building.md has the options.
 */
import { join } from 'node:path';
import { imagesOf } from './build/command-line.ts';
import { EXECUTABLES } from './build/images.ts';
import { type BuiltImage, buildProgram, hostTarget, root } from './build/program.ts';
import { grouped, tableOf } from './build/table.ts';

const HEADING = ['packager', 'target', 'image bytes', 'installed bytes', 'seconds', 'made'];

function row({ packager, target, imageBytes, installedBytes, seconds, made }: BuiltImage): string[] {
  return [packager, target, grouped(imageBytes), grouped(installedBytes), seconds.toFixed(1), made];
}

try {
  const images = imagesOf(process.argv.slice(2), hostTarget);
  const program = { entry: 'plugins/main.ts', names: EXECUTABLES, folder: join(root, 'dist') };
  const built = await buildProgram(program, images);
  console.log(tableOf(HEADING, built.map(row)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
