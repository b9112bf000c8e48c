import { execFile } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  // The very Node that goes into the executable: one version does not start with a program prepared by another
  const run = (tool: string, ...words: readonly string[]) =>
    runTool({ program: hostBase.node, words: [siblingModule(tool), ...words], home, workFolder });
  const { main, assets } = isMadeAhead(request)
    ? await compiledAhead(request, run)
    : { main: bundle, assets: {} };
  await run('pkg-child', main, output, PLATFORMS[target], version, JSON.stringify(assets));
}

type Run = (tool: string, ...words: readonly string[]) => Promise<void>;

/** A tool of the build beside this module, in TypeScript here and in JavaScript in the package. */
function siblingModule(name: string): string {
  return join(import.meta.dirname, `${name}${extname(import.meta.filename)}`);
}

/** What the executable starts with, and the files it holds by name. */
interface Contents {
  readonly main: string;
  readonly assets: Readonly<Record<string, string>>;
}

/** Starts the program with the code made of it, or without where V8 does not accept that. */
const STARTER = `'use strict';
const { getAsset, getRawAsset } = require('node:sea');
const { Script } = require('node:vm');
const cachedData = new Uint8Array(getRawAsset('code'));
new Script(getAsset('program', 'utf8'), { cachedData, filename: 'plugins.cjs' }).runInThisContext()(exports, require, module);
`;

async function compiledAhead({ bundle }: ImageRequest, run: Run): Promise<Contents> {
  const folder = dirname(bundle);
  const [main, program, code] = [
    join(folder, 'starter.cjs'),
    join(folder, 'program.js'),
    join(folder, 'code'),
  ];
  writeFileSync(main, STARTER);
  writeFileSync(program, `(function (exports, require, module) {${readFileSync(bundle, 'utf8')}\n})`);
  await run('compile-ahead', program, code);
  return { main, assets: { program, code } };
}

/** `24.21.0`; the Node of every platform is of one version. */
async function versionOf(node: string): Promise<string> {
  const { stdout } = await promisify(execFile)(node, ['--version']);
  return stdout.trim().replace(/^v/, '');
}

/** V8 accepts code only from the same build of Node: what this machine compiles serves its own platform. */
export function isMadeAhead({ target, host }: { readonly target: Target; readonly host: Target }): boolean {
  return target === host;
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
