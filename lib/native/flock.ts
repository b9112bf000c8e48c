import { closeSync, constants, openSync } from 'node:fs';
import type { OpenLockableFile } from './file-lock.ts';
import type { ForeignFunctions, Signatures } from './foreign-functions.ts';

const FUNCTIONS = {
  flock: { args: ['i32', 'i32'], returns: 'i32' },
} as const satisfies Signatures;

const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;

const EINTR = 4;
const EWOULDBLOCK = { linux: 11, others: 35 };

/** File locks by flock(2), which fcntl locks (all that Node itself offers elsewhere) would not exclude. */
export function flock(native: ForeignFunctions): OpenLockableFile {
  const c = native.load(undefined, FUNCTIONS);
  const wouldBlock = process.platform === 'linux' ? EWOULDBLOCK.linux : EWOULDBLOCK.others;

  function tryLock(path: string, descriptor: number): 'locked' | 'busy' {
    if (c.flock(descriptor, LOCK_EX | LOCK_NB) === 0) return 'locked';
    const errno = native.errno();
    if (errno === wouldBlock || errno === EINTR) return 'busy';
    throw new Error(`flock of ${path} failed with errno ${errno}`);
  }

  return (path) => {
    // Read access and mode 0750 as the Go plugin opens it: either may be the one that makes the file.
    const descriptor = openSync(path, constants.O_CREAT | constants.O_RDONLY, 0o750);
    return {
      tryLock: () => tryLock(path, descriptor),
      unlock: () => void c.flock(descriptor, LOCK_UN),
      close: () => closeSync(descriptor),
    };
  };
}
