import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { describedMachine, type MachineDescription } from './description.ts';
import { HOST_FOLDER, wineWords } from './wine-system.ts';

/** A Windows program to run. Paths are this machine's own. */
export interface WindowsProgram {
  readonly program: string;
  readonly words?: readonly string[];
  /** Variables beside those every Windows process has. `PATH` goes before the system's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Its standard input: text or bytes through a pipe, a file, or the null device. */
  readonly stdin?: string | Uint8Array | { readonly file: string } | 'null device';
  /** Its working directory. */
  readonly folder?: string;
  /** Which copy of Windows' own folders it runs with; the one with the test doubles when absent. */
  readonly prefix?: string;
  readonly timeLimitMs?: number;
}

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
  kill(): void;
}

const TIME_LIMIT_MS = 60_000;

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
  const { stdin = 'null device', timeLimitMs = TIME_LIMIT_MS } = wanted;
  const { file, words, environment, folder } = commandOf(wanted, describedMachine());
  const fromFile = typeof stdin === 'object' && 'file' in stdin ? openSync(stdin.file, 'r') : undefined;
  const child = spawn(file, words, {
    ...(environment === undefined ? {} : { env: environment }),
    ...(folder === undefined ? {} : { cwd: folder }),
    stdio: [fromFile ?? (stdin === 'null device' ? 'ignore' : 'pipe'), 'pipe', 'pipe'],
  });
  if (fromFile !== undefined) closeSync(fromFile);
  child.stdin?.on('error', () => {}); // a plugin may end without reading all of its input
  if (typeof stdin === 'string' ? stdin !== 'null device' : stdin instanceof Uint8Array)
    child.stdin?.end(stdin);
  return { outcome: outcomeOf(child, timeLimitMs), kill: () => void child.kill('SIGKILL') };
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

function outcomeOf(child: ChildProcess, timeLimitMs: number): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    const late = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(late);
      const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString();
      resolve({ stdout: text(stdout), stderr: text(stderr), exitCode });
    });
  });
}
