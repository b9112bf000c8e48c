import { dlopen, type FFITypeOrString, type Pointer, read } from 'bun:ffi';
import type { ForeignFunctions, ForeignTypes, Library, Signature, Signatures } from './foreign-functions.ts';

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
  // Found beforehand: looking for it after a failed call would itself change errno.
  const errnoLocation = process.platform === 'win32' ? undefined : findErrno();
  return { load, errno: () => (errnoLocation === undefined ? 0 : read.i32(errnoLocation, 0)) };
}

function load<Of extends Signatures>(library: string | undefined, signatures: Of): Library<Of> {
  const declarations = Object.entries(signatures).map(([name, signature]) => [name, declare(signature)]);
  const { symbols } = dlopen(library ?? cLibrary().name, Object.fromEntries(declarations));
  return symbols as unknown as Library<Of>; // bun:ffi types a declaration made at run time as no function at all
}

function declare({ args, returns }: Signature): { args: FFITypeOrString[]; returns: FFITypeOrString } {
  return { args: args.map((type) => BUN_TYPES[type]), returns: BUN_TYPES[returns] };
}

function findErrno(): Pointer | undefined {
  const { name, errnoLocation } = cLibrary();
  const { symbols } = dlopen(name, { [errnoLocation]: { args: [], returns: 'ptr' } });
  return (symbols[errnoLocation]?.() ?? undefined) as Pointer | undefined; // the one type `ptr` returns
}

function cLibrary(): (typeof C_LIBRARY)[keyof typeof C_LIBRARY] {
  return process.platform === 'darwin' ? C_LIBRARY.darwin : C_LIBRARY.linux;
}
