import { execFile } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ImageRequest } from './image.ts';
import type { Target } from './images.ts';
import { runTool } from './tool.ts';

const PLATFORMS = { 'linux-x64': 'linux', 'win-x64': 'win' } satisfies Record<Target, string>;

/**
 * Makes a Node single executable with pkg. The Node binary comes from `base`, by way of the folder where pkg keeps its
 * downloads: pkg takes it for one it has downloaded and checked.
 */
export async function makePkgImage(request: ImageRequest): Promise<void> {
  const { bundle, output, target, base, hostBase, workFolder } = request;
  const home = join(workFolder, 'home');
  const version = await versionOf(hostBase.node);
  seedDownloads(join(home, '.pkg-cache', 'sea'), { target, version, node: base.node });
  await runTool({
    // The very Node that goes into the executable: one version does not start with a program prepared by another
    program: hostBase.node,
    words: [
      join(import.meta.dirname, `pkg-child${extname(import.meta.filename)}`),
      bundle,
      output,
      PLATFORMS[target],
      version,
      hasCodeCache(request) ? 'code-cache' : 'no-code-cache',
    ],
    home,
    workFolder,
  });
}

/** `24.21.0`; the Node of every platform is of one version. */
async function versionOf(node: string): Promise<string> {
  const { stdout } = await promisify(execFile)(node, ['--version']);
  return stdout.trim().replace(/^v/, '');
}

/** V8 accepts compiled code only from the same build of Node: what this machine compiles serves its own platform. */
export function hasCodeCache({ target, host }: { readonly target: Target; readonly host: Target }): boolean {
  return target === 'linux-x64' && host === 'linux-x64';
}

interface NodeBinary {
  readonly target: Target;
  readonly version: string;
  /** Its path. */
  readonly node: string;
}

/** An archive pkg never opens, the binary as if unpacked from it, and beside each the mark that it was checked. */
function seedDownloads(folder: string, { target, version, node }: NodeBinary): void {
  const name = `node-v${version}-${PLATFORMS[target]}-x64`;
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
