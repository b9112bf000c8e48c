import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cacheFolder } from '../../build/program.ts';
import { buildGoProgram } from '../go/go-program.ts';

/** One call of containerd's client library and what came of it, as the program in `go-cni/` prints it. */
export interface GoCniStep {
  /** `Setup` */
  readonly name: string;
  readonly expected: string;
  readonly seen: string;
  readonly passed: boolean;
}

/** A pod as containerd knows it, and what it is to have. */
export interface GoCniPod {
  /** Folder of the executables. */
  readonly plugins: string;
  /** Folder of network configurations; its first file is the pod's network. */
  readonly configurations: string;
  readonly netns: string;
  /** What has to stand under `eth0`, in the order of the result, without prefix lengths. */
  readonly addresses: readonly string[];
  /** `8080:80/tcp` */
  readonly ports: readonly string[];
  readonly nameServer: string;
  /** For the plugins. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The program that takes a pod through its life with containerd's client library go-cni, compiled for this machine.
 *
 * @returns Its path.
 * @throws {Error} When there is no Go here, or it cannot compile it.
 */
export async function buildGoCni(): Promise<string> {
  const output = join(cacheFolder, process.platform === 'win32' ? 'go-cni.exe' : 'go-cni');
  await buildGoProgram({ sources: join(import.meta.dirname, 'go-cni'), output });
  return output;
}

/**
 * Runs it: Load, Status, Setup, Check, Remove, Remove again, and a Check that has to fail.
 *
 * @throws {Error} When it gave no report, with what it wrote.
 */
export async function runGoCni(program: string, pod: GoCniPod): Promise<readonly GoCniStep[]> {
  const child = spawn(program, wordsOf(pod), {
    env: { ...process.env, ...pod.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = new Promise<void>((resolve, reject) => child.on('error', reject).on('spawn', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), started]);
  // The exit code says no more than the steps do; without them something else went wrong
  if (stdout === '') throw new Error(`${program} gave no report: ${stderr}`);
  return JSON.parse(stdout);
}

function wordsOf({ plugins, configurations, netns, addresses, ports, nameServer }: GoCniPod): string[] {
  return [
    '-json',
    ...['-bin-dir', plugins, '-conf-dir', configurations, '-netns', netns, '-name-server', nameServer],
    ...addresses.flatMap((address) => ['-address', address]),
    ...ports.flatMap((port) => ['-port', port]),
  ];
}
