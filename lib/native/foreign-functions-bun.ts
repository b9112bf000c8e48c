import { dlopen, type FFITypeOrString, type Pointer, read } from 'bun:ffi';
import type { ForeignFunctions, ForeignTypes, Library, Signatures } from './foreign-functions.ts';

/** bun:ffi wants every library by name; these are the C library's, with the function that says where errno is. */
const C_LIBRARY = {
  linux: { name: 'libc.so.6', errnoLocation: '__errno_location' },
  darwin: { name: '/usr/lib/libSystem.B.dylib', errnoLocation: '__error' },
} as const;

/** A HANDLE is passed as a number: bun:ffi's own pointers lose precision above 2^53, where INVALID_HANDLE_VALUE is. */
const BUN_TYPES = {
  i32: 'i32',
  u32: 'u32',
  handle: 'u64',
  memory: 'ptr',
} satisfies Record<keyof ForeignTypes, FFITypeOrString>;

/** Foreign functions through bun:ffi, for executables compiled by Bun. */
export function openForeignFunctions(): ForeignFunctions {
  let errnoLocation: Pointer | undefined;
  return {
    load<Of extends Signatures>(library: string | undefined, signatures: Of): Library<Of> {
      const { name, errnoLocation: locate } = cLibrary();
      const wanted = declarations(signatures);
      const { symbols } = dlopen(
        library ?? name,
        library === undefined ? { ...wanted, [locate]: LOCATE } : wanted,
      );
      // Found with the first functions: looking for it after a failed call would itself change errno.
      if (library === undefined) errnoLocation ??= symbols[locate]?.() as Pointer; // the one type `ptr` returns here
      return symbols as unknown as Library<Of>; // bun:ffi types a declaration made at run time as no function at all
    },
    errno: () => (errnoLocation === undefined ? 0 : read.i32(errnoLocation, 0)),
  };
}

interface Declaration {
  readonly args: FFITypeOrString[];
  readonly returns: FFITypeOrString;
}

const LOCATE: Declaration = { args: [], returns: 'ptr' };

function declarations(signatures: Signatures): Record<string, Declaration> {
  const declared: Record<string, Declaration> = {};
  for (const [name, { args, returns }] of Object.entries(signatures)) {
    declared[name] = { args: args.map((type) => BUN_TYPES[type]), returns: BUN_TYPES[returns] };
  }
  return declared;
}

function cLibrary(): (typeof C_LIBRARY)[keyof typeof C_LIBRARY] {
  return process.platform === 'darwin' ? C_LIBRARY.darwin : C_LIBRARY.linux;
}
