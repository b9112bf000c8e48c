import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from './call.ts';

/** When something began and ended, in milliseconds since 1970, and what it printed last. */
export interface Timed {
  readonly startMs: number;
  readonly endMs: number;
  readonly stdout: string;
}

/** How the time of a process is taken, for whoever reads the figures. */
export const METHOD =
  process.platform === 'win32'
    ? 'from the call of spawnSync in Node to its return'
    : 'from fork to exit, by the clock of a small bash that starts it';

/** Takes the time of whole processes, whose standard input and output are files in its folder. */
export class Stopwatch {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws {Error} If one run of the program does not end with exit code 0; says what it printed. */
  time(call: Call): Timed {
    const files = call.inputs.map((input, index) => {
      const file = join(this.#folder, `stdin-${index}`);
      writeFileSync(file, input);
      return file;
    });
    const { status, ...timed } =
      process.platform === 'win32' ? this.#fromNode(call, files) : this.#fromBash(call, files);
    const printed = (name: string) => readFileSync(join(this.#folder, name), 'utf8');
    if (status === 0) return { ...timed, stdout: printed('stdout') };
    const { CNI_COMMAND = '' } = call.environment;
    throw new Error(
      `${call.words.join(' ')} ${CNI_COMMAND} ended with exit code ${status}: ${printed('stdout')}${printed('stderr')}`,
    );
  }

  /** A small process forks in a millisecond; Node, with its large address space, takes ten on the same machine. */
  #fromBash({ words, environment }: Call, files: readonly string[]): Run {
    const parameters = [`${files.length}`, join(this.#folder, 'stdout'), join(this.#folder, 'stderr')];
    const { stdout, stderr } = spawnSync(
      'bash',
      ['-c', STOPWATCH, 'stopwatch', ...parameters, ...files, ...words],
      { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' },
    );
    const [, status, start, end] = /^(\d+) (\S+) (\S+)$/m.exec(stdout) ?? [];
    if (status === undefined) throw new Error(`bash did not take the time: ${stderr}`);
    return { status: Number(status), startMs: Number(start) * 1000, endMs: Number(end) * 1000 };
  }

  #fromNode({ words: [program, ...words], environment }: Call, files: readonly string[]): Run {
    const startMs = performance.timeOrigin + performance.now();
    let status: number | null = 0;
    for (const file of files) {
      if (status !== 0) break;
      const stdio = [
        openSync(file, 'r'),
        openSync(join(this.#folder, 'stdout'), 'w'),
        openSync(join(this.#folder, 'stderr'), 'w'),
      ] as const;
      ({ status } = spawnSync(program, words, { env: environment, stdio: [...stdio] }));
      for (const descriptor of stdio) closeSync(descriptor);
    }
    return { status, startMs, endMs: performance.timeOrigin + performance.now() };
  }
}

type Run = Omit<Timed, 'stdout'> & { readonly status: number | null };

/** Parameters: how many files of standard input; the files for standard output and error; those files; the program. */
const STOPWATCH = `
count=$1 out=$2 err=$3; shift 3
files=("\${@:1:count}"); shift "$count"
status=0
a=$EPOCHREALTIME
for file in "\${files[@]}"; do "$@" < "$file" > "$out" 2> "$err" || { status=$?; break; }; done
b=$EPOCHREALTIME
echo "$status $a $b"`;

/** How long something took. */
export function millisecondsOf({ startMs, endMs }: Pick<Timed, 'startMs' | 'endMs'>): number {
  return endMs - startMs;
}
