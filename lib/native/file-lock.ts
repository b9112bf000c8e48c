import { loadForeignFunctions } from './load-foreign-functions.ts';

/** An open file that can be locked against other processes and other handles of this one. */
export interface LockableFile {
  /** Tries to take the exclusive lock; never waits. Throws the system's error when locking does not work at all. */
  tryLock(): 'locked' | 'busy';
  unlock(): void;
  /** Gives up the file, and the lock if it is held. */
  close(): void;
}

/**
 * Opens the file at an absolute or relative path for locking; makes it if absent. `busy` when another process keeps it
 * from being opened for the moment.
 *
 * @throws {Error} The system's error; `code` is `ENOENT` when the folder does not exist.
 */
export type OpenLockableFile = (path: string) => LockableFile | 'busy';

/** The file locks of a platform: flock on Unix, LockFileEx on Windows, as the Go host-local takes them. */
export async function fileLocks(platform: NodeJS.Platform): Promise<OpenLockableFile> {
  const native = await loadForeignFunctions();
  if (platform === 'win32') return (await import('./lock-file-ex.ts')).lockFileEx(native);
  return (await import('./flock.ts')).flock(native);
}
