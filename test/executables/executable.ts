import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DESCRIPTION_VARIABLE, describedMachine } from '../../conformance/windows/machine/description.ts';
import { startProgram, windowsPath } from '../../conformance/windows/machine/windows-machine.ts';

/** The packagers whose executables are tested. */
export const packagers = ['bun', 'pkg'] as const;

export type Packager = (typeof packagers)[number];

export const plugins = ['flannel', 'win-bridge', 'win-overlay', 'host-local'] as const;

export type PluginName = (typeof plugins)[number];

const target = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** Whether the executables of Windows are tested, by `npm run conformance:windows`. */
export const onWindows = process.env[DESCRIPTION_VARIABLE] !== undefined;

/** The variable by which executables find the simulated HNS; those of Windows come to it through HNS's libraries. */
export const SIMULATOR_VARIABLE =
  onWindows && describedMachine().hasDoubles ? 'CNI_HNS_DOUBLE' : 'CNI_HNS_SIMULATOR';

/** A path as the executables spell it, in their environment and in configurations. */
export function shownPath(path: string): string {
  return onWindows ? windowsPath(path) : path;
}

/** The folder of a packager's executables for this machine; `CNI_PATH` wants its {@link shownPath}. */
export function binFolder(packager: Packager): string {
  if (onWindows) return describedMachine().plugins[packager];
  const folder = join(import.meta.dirname, '../../dist', packager, target);
  if (existsSync(folder)) return folder;
  throw new Error(`${folder} is not there; run npm run build, or npm test, which does`);
}

/** The path of a packaged plugin. */
export function executable(packager: Packager, plugin: PluginName): string {
  return join(binFolder(packager), executableName(plugin));
}

/** The file name of an executable. */
export function executableName(name: string): string {
  return onWindows || process.platform === 'win32' ? `${name}.exe` : name;
}

/** How a plugin process ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

interface Run {
  readonly environment: Record<string, string>;
  readonly stdin: string | Uint8Array;
  /** It is killed when this resolves. */
  readonly killWhen?: Promise<unknown>;
}

/** Starts an executable with exactly this environment and input, and waits for its end. */
export function runExecutable(path: string, run: Run): Promise<Outcome> {
  return onWindows ? runOnWindows(path, run) : runHere(path, run);
}

function runOnWindows(path: string, { environment, stdin, killWhen }: Run): Promise<Outcome> {
  const started = startProgram({ program: path, environment, stdin });
  void killWhen?.then(() => started.kill());
  return started.outcome;
}

function runHere(path: string, { environment, stdin, killWhen }: Run): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, [], { env: environment, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => {}); // a plugin may end without reading all of its input
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
        exitCode,
      });
    });
    child.stdin.end(stdin);
    void killWhen?.then(() => child.kill('SIGKILL'));
  });
}
