/** What of package-lock.json (version 3) the build reads. */
export interface LockFile {
  readonly lockfileVersion: number;
  readonly packages: { readonly [path: string]: LockedPackage | undefined };
}

/** One package as locked; `integrity` is the SHA-512 npm checks its download against. */
interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
}

/**
 * A project of its own that depends on some packages of ours at the version and integrity our lock file has, so that
 * npm installs and checks these alone.
 *
 * @param names Names of packages, each locked at the top of node_modules.
 * @throws {Error} If one is not in the lock file with a version and an integrity.
 */
export function excerptOf(lock: LockFile, names: readonly string[]): { manifest: object; lockFile: object } {
  const locked = names.map((name) => [name, lockedPackage(lock, name)] as const);
  const versions = Object.fromEntries(locked.map(([name, { version }]) => [name, version]));
  // Optional, because npm refuses to require a package of another platform
  const manifest = { name: 'base-binaries', version: '0.0.0', private: true, optionalDependencies: versions };
  const packages = locked.map(([name, entry]) => [`node_modules/${name}`, { ...entry, optional: true }]);
  return {
    manifest,
    lockFile: {
      ...manifest,
      lockfileVersion: 3,
      packages: { '': manifest, ...Object.fromEntries(packages) },
    },
  };
}

function lockedPackage(lock: LockFile, name: string): LockedPackage {
  const found = lock.packages[`node_modules/${name}`];
  if (found?.version !== undefined && found.integrity !== undefined) return found;
  throw new Error(
    `package-lock.json has no version and integrity of ${name}. Add it to the optionalDependencies of package.json ` +
      'and run "npm install"',
  );
}
