import { CniError, CniErrorCode } from '../cni/error.ts';
import { fileLocks, type LockableFile, type OpenLockableFile } from '../native/file-lock.ts';
import type { Locks } from './locks.ts';

/** How long to wait for a lock. */
export interface LockWait {
  /** Milliseconds; after them {@link Locks.hold} gives up. */
  readonly timeLimitMs: number;
  /**
   * The same once a wait was in vain, until a lock has been had: an ADD that gave up is undone by every plugin it went
   * through, each of which asks for the lock again. A second when absent.
   */
  readonly timeLimitAfterMs?: number;
}

/** Longer than any holder needs, shorter than the time a container runtime gives a plugin. */
const DEFAULT_WAIT: LockWait = { timeLimitMs: 30_000 };

const AFTER_MS = 1_000;

const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 25;

/** The locks of this machine's operating system. The native library is loaded when the first lock is taken. */
export function realLocks({ timeLimitMs, timeLimitAfterMs = AFTER_MS }: LockWait = DEFAULT_WAIT): Locks {
  let loaded: Promise<OpenLockableFile> | undefined;
  let limitMs = timeLimitMs;
  return {
    async hold(path, critical) {
      loaded ??= fileLocks(process.platform);
      const file = await acquire(path, await loaded, limitMs).catch((failure: unknown) => {
        if (failure instanceof CniError) limitMs = Math.min(timeLimitMs, timeLimitAfterMs);
        throw failure;
      });
      limitMs = timeLimitMs;
      try {
        return critical();
      } finally {
        file.unlock();
        file.close();
      }
    },
  };
}

/**
 * Polls, because a wait inside the operating system has no time limit. Pauses grow, and differ between waiters so that
 * forty of them do not come back at the same moment.
 */
async function acquire(path: string, open: OpenLockableFile, timeLimitMs: number): Promise<LockableFile> {
  const started = performance.now();
  for (let longest = FIRST_PAUSE_MS; ; longest = Math.min(longest * 1.5, LONGEST_PAUSE_MS)) {
    const file = attempt(path, open);
    if (file !== 'busy') return file;
    const waitedMs = performance.now() - started;
    if (waitedMs >= timeLimitMs) throw notFree(path, waitedMs);
    await pause(Math.min(longest * (0.5 + Math.random() / 2), timeLimitMs - waitedMs));
  }
}

function attempt(path: string, open: OpenLockableFile): LockableFile | 'busy' {
  const file = open(path);
  if (file === 'busy') return file;
  let outcome: 'locked' | 'busy' = 'busy';
  try {
    outcome = file.tryLock();
  } finally {
    if (outcome === 'busy') file.close();
  }
  return outcome === 'locked' ? file : 'busy';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function notFree(path: string, waitedMs: number): CniError {
  return new CniError({
    code: CniErrorCode.tryAgainLater,
    msg: `Cannot lock ${path}: another process held it for ${(waitedMs / 1000).toFixed(1)} s`,
    details: 'Look for a CNI plugin process on this node that does not end',
  });
}
