import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The packagers whose executables are tested. */
export const packagers = ['bun', 'pkg'] as const;

export type Packager = (typeof packagers)[number];

export const plugins = ['flannel', 'win-bridge', 'win-overlay', 'host-local'] as const;

export type PluginName = (typeof plugins)[number];

const target = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** The folder of a packager's executables for this machine, as `CNI_PATH` wants it. */
export function binFolder(packager: Packager): string {
  const folder = join(import.meta.dirname, '../../dist', packager, target);
  if (existsSync(folder)) return folder;
  throw new Error(`${folder} is not there; run npm run build, or npm test, which does`);
}

/** The path of a packaged plugin. */
export function executable(packager: Packager, plugin: PluginName): string {
  return join(binFolder(packager), process.platform === 'win32' ? `${plugin}.exe` : plugin);
}

/** How a plugin process ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Starts an executable with exactly this environment and input, and waits for its end. */
export function runExecutable(
  path: string,
  {
    environment,
    stdin,
    killAfterMs,
  }: { environment: Record<string, string>; stdin: string | Uint8Array; killAfterMs?: number },
): Promise<Outcome> {
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
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  });
}
