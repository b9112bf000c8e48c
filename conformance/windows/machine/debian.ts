import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './command.ts';

/** The release of Debian this machine runs, such as 12; `undefined` on another system. */
export function debianRelease(): number | undefined {
  if (!existsSync('/etc/os-release')) return undefined;
  const text = readFileSync('/etc/os-release', 'utf8');
  if (!/^ID=debian$/m.test(text)) return undefined;
  const version = /^VERSION_ID="(\d+)"$/m.exec(text)?.[1];
  return version === undefined ? undefined : Number(version);
}

/** Tells whether a program is on the PATH. */
export function hasProgram(name: string): boolean {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, file)));
}

/** A Debian package and a program by which to tell that it is installed. */
export interface DebianPackage {
  readonly name: string;
  readonly program: string;
}

/**
 * Installs the packages that are missing.
 *
 * @throws {Error} When this machine is no Debian, or this user may not install.
 */
export async function installPackages(packages: readonly DebianPackage[]): Promise<void> {
  const missing = packages.filter(({ program }) => !hasProgram(program)).map(({ name }) => name);
  if (missing.length === 0) return;
  if (debianRelease() === undefined || process.getuid?.() !== 0) {
    throw new Error(
      `${missing.join(' and ')} must be installed first: this can only be done here by root on Debian`,
    );
  }
  console.log(`Installing ${missing.join(', ')}`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await run({ program: 'apt-get', words: ['update', '-qq'], environment });
  await run({
    program: 'apt-get',
    words: ['install', '-y', '-qq', '--no-install-recommends', ...missing],
    environment,
  });
}
