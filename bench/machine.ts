import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { root } from '../build/program.ts';
import { GO_PLUGINS } from '../conformance/reference/go-plugins.ts';
import { reasonOf } from './programs.ts';
import { flushTime } from './timing/flush.ts';

/** What the figures depend on. */
export interface Machine {
  /** Day of the run, `2025-11-21`. */
  readonly date: string;
  /** What is measured: the commit, and whether the tree differed from it. */
  readonly commit: string;
  readonly system: string;
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
  /** Where the state of the plugins is: `ext4`, and what a flush takes there. */
  readonly fileSystem: string;
  readonly flushMs: number;
  /** Versions of what is compared, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Processes that wanted a processor, on average of a minute, when the run began and when it ended. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** How long the run took, in seconds. */
  readonly seconds: number;
}

/** @param stateFolder Where the state of the plugins will be. */
export function describeMachine(stateFolder: string): Omit<Machine, 'loadAfter' | 'seconds'> {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: commit(),
    system: `${distribution()}, ${type()} ${release()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    processors: cpus().length,
    memoryBytes: totalmem(),
    fileSystem: fileSystemOf(stateFolder),
    flushMs: flushTime(stateFolder),
    versions: versions(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

function versions(): Machine['versions'] {
  const { optionalDependencies }: { optionalDependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return {
    'Node (pkg)': process.versions.node,
    Bun: optionalDependencies['@oven/bun-linux-x64'] ?? 'unknown',
    Go: answerOf('go', ['env', 'GOVERSION']).replace(/^go/, ''),
    'Go plugins': GO_PLUGINS.version,
  };
}

function commit(): string {
  const revision = answerOf('git', ['-C', root, 'rev-parse', '--short=10', 'HEAD']);
  const changed = answerOf('git', ['-C', root, 'status', '--porcelain', '--untracked-files=no']) !== '';
  return changed ? `${revision} with changes` : revision;
}

function answerOf(program: string, words: readonly string[]): string {
  try {
    return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    return `none (${reasonOf(error)})`;
  }
}

function distribution(): string {
  const file = '/etc/os-release';
  const name = existsSync(file)
    ? /^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync(file, 'utf8'))?.[1]
    : undefined;
  return name ?? process.platform;
}

/** The type of the file system a folder is on, as the kernel lists the mounts; the longest mount point above it counts. */
function fileSystemOf(folder: string): string {
  const file = '/proc/self/mounts';
  if (!existsSync(file)) return 'unknown';
  const mounts = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .map(([, point = '', kind = '']) => ({ point, kind }))
    .filter(({ point }) => point === '/' || folder === point || folder.startsWith(`${point}/`))
    .sort((one, other) => other.point.length - one.point.length);
  return mounts[0]?.kind ?? 'unknown';
}
