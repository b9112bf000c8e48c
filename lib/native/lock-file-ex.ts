import { win32 } from 'node:path';
import type { LockableFile, OpenLockableFile } from './file-lock.ts';
import type { ForeignFunctions, Library, Signatures } from './foreign-functions.ts';
import { loadSystemLibrary } from './system-library.ts';
import { wideString } from './wide-string.ts';
import { windowsError } from './windows-error.ts';

const FUNCTIONS = {
  CreateFileW: { args: ['memory', 'u32', 'u32', 'memory', 'u32', 'u32', 'handle'], returns: 'handle' },
  LockFileEx: { args: ['handle', 'u32', 'u32', 'u32', 'u32', 'memory'], returns: 'i32' },
  UnlockFileEx: { args: ['handle', 'u32', 'u32', 'u32', 'memory'], returns: 'i32' },
  CloseHandle: { args: ['handle'], returns: 'i32' },
  GetLastError: { args: [], returns: 'u32' },
} as const satisfies Signatures;

type Kernel32 = Library<typeof FUNCTIONS>;

const GENERIC_READ_WRITE = 0xc000_0000;
const FILE_SHARE_READ_WRITE = 3; // not DELETE: the lock file must not vanish under its holder
const OPEN_ALWAYS = 4;
const FILE_ATTRIBUTE_NORMAL = 0x80;
const INVALID_HANDLE_VALUE = 0xffff_ffff_ffff_ffffn;
const LOCKFILE_FAIL_IMMEDIATELY = 1;
const LOCKFILE_EXCLUSIVE_LOCK = 2;
const ERROR_SHARING_VIOLATION = 32;
const ERROR_LOCK_VIOLATION = 33;

/**
 * Koffi keeps a function's last error for the next call, bun:ffi does not: what Bun itself asks of Windows in between may
 * overwrite it. Of all reasons for which a lock is not granted one is common.
 */
const REASON_LOST = 0;

/** An OVERLAPPED of a 64-bit process is 32 bytes; all zero is offset 0. */
const OVERLAPPED_BYTES = 32;

/** File locks by LockFileEx on the first byte of the file, where the Go plugin takes its own. */
export function lockFileEx(native: ForeignFunctions): OpenLockableFile {
  const kernel32 = loadSystemLibrary(native, 'kernel32.dll', FUNCTIONS);
  return (path) => {
    const name = wideString(win32.toNamespacedPath(win32.resolve(path)));
    const handle = kernel32.CreateFileW(
      name,
      GENERIC_READ_WRITE,
      FILE_SHARE_READ_WRITE,
      null,
      OPEN_ALWAYS,
      FILE_ATTRIBUTE_NORMAL,
      0n,
    );
    if (handle !== INVALID_HANDLE_VALUE) return lockable(kernel32, path, handle);
    const error = kernel32.GetLastError();
    if (error === ERROR_SHARING_VIOLATION) return 'busy';
    throw windowsError('CreateFileW', path, error);
  };
}

function lockable(kernel32: Kernel32, path: string, handle: bigint): LockableFile {
  return {
    tryLock() {
      const flags = LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY;
      if (kernel32.LockFileEx(handle, flags, 0, 1, 0, new Uint8Array(OVERLAPPED_BYTES)) !== 0)
        return 'locked';
      const error = kernel32.GetLastError();
      if (error === ERROR_LOCK_VIOLATION || error === REASON_LOST) return 'busy';
      throw windowsError('LockFileEx', path, error);
    },
    unlock: () => void kernel32.UnlockFileEx(handle, 0, 1, 0, new Uint8Array(OVERLAPPED_BYTES)),
    close: () => void kernel32.CloseHandle(handle),
  };
}
