import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseBinaries } from './base-binaries.ts';
import { makeBunImage } from './bun-image.ts';
import type { Image, Target } from './images.ts';
import { makePkgImage } from './pkg-image.ts';

/** How to make one image. */
export interface ImageRequest extends Image {
  /** Path of the bundle, a `.cjs` file. */
  readonly bundle: string;
  /** Path of the executable to make. */
  readonly output: string;
  /** The files of the target's platform, and of this machine's. */
  readonly base: BaseBinaries;
  readonly hostBase: BaseBinaries;
  readonly host: Target;
  /** An empty folder that is the maker's own. */
  readonly workFolder: string;
}

/** Makes an executable of `code` at `workFolder`/image (`image.exe` for Windows) and returns its path. */
export async function makeImage(
  request: Omit<ImageRequest, 'bundle' | 'output'> & { readonly code: Uint8Array },
): Promise<string> {
  const { packager, target, workFolder, code } = request;
  // Alone in its folder: pkg and Bun read settings that lie beside their input. The name is part of what Bun makes.
  const inputFolder = join(workFolder, 'input');
  const bundle = join(inputFolder, 'plugins.cjs');
  const output = join(workFolder, target === 'win-x64' ? 'image.exe' : 'image');
  await mkdir(inputFolder, { recursive: true });
  await writeFile(bundle, code);
  await (packager === 'pkg' ? makePkgImage : makeBunImage)({ ...request, bundle, output });
  await chmod(output, 0o755);
  await rm(inputFolder, { recursive: true });
  return output;
}
