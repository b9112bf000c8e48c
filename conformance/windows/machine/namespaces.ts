import { spawn } from 'node:child_process';

/**
 * Runs a script of Node in mount and process namespaces of its own: when it ends, in whatever way, all of its mounts
 * and processes are gone. Its standard input ends when this process does.
 *
 * @returns Its exit code.
 * @throws {Error} When this user is not root.
 */
export async function runInNamespaces(script: string, words: readonly string[]): Promise<number> {
  if (process.getuid?.() !== 0)
    throw new Error('Only root can mount the system with Wine: start this as root');
  return new Promise((resolve, reject) => {
    const options = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
    const child = spawn('unshare', [...options, process.execPath, script, ...words], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    // unshare itself takes no notice of these signals
    const end = (): void => void child.kill('SIGKILL');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
}

/**
 * To be called by such a script: it ends when the process that started it does, however that came, and with it all
 * programs of its namespaces.
 */
export function endWithStarter(): void {
  process.stdin.resume().on('end', () => process.exit(1));
}
