import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from './command.ts';

/** Where this machine's own files are in the system: `/tmp/x` is `Z:\host\tmp\x` to programs. */
export const HOST_FOLDER = '/host';

/** The folder of Windows' libraries on drive C. */
export const SYSTEM32 = 'windows/system32';

/**
 * What a program of the system is shown of the environment. Nothing of the caller's: Wine passes all of it on. UTF-8 is
 * what makes Wine read file names and variables as such.
 */
const ENVIRONMENT = {
  HOME: '/root',
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  WINEDEBUG: '-all',
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
};

/**
 * The words after `chroot` that start a program of a system in its Wine.
 *
 * @param prefix Path of the Wine prefix inside the system.
 * @param folder Working directory inside the system.
 */
export function wineWords({
  systemRoot,
  prefix,
  folder = '/',
  environment = {},
  words,
}: {
  readonly systemRoot: string;
  readonly prefix: string;
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}): readonly string[] {
  const variables = Object.entries({ ...ENVIRONMENT, WINEPREFIX: prefix, ...environment });
  const shown = variables.map(([name, value]) => `${name}=${value}`);
  return [systemRoot, '/usr/bin/env', '-i', '-C', folder, ...shown, ...words];
}

/**
 * A system with Wine, over the files of `root` but keeping what it writes in memory, so that each session starts from
 * the same state and leaves nothing. To be called in mount and process namespaces of its own, with whose end all of
 * its mounts and processes go.
 *
 * @param root `/`, or the root folder of another Debian.
 * @param folder An empty folder for its mounts.
 * @returns The folder to change root to.
 */
export async function mountSystem(root: string, folder: string): Promise<string> {
  await mount(['-t', 'proc', 'proc', '/proc']);
  await mount(['-t', 'tmpfs', 'tmpfs', folder]);
  const systemRoot = join(folder, 'system');
  await mountInMemory(root, { at: systemRoot, memory: join(folder, 'system-memory') });
  await mount(['-t', 'proc', 'proc', join(systemRoot, 'proc')]);
  await mount(['--rbind', '/dev', join(systemRoot, 'dev')]);
  mkdirSync(join(systemRoot, HOST_FOLDER));
  await mount(['--rbind', '/', join(systemRoot, HOST_FOLDER)]);
  return systemRoot;
}

/** Wine's Windows folders, made once and kept at `kept`. */
export async function makePrefix(systemRoot: string, kept: string): Promise<void> {
  if (existsSync(kept)) return;
  console.log(`Making Wine's Windows folders in ${kept} (some seconds, once)`);
  mkdirSync(dirname(kept), { recursive: true });
  const fresh = mkdtempSync(join(dirname(kept), `${basename(kept)}-new-`));
  try {
    const wine = (...words: readonly string[]) =>
      run({
        program: 'chroot',
        words: wineWords({ systemRoot, prefix: `${HOST_FOLDER}${fresh}`, words }),
      });
    // Not captured through pipes of ours: services of Wine outlive wineboot and would hold them open
    await wine('sh', '-c', 'wine wineboot -i >/tmp/wineboot.log 2>&1 </dev/null && wineserver -w');
    if (!existsSync(kept)) renameSync(fresh, kept); // another run may have been faster
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Puts a fresh copy of the Windows folders into a system and starts its Wine server, so that programs start in a tenth
 * of a second each.
 *
 * @param prepare Changes the copy before Wine runs; gets the folder of drive C.
 * @returns The prefix inside the system.
 */
export async function openPrefix(
  { systemRoot, kept }: { readonly systemRoot: string; readonly kept: string },
  name: string,
  prepare: (driveC: string) => void,
): Promise<string> {
  const prefix = `/prefixes/${name}`;
  const memory = join(dirname(systemRoot), `${name}-memory`);
  await mountInMemory(kept, { at: join(systemRoot, prefix), memory });
  prepare(join(systemRoot, prefix, 'drive_c'));
  // The server and the services that the first program starts keep their standard output open for good: not ours
  const start = '{ wineserver -p && wine cmd /c exit; } >/dev/null 2>&1 </dev/null';
  await run({
    program: 'chroot',
    words: wineWords({ systemRoot, prefix, words: ['sh', '-c', start] }),
  });
  return prefix;
}

/** What Wine calls itself: `wine-10.0 (Debian 10.0~repack-6)`. */
export async function wineVersion(systemRoot: string): Promise<string> {
  const words = wineWords({ systemRoot, prefix: '/none', words: ['wine', '--version'] });
  return (await run({ program: 'chroot', words })).trim();
}

/** Mounts a folder such that what is written to it goes to `memory`, a folder in memory. */
async function mountInMemory(
  lower: string,
  { at, memory }: { readonly at: string; readonly memory: string },
): Promise<void> {
  const [upper, work] = [join(memory, 'upper'), join(memory, 'work')];
  for (const folder of [at, upper, work]) mkdirSync(folder, { recursive: true });
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
  await mount(['-t', 'overlay', 'overlay', '-o', options, at]);
}

async function mount(words: readonly string[]): Promise<void> {
  await run({ program: 'mount', words });
}
