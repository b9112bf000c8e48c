import { spawn } from 'node:child_process';

/** A program with cnitool's command line: `<verb> <network> <namespace>`, everything else by environment variables. */
export interface ClientCommand {
  /** As reports and test titles name it. */
  readonly name: string;
  readonly file: string;
  /** What stands before the verb. */
  readonly words: readonly string[];
}

/** The verbs of cnitool. */
export type ClientVerb = 'add' | 'check' | 'del' | 'gc' | 'status';

/** One call of it. */
export interface ClientCall {
  readonly verb: ClientVerb;
  readonly network: string;
  /** The namespace, as it is typed. */
  readonly netns: string;
  /** All of its environment, but for what every program of this system needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its working directory: cnitool takes the namespace for a path relative to it. */
  readonly folder: string;
}

/** How it ended. */
export interface ClientOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** `null` when it was killed. */
  readonly exitCode: number | null;
}

/** Runs a client to its end. */
export function runClient(
  { file, words }: ClientCommand,
  { verb, network, netns, environment, folder }: ClientCall,
): Promise<ClientOutcome> {
  const { PATH = '', SystemRoot } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...words, verb, network, netns], {
      cwd: folder,
      env: { PATH, ...(SystemRoot !== undefined && { SystemRoot }), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode) =>
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exitCode,
      }),
    );
  });
}
