import { describe, expect, test } from 'vitest';
import type { ForeignFunctions, Library, Signatures } from '../../../lib/native/foreign-functions.ts';
import { lockFileEx } from '../../../lib/native/lock-file-ex.ts';

const INVALID_HANDLE_VALUE = 0xffff_ffff_ffff_ffffn;

interface Windows {
  readonly handle?: bigint;
  readonly locked?: number;
  readonly lastError?: number;
}

/** kernel32.dll as this module sees it, and what was asked of it. */
function windows({ handle = 0x1c4n, locked = 1, lastError = 0 }: Windows) {
  const calls: [name: string, ...args: unknown[]][] = [];
  const functions: Record<string, (...args: never[]) => unknown> = {
    GetSystemDirectoryW: (buffer: Uint8Array) =>
      Buffer.from(buffer.buffer).write('D:\\WINNT\\system32', 'utf16le') / 2,
    CreateFileW: () => handle,
    LockFileEx: () => locked,
    UnlockFileEx: () => 1,
    CloseHandle: () => 1,
    GetLastError: () => lastError,
  };
  const native: ForeignFunctions = {
    load<Of extends Signatures>(library: string | undefined, signatures: Of) {
      calls.push(['load', library]);
      const recorded = Object.keys(signatures).map((name) => [
        name,
        (...args: never[]) => {
          calls.push([name, ...args]);
          return functions[name]?.(...args);
        },
      ]);
      return Object.fromEntries(recorded) as Library<Of>;
    },
    errno: () => 0,
  };
  return { native, calls, argsOf: (name: string) => calls.find((call) => call[0] === name)?.slice(1) };
}

describe('LockFileEx', () => {
  test('is loaded from the system folder Windows names', () => {
    const { native, calls } = windows({});
    lockFileEx(native);
    expect(calls.filter(([name]) => name === 'load')).toEqual([
      ['load', 'kernel32.dll'],
      ['load', 'D:\\WINNT\\system32\\kernel32.dll'],
    ]);
  });

  test('locks and unlocks the one byte the Go plugin locks, in a file opened as the Go plugin opens it', () => {
    const { native, argsOf } = windows({});
    const file = lockFileEx(native)('C:\\k\\网络\\lock');
    if (file === 'busy') throw new Error('busy');
    expect(file.tryLock()).toBe('locked');
    file.unlock();
    file.close();
    const [name, ...open] = argsOf('CreateFileW') ?? [];
    expect(Buffer.from(name as Uint8Array).toString('utf16le')).toBe('\\\\?\\C:\\k\\网络\\lock\0');
    expect(open).toEqual([0xc0000000, 3, null, 4, 0x80, 0n]);
    expect(argsOf('LockFileEx')).toEqual([0x1c4n, 3, 0, 1, 0, new Uint8Array(32)]);
    expect(argsOf('UnlockFileEx')).toEqual([0x1c4n, 0, 1, 0, new Uint8Array(32)]);
    expect(argsOf('CloseHandle')).toEqual([0x1c4n]);
  });

  test.each([
    {
      when: 'another process opened it without sharing',
      windows: { handle: INVALID_HANDLE_VALUE, lastError: 32 },
    },
    { when: 'another process has the lock', windows: { locked: 0, lastError: 33 } },
    { when: 'it fails and the reason is lost', windows: { locked: 0, lastError: 0 } },
  ])('is busy when $when', ({ windows: state }) => {
    const file = lockFileEx(windows(state).native)('C:\\lock');
    expect(file === 'busy' ? file : file.tryLock()).toBe('busy');
  });

  test.each([
    { lastError: 3, code: 'ENOENT' },
    { lastError: 5, code: 'EACCES' },
    { lastError: 1450, code: undefined },
  ])('reports Windows error $lastError as $code', ({ lastError, code }) => {
    const open = lockFileEx(windows({ handle: INVALID_HANDLE_VALUE, lastError }).native);
    expect(() => open('C:\\lock')).toThrow(`CreateFileW of C:\\lock failed with Windows error ${lastError}`);
    try {
      open('C:\\lock');
    } catch (error) {
      expect((error as { code?: string }).code).toBe(code);
    }
  });
});
