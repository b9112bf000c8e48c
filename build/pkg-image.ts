import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImageRequest } from './image.ts';
import type { Target } from './images.ts';
import { runTool } from './tool.ts';

const PLATFORMS = { 'linux-x64': 'linux', 'win-x64': 'win' } satisfies Record<Target, string>;

/**
 * Makes a Node single executable with pkg. The Node binary comes from `base`, by way of the folder where pkg keeps its
 * downloads: pkg takes it for one it has downloaded and checked.
 */
export async function makePkgImage(request: ImageRequest): Promise<void> {
  const { bundle, output, target, base, workFolder } = request;
  const home = join(workFolder, 'home');
  seedDownloads(join(home, '.pkg-cache', 'sea'), target, base.node);
  await runTool({
    program: process.execPath,
    words: [
      join(import.meta.dirname, 'pkg-child.ts'),
      bundle,
      output,
      PLATFORMS[target],
      process.versions.node,
      hasCodeCache(request) ? 'code-cache' : 'no-code-cache',
    ],
    home,
    workFolder,
  });
}

/** V8 accepts compiled code only from the same build of Node: what this machine compiles serves its own platform. */
export function hasCodeCache({ target, host }: { readonly target: Target; readonly host: Target }): boolean {
  return target === 'linux-x64' && host === 'linux-x64';
}

/** An archive pkg never opens, the binary as if unpacked from it, and beside each the mark that it was checked. */
function seedDownloads(folder: string, target: Target, node: string): void {
  const name = `node-v${process.versions.node}-${PLATFORMS[target]}-x64`;
  const [archive, binary] =
    target === 'win-x64' ? [`${name}.zip`, `${name}.exe`] : [`${name}.tar.gz`, `${name}/bin/node`];
  mkdirSync(dirname(join(folder, binary)), { recursive: true });
  writeFileSync(join(folder, archive), '');
  linkOrCopy(node, join(folder, binary));
  for (const file of [archive, binary]) writeFileSync(join(folder, `${file}.ok`), '');
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // another file system, or one without hard links
  }
}
