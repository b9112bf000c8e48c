import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { DEFAULT_CACHE_DIR } from '../runtime/runtime.ts';

/**
 * Runs a script of Node for which {@link DEFAULT_CACHE_DIR} is empty and its own: libcni keeps results there whatever it is
 * told, for the whole machine, and only root may write there as a rule. It is a file system in memory, in a mount
 * namespace that ends with the script. Windows has no such thing: there the results lie beside the machine's own.
 *
 * @returns Its exit code.
 * @throws {Error} When the folder is not there and this user cannot make it.
 */
export function runWithOwnResults(script: string, words: readonly string[]): Promise<number> {
  const node = [process.execPath, script, ...words];
  if (process.platform !== 'linux') return run(node);
  makeMountPoint();
  const namespaces = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const mount = `mount -t tmpfs results ${DEFAULT_CACHE_DIR} && exec "$@"`;
  return run([
    'unshare',
    ...namespaces,
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    mount,
    'sh',
    ...node,
  ]);
}

function makeMountPoint(): void {
  if (existsSync(DEFAULT_CACHE_DIR)) return;
  try {
    mkdirSync(DEFAULT_CACHE_DIR, { recursive: true });
  } catch (cause) {
    throw new Error(
      `cnitool and go-cni keep results in ${DEFAULT_CACHE_DIR}, and this user cannot make that folder: run this as root, or make ` +
        `it once with "sudo mkdir -p ${DEFAULT_CACHE_DIR}"; nothing is put into it`,
      { cause },
    );
  }
}

function run([program = '', ...words]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: 'inherit' });
    // The terminal sends an interrupt to both; the script ends what it started and then itself
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => void child.kill(signal));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
}
