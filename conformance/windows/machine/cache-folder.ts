import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * What the Windows check prepares once and keeps: a system with Wine, and Wine's Windows folders. Outside of the
 * project, so that it survives `npm ci`; everything in it can be made again.
 */
export function cacheFolder(name: string): string {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(base, 'cni-windows', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}
