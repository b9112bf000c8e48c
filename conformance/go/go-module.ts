import { existsSync, globSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import { cacheFolder } from '../windows/machine/cache-folder.ts';
import { run } from '../windows/machine/command.ts';
import { requireGo } from './require-go.ts';

/** Programs of a published Go module, compiled here. */
export interface GoModule {
  /** Its folder among what is kept: `go-plugins`. */
  readonly cache: string;
  /** Path of the module: `github.com/containernetworking/cni`. */
  readonly module: string;
  /** Exact: `v1.3.0`. */
  readonly version: string;
  /** Packages of the module that are programs: `cnitool`, or `.` for that of the module itself. */
  readonly packages: readonly string[];
  /** Compiled for 64-bit Windows, or for the machine this runs on. */
  readonly target: 'windows' | 'host';
}

/**
 * Compiles programs of a module, once for each version; later they are taken from where they are kept. Any number of
 * processes may ask for the same ones at a time.
 *
 * @returns The folder of the executables and of nothing else.
 * @throws {Error} When there is no Go here, or it cannot compile them.
 */
export async function buildGoModule(wanted: GoModule): Promise<string> {
  const { module, version, packages, target } = wanted;
  const folder = keptFolder(wanted);
  if (existsSync(folder)) return folder;
  requireGo(`${module} ${version}`);
  console.log(`Compiling ${module} ${version} (half a minute, once)`);
  const fresh = mkdtempSync(`${folder}-new-`);
  try {
    const modules = (await run({ program: 'go', words: ['env', 'GOMODCACHE'] })).trim();
    await run({
      program: 'go',
      words: ['install', ...packages.map((path) => `${posix.join(module, path)}@${version}`)],
      // GOBIN would do, were it not refused where another system is compiled for
      environment: { ...TARGETS[target], GOPATH: fresh, GOMODCACHE: modules, GOBIN: '' },
    });
    const [built = ''] = globSync('bin/**/*', { cwd: fresh, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.parentPath);
    putInPlace(built, folder);
    return folder;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Fetches a module as Go is set up to, unless what it compiles to is kept already. To compile it may still need other
 * modules.
 *
 * @param timeoutMs After so long it counts as not to be had.
 * @throws {Error} With what Go says, when it is not to be had.
 */
export async function downloadGoModule(wanted: GoModule, timeoutMs: number): Promise<void> {
  if (existsSync(keptFolder(wanted))) return;
  const words = ['mod', 'download', `${wanted.module}@${wanted.version}`];
  await run({ program: 'go', words, timeoutMs });
}

function keptFolder({ cache, version, target }: GoModule): string {
  return join(cacheFolder(cache), `${version}-${target}`);
}

/** Last, in one step: a folder of this name is a finished one. */
function putInPlace(built: string, folder: string): void {
  try {
    renameSync(built, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // else another process was faster, with the same programs
  }
}

const TARGETS = {
  windows: { GOOS: 'windows', GOARCH: 'amd64', CGO_ENABLED: '0' },
  host: { GOOS: '', GOARCH: '', CGO_ENABLED: '0' },
} as const;
