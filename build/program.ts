import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { baseBinaries } from './base-binaries.ts';
import { bundleProgram } from './bundle.ts';
import { type Executables, type ExecutablesRequest, makeExecutables } from './executables.ts';
import { type Image, type Target, targetOf } from './images.ts';
import { root } from './root.ts';

export { root };

/** A program and where its executables go. */
export interface Program {
  /** The folder of the program, whose package.json has its version; the project's when absent. */
  readonly home?: string;
  /** The file execution starts in, relative to the program's folder. */
  readonly entry: string;
  /** The names of its executables, without `.exe`. */
  readonly names: readonly string[];
  /** Holds a folder per packager, and in it one per target: `dist`. Belongs to the build. */
  readonly folder: string;
}

/** What a build can make again. */
export const cacheFolder = cacheIn(root);

function cacheIn(home: string): string {
  return join(home, 'node_modules', '.cache', 'cni-windows');
}

/** This machine's target. */
export function hostTarget(): Target {
  return targetOf(process.platform, process.arch);
}

/** One image of a program, made or found as it should be. */
export interface BuiltImage extends Image, Executables {
  /** The folder with its executables. */
  readonly folder: string;
  readonly seconds: number;
}

/**
 * Makes the images of a program one after the other.
 *
 * @throws {Error} When one cannot be made; those before it are in place.
 */
export async function buildProgram(
  program: Program,
  images: readonly Image[],
): Promise<readonly BuiltImage[]> {
  const { home = root } = program;
  const workFolder = makeWorkFolder(program.folder);
  const binaries = await binariesFor(images, cacheIn(home));
  const built: BuiltImage[] = [];
  for (const image of images)
    built.push(await buildImage({ ...program, home, ...image, ...binaries(image), workFolder }));
  return built;
}

/** Finds the files of every platform once: to check those of another one takes its time. */
async function binariesFor(images: readonly Image[], cache: string): Promise<(image: Image) => Binaries> {
  const host = hostTarget();
  const find = (target: Target) => baseBinaries({ root, cache: join(cache, 'base-binaries'), target, host });
  const hostBase = await find(host);
  const others = [...new Set(images.map(({ target }) => target))].filter((target) => target !== host);
  const found = new Map([[host, hostBase]]);
  for (const target of others) found.set(target, await find(target));
  return ({ target }) => ({ host, hostBase, base: found.get(target) ?? hostBase });
}

type Binaries = Pick<ExecutablesRequest, 'host' | 'hostBase' | 'base'>;

type BuildRequest = Required<Program> & Image & Binaries & { readonly workFolder: string };

async function buildImage(request: BuildRequest): Promise<BuiltImage> {
  const { home, entry, packager, target } = request;
  const start = performance.now();
  const folder = join(request.folder, packager, target);
  const { code } = await bundleProgram({ root: home, entry, packager });
  const stampFile = join(request.folder, '.stamps', `${packager}-${target}.json`);
  const executables = await makeExecutables({ ...request, code, folder, stampFile, root });
  return { packager, target, folder, ...executables, seconds: (performance.now() - start) / 1000 };
}

/** A folder on the disk of the executables, so that they can be linked into place; gone when the process ends. */
function makeWorkFolder(beside: string): string {
  mkdirSync(beside, { recursive: true });
  const folder = mkdtempSync(join(beside, '.build-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return folder;
}
