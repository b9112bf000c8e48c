import { existsSync, globSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../windows/machine/cache-folder.ts';
import { run } from '../windows/machine/command.ts';
import { hasProgram } from '../windows/machine/debian.ts';

/** The Go plugins compared with, as their module has them. */
export const GO_PLUGINS = {
  module: 'github.com/containernetworking/plugins',
  version: 'v1.9.1',
  packages: [
    'plugins/main/windows/win-bridge',
    'plugins/main/windows/win-overlay',
    'plugins/ipam/host-local',
  ],
} as const;

/**
 * The Windows executables of the Go plugins: compiled once for each version, then kept.
 *
 * @returns Their folder.
 * @throws {Error} When there is no Go here, or it cannot compile them.
 */
export async function buildGoPlugins(): Promise<string> {
  const { module, version, packages } = GO_PLUGINS;
  const folder = join(cacheFolder('go-plugins'), version);
  if (existsSync(folder)) return folder;
  if (!hasProgram('go')) {
    throw new Error(
      `Go is not installed, and without it there is nothing to compare with: ${module} ${version} has to be compiled. ` +
        'Install Go 1.24 or later and see that "go" is in PATH',
    );
  }
  console.log(`Compiling ${module} ${version} for Windows (half a minute, once)`);
  const fresh = mkdtempSync(`${folder}-new-`);
  try {
    const modules = (await run({ program: 'go', words: ['env', 'GOMODCACHE'] })).trim();
    await run({
      program: 'go',
      words: ['install', ...packages.map((path) => `${module}/${path}@${version}`)],
      environment: { ...TARGET, GOPATH: fresh, GOMODCACHE: modules, GOBIN: '' },
    });
    const [built = ''] = globSync(join(fresh, 'bin/**/host-local.exe'));
    // Last, in one step: a folder of this name is a finished one
    renameSync(dirname(built), folder);
    return folder;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

const TARGET = { GOOS: 'windows', GOARCH: 'amd64', CGO_ENABLED: '0' };
