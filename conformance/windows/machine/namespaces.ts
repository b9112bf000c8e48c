import { spawn } from 'node:child_process';

/**
 * Runs a script of Node in mount and process namespaces of its own: when it ends, in whatever way, all of its mounts
 * and processes are gone. Its standard input ends when this process does.
 *
 * @returns Its exit code.
 */
export function runInNamespaces(script: string, words: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];
    // An ordinary user may have namespaces of a user namespace, in which he is root
    const mapped = process.getuid?.() === 0 ? [] : ['--map-root-user'];
    const child = spawn('unshare', [...options, ...mapped, process.execPath, script, ...words], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    // unshare itself takes no notice of these signals
    const end = (): void => void child.kill('SIGKILL');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
    child.on('error', reject);
    child.on('close', (exitCode) => resolve(exitCode ?? 1));
  });
}
