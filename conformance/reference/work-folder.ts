import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder. It is gone when this process ends, in whatever way it can notice, and so are the processes it started. */
export function workFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cni-reference-'));
  process.on('exit', () => {
    endChildren(); // they would go on writing to it
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return folder;
}

function endChildren(): void {
  const list = `/proc/self/task/${process.pid}/children`;
  if (!existsSync(list)) return;
  for (const id of readFileSync(list, 'utf8').split(' '))
    if (/^\d+$/.test(id)) process.kill(Number(id), 'SIGKILL');
}
