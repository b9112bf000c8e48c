import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { run } from './command.ts';
import { debianRelease, installPackages } from './debian.ts';

/** Debian 13's Wine is version 10. That of Debian 12, version 8, runs neither Go nor Bun nor Node programs. */
const RELEASE = { number: 13, name: 'trixie' };

/**
 * The root folder of a system with Wine 10: `/` on a Debian that has it, else a small Debian 13 in the cache, which is
 * made on first use (some 250 MB are downloaded, and 1.4 GB kept).
 *
 * @throws {Error} When this machine is no Debian or this user may not make one.
 */
export async function wineRoot(): Promise<string> {
  const release = debianRelease();
  if (release !== undefined && release >= RELEASE.number) {
    await installPackages([
      { name: 'wine', program: 'wine' },
      { name: 'wine64', program: 'wine' },
    ]);
    return '/';
  }
  const root = join(cacheFolder('wine'), `debian-${RELEASE.number}`);
  if (!existsSync(root)) await makeDebian(root);
  return root;
}

async function makeDebian(root: string): Promise<void> {
  await installPackages([{ name: 'debootstrap', program: 'debootstrap' }]);
  console.log(`Making a Debian ${RELEASE.number} with Wine in ${root} (a minute or two, once)`);
  const fresh = mkdtempSync(`${root}-new-`);
  try {
    await run({
      program: 'debootstrap',
      words: ['--variant=minbase', '--include=wine,wine64', RELEASE.name, fresh],
    });
    chmodSync(fresh, 0o755);
    rmSync(join(fresh, 'var/cache/apt/archives'), { recursive: true, force: true });
    // Last, in one step: a folder of this name is a finished one, perhaps of another run
    if (!existsSync(root)) renameSync(fresh, root);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
