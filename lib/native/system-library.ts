import { win32 } from 'node:path';
import type { ForeignFunctions, Library, Signatures } from './foreign-functions.ts';

const FUNCTIONS = {
  GetSystemDirectoryW: { args: ['memory', 'u32'], returns: 'u32' },
} as const satisfies Signatures;

/** Far more than the 260 characters a path of Windows itself may have. */
const MAX_CHARACTERS = 1_024;

/**
 * Loads a library of Windows from its system folder, whose place is asked of Windows and not of the environment: a file
 * of the same name beside the executable would otherwise be loaded in its stead.
 *
 * @param name Such as `computenetwork.dll`.
 * @throws {Error} If there is no such library, or it lacks one of the functions.
 */
export function loadSystemLibrary<Of extends Signatures>(
  native: ForeignFunctions,
  name: string,
  signatures: Of,
): Library<Of> {
  return native.load(win32.join(systemFolder(native), name), signatures);
}

/**
 * The system folder, as Windows itself names it: `C:\Windows\System32`.
 *
 * @throws {Error} When Windows does not say.
 */
export function systemFolder(native: ForeignFunctions): string {
  // A library every process has loaded: its bare name cannot mean another file
  const kernel32 = native.load('kernel32.dll', FUNCTIONS);
  const folder = Buffer.alloc(2 * MAX_CHARACTERS);
  const length = kernel32.GetSystemDirectoryW(folder, MAX_CHARACTERS);
  if (length === 0 || length >= MAX_CHARACTERS)
    throw new Error('Windows does not say where its system folder is');
  return folder.toString('utf16le', 0, 2 * length);
}
