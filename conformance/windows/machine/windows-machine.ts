import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { describedMachine, type MachineDescription } from './description.ts';
import { type OutputFiles, outputFiles } from './output-files.ts';
import { HOST_FOLDER, wineWords } from './wine-system.ts';

/** A Windows program to run. Paths are this machine's own. */
export interface WindowsProgram {
  readonly program: string;
  readonly words?: readonly string[];
  /** Variables beside those every Windows process has. `PATH` goes before the system's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Its standard input; the null device when absent. */
  readonly stdin?: Input;
  /** Its working directory. */
  readonly folder?: string;
  /** Which copy of Windows' own folders it runs with; the one with the test doubles when absent. */
  readonly prefix?: string;
  readonly timeLimitMs?: number;
}

/** Text or bytes through a pipe, a file, nothing, or a pipe that stays open until {@link StartedProgram.endInput}. */
export type Input = string | Uint8Array | { readonly file: string } | typeof NULL_DEVICE | typeof OPEN_PIPE;

export const NULL_DEVICE = Symbol('null device');
export const OPEN_PIPE = Symbol('open pipe');

/** How a Windows program ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** `null` when it was killed, by the time limit or by {@link StartedProgram.kill}. */
  readonly exitCode: number | null;
}

/** A Windows program under way. */
export interface StartedProgram {
  readonly outcome: Promise<Outcome>;
  /** Resolves when it has written something to its standard output, or has ended. */
  firstOutput(): Promise<void>;
  endInput(): void;
  kill(): void;
}

/** For a machine that has much else to do; a program that hangs is still found. */
const TIME_LIMIT_MS = 180_000;
const POLL_MS = 10;

/** Spells a path of this machine as Windows programs have it: `/tmp/x` is `Z:\host\tmp\x` under Wine. */
export function windowsPath(path: string): string {
  return process.platform === 'win32' ? path : `Z:${HOST_FOLDER}${path}`.replaceAll('/', '\\');
}

/** Runs a Windows program to its end. */
export function runProgram(program: WindowsProgram): Promise<Outcome> {
  return startProgram(program).outcome;
}

/** Starts a Windows program. */
export function startProgram(wanted: WindowsProgram): StartedProgram {
  const { stdin = NULL_DEVICE, timeLimitMs = TIME_LIMIT_MS } = wanted;
  const { file, words, environment, folder } = commandOf(wanted, describedMachine());
  const opened = typeof stdin === 'object' && 'file' in stdin ? openSync(stdin.file, 'r') : undefined;
  const output = outputFiles();
  const child = spawn(file, words, {
    ...(environment === undefined ? {} : { env: environment }),
    ...(folder === undefined ? {} : { cwd: folder }),
    stdio: [opened ?? (stdin === NULL_DEVICE ? 'ignore' : 'pipe'), ...output.descriptors],
  });
  if (opened !== undefined) closeSync(opened);
  child.stdin?.on('error', () => {}); // a plugin may end without reading all of its input
  if (typeof stdin === 'string' || stdin instanceof Uint8Array) child.stdin?.end(stdin);
  const ended = endOf(child, timeLimitMs);
  return {
    outcome: ended.then((exitCode) => ({ ...output.take(), exitCode })),
    firstOutput: () => outputOrEnd(child, output),
    endInput: () => void child.stdin?.end(),
    kill: () => void child.kill('SIGKILL'),
  };
}

interface NativeCommand {
  readonly file: string;
  readonly words: readonly string[];
  readonly environment?: Record<string, string>;
  readonly folder?: string;
}

function commandOf(
  { program, words = [], environment = {}, folder, prefix }: WindowsProgram,
  { wine }: MachineDescription,
): NativeCommand {
  if (wine === undefined) {
    const { SystemRoot = 'C:\\Windows', PATH: systemPath = '' } = process.env;
    const { PATH, ...rest } = environment;
    const path = PATH === undefined ? systemPath : `${PATH};${systemPath}`;
    return {
      file: program,
      words,
      environment: { SystemRoot, PATH: path, ...rest },
      ...(folder === undefined ? {} : { folder }),
    };
  }
  const { PATH, ...rest } = environment; // Wine makes PATH of its own and what WINEPATH adds
  return {
    file: 'chroot',
    words: wineWords({
      systemRoot: wine.systemRoot,
      prefix: prefix ?? wine.prefix,
      ...(folder === undefined ? {} : { folder: `${HOST_FOLDER}${folder}` }),
      environment: { ...rest, ...(PATH === undefined ? {} : { WINEPATH: PATH }) },
      words: ['wine', windowsPath(program), ...words],
    }),
  };
}

/** The exit code; `null` when it was killed. */
function endOf(child: ChildProcess, timeLimitMs: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(late);
      resolve(exitCode);
    });
  });
}

/** Looks again and again: a file does not say when it grows. */
async function outputOrEnd(child: ChildProcess, output: OutputFiles): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !output.hasOutput())
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
