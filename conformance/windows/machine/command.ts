import { spawn } from 'node:child_process';

/** A program of this machine that sets something up, and how it is told. */
export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** After so many milliseconds it is killed; without it, it may run for ever. */
  readonly timeoutMs?: number;
}

/**
 * Runs a program to its end with nothing on its standard input.
 *
 * @returns What it wrote to standard output.
 * @throws {Error} With all it wrote, when it fails, takes too long or is not there.
 */
export function run({ program, words, environment, timeoutMs }: Command): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const stdout: Buffer[] = [];
    const all: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout.push(chunk);
      all.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => all.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      if (exitCode === 0) return resolve(Buffer.concat(stdout).toString());
      const written = Buffer.concat(all).toString().trim();
      const end = `${exitCode ?? signal}${signal !== null && timeoutMs !== undefined ? ` after ${timeoutMs / 1000} s` : ''}`;
      reject(new Error(`${[program, ...words].join(' ')} ended with ${end}:\n${written}`));
    });
  });
}
