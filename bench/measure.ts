import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** A program to measure. */
export interface Contender {
  readonly name: string;
  readonly program: string;
  /** Of run `index`. */
  environment(index: number): Record<string, string>;
  /** The file that is its standard input. */
  readonly stdinFile: string;
  /** Puts the world back after run `index`; not measured. */
  after?(index: number): void;
}

/** How the time of one run is taken, for whoever reads the figures. */
export const METHOD =
  process.platform === 'win32'
    ? 'spawnSync of Node, from call to return'
    : 'from fork to exit, by the clock of a bash that starts it';

/**
 * Runs contenders in turn, so that what the machine does meanwhile meets all of them, and returns the milliseconds of
 * each run. Standard input is a file.
 *
 * @param runs How many runs count; a tenth more at the start do not.
 * @throws {Error} If one does not end with exit code 0.
 */
export function measure(
  contenders: readonly Contender[],
  runs: number,
): ReadonlyMap<string, readonly number[]> {
  const runOnce = process.platform === 'win32' ? runFromNode : runFromBash;
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  const warmUps = Math.ceil(runs / 10);
  for (let index = 0; index < warmUps + runs; index += 1) {
    for (const contender of contenders) {
      const milliseconds = runOnce(contender, index);
      if (index >= warmUps) times.get(contender.name)?.push(milliseconds);
      contender.after?.(index);
    }
  }
  return times;
}

const STOPWATCH = 'a=$EPOCHREALTIME; output=$("$0" < "$1"); s=$?; b=$EPOCHREALTIME; echo "$s $a $b $output"';

/** A small process forks in a millisecond; Node, with its large address space, takes ten on the same machine. */
function runFromBash({ name, program, environment, stdinFile }: Contender, index: number): number {
  const { stdout } = spawnSync('bash', ['-c', STOPWATCH, program, stdinFile], {
    env: { PATH: process.env.PATH, ...environment(index) },
    encoding: 'utf8',
  });
  const [, status, start, end] = /^(\d+) (\S+) (\S+)/.exec(stdout) ?? [];
  if (status !== '0') throw new Error(`${name} ended with exit code ${status}: ${stdout}`);
  return (Number(end) - Number(start)) * 1000;
}

function runFromNode({ name, program, environment, stdinFile }: Contender, index: number): number {
  const stdin = openSync(stdinFile, 'r');
  try {
    const env = environment(index);
    const start = performance.now();
    const { status, stdout, error } = spawnSync(program, { env, stdio: [stdin, 'pipe', 'inherit'] });
    const milliseconds = performance.now() - start;
    if (status !== 0) throw new Error(`${name} ended with exit code ${status}: ${error?.message ?? stdout}`);
    return milliseconds;
  } finally {
    closeSync(stdin);
  }
}

/** The value a share of the values lie below: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
