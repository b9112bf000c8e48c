import { run } from '../windows/machine/command.ts';

/** What Go wrote into a program about how it was built. */
export interface GoBuild {
  /** Module of the program: `github.com/flannel-io/cni-plugin`. */
  readonly module: string;
  /** `v1.9.1-flannel1`; absent when nobody told Go. */
  readonly version?: string;
  /** Modules it is made of: path to version. */
  readonly dependencies: Readonly<Record<string, string>>;
}

/**
 * Reads it from a program of any system.
 *
 * @throws {Error} When there is no Go here, or the program is none of Go's.
 */
export async function goBuildOf(program: string): Promise<GoBuild> {
  return parseGoBuild(await run({ program: 'go', words: ['version', '-m', program] }));
}

/** Reads what `go version -m` prints. A program that was built in its own folder has its version in a variable at most. */
export function parseGoBuild(text: string): GoBuild {
  const lines = text.split('\n').map((line) => line.trim().split('\t'));
  const [, module = '', installed = ''] = lines.find(([kind]) => kind === 'mod') ?? [];
  const version = installed.startsWith('v') ? installed : /\bmain\.Version=([\w.-]+)/.exec(text)?.[1];
  return {
    module,
    ...(version !== undefined && { version }),
    dependencies: Object.fromEntries(
      lines.filter(([kind]) => kind === 'dep').map(([, path = '', version = '']) => [path, version]),
    ),
  };
}
