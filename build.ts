/**
 * Makes the executables: one bundle per JavaScript runtime, one image per packager and target, installed as hard links
 * in dist/<packager>/<target>/. Start it with `npm run build`; docs/building.md has the options.
 */
import { join } from 'node:path';
import { imagesOf } from './build/command-line.ts';
import { EXECUTABLES } from './build/images.ts';
import { buildProgram, hostTarget, root } from './build/program.ts';
import { tableOfImages } from './build/table-of-images.ts';

try {
  const images = imagesOf(process.argv.slice(2), hostTarget);
  const program = { entry: 'plugins/main.ts', names: EXECUTABLES, folder: join(root, 'dist') };
  const built = await buildProgram(program, images);
  console.log(tableOfImages(built));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
