/** The two ways of making an executable out of the bundle. */
export const PACKAGERS = ['pkg', 'bun'] as const;
export type Packager = (typeof PACKAGERS)[number];

/** The platforms executables are made for. */
export const TARGETS = ['linux-x64', 'win-x64'] as const;
export type Target = (typeof TARGETS)[number];

/** The names the one image is installed under: each is a plugin. */
export const EXECUTABLES = ['flannel', 'win-bridge', 'win-overlay', 'host-local'] as const;

/** One image: an executable of one packager for one platform. */
export interface Image {
  readonly packager: Packager;
  readonly target: Target;
}

/**
 * The target of a machine.
 *
 * @throws {Error} On a machine executables are not made for.
 */
export function targetOf(platform: NodeJS.Platform, architecture: string): Target {
  const target = TARGETS.find(
    (each) => each === `${platform === 'win32' ? 'win' : platform}-${architecture}`,
  );
  if (target === undefined) {
    throw new Error(
      `No executables are made for ${platform} ${architecture}. Name the target: --target ${TARGETS.join(' or ')}`,
    );
  }
  return target;
}

/** The file name of an executable: `flannel`, or `flannel.exe` for Windows. */
export function executableFile(name: string, target: Target): string {
  return target === 'win-x64' ? `${name}.exe` : name;
}

/** Which packagers need `koffi.node` beside the executable: Node has no foreign functions of its own. */
export function needsKoffi(packager: Packager): boolean {
  return packager === 'pkg';
}
