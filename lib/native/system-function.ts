import { win32 } from 'node:path';
import type {
  ForeignFunction,
  ForeignFunctions,
  Library,
  Signature,
  Signatures,
} from './foreign-functions.ts';
import { systemFolder } from './system-library.ts';
import { wideString } from './wide-string.ts';

const KERNEL32 = {
  LoadLibraryExW: { args: ['memory', 'handle', 'u32'], returns: 'handle' },
  GetProcAddress: { args: ['handle', 'memory'], returns: 'handle' },
  GetLastError: { args: [], returns: 'u32' },
} as const satisfies Signatures;

/** Libraries the library itself needs are then looked for in the system folder alone, too. */
const LOAD_LIBRARY_SEARCH_SYSTEM32 = 0x800;

const ERROR_MOD_NOT_FOUND = 126;
const ERROR_PROC_NOT_FOUND = 127;

/** A library of Windows is not there or not usable, or lacks a function. */
export class MissingSystemFunction extends Error {
  /** 126 when there is no such library, 127 when it lacks the function; else what kept Windows from loading it. */
  readonly windowsError: number;
  /** `computenetwork.dll`, or the function and its library. */
  readonly missing: string;

  constructor(missing: string, windowsError: number) {
    super(`${missing} cannot be used: Windows error ${windowsError}`);
    this.name = 'MissingSystemFunction';
    this.windowsError = windowsError;
    this.missing = missing;
  }
}

/** Finds a function of a library of Windows; the library is loaded when its first function is asked for. */
export type FindSystemFunction = <Of extends Signature>(
  library: string,
  name: string,
  signature: Of,
) => ForeignFunction<Of>;

/**
 * Finds functions in libraries of Windows' system folder, and nowhere else: none in the working directory, beside the
 * executable or on the PATH can take the place of the system's. Nothing is loaded before the first search.
 *
 * @returns A search that throws {@link MissingSystemFunction}.
 */
export function systemFunctions(native: ForeignFunctions): FindSystemFunction {
  let kernel32: Library<typeof KERNEL32> | undefined;
  return (library, name, signature) => {
    kernel32 ??= native.load('kernel32.dll', KERNEL32);
    const path = win32.join(systemFolder(native), library);
    requireFunction(kernel32, { path, library, name });
    return native.load(path, { [name]: signature })[name] as ForeignFunction<typeof signature>;
  };
}

/** Asked of Windows itself, because the error of a back end says only in words what is missing. */
function requireFunction(
  kernel32: Library<typeof KERNEL32>,
  { path, library, name }: { readonly path: string; readonly library: string; readonly name: string },
): void {
  const wide = wideString(path);
  const module = kernel32.LoadLibraryExW(wide, 0n, LOAD_LIBRARY_SEARCH_SYSTEM32);
  if (module === 0n) throw new MissingSystemFunction(library, kernel32.GetLastError() || ERROR_MOD_NOT_FOUND);
  const ascii = Buffer.from(`${name}\0`, 'latin1');
  if (kernel32.GetProcAddress(module, ascii) === 0n)
    throw new MissingSystemFunction(`${name} of ${library}`, ERROR_PROC_NOT_FOUND);
}
