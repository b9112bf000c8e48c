/**
 * Calling functions of the operating system's libraries. This file is what both back ends look like; which of them
 * `#foreign-functions` stands for is settled at build time (package.json, `imports`): bun:ffi in Bun's executables, koffi elsewhere.
 */

/** The C types of the functions we call, and what stands for them here. */
export interface ForeignTypes {
  /** `int`, `BOOL` */
  readonly i32: number;
  /** `DWORD`, `HRESULT` without its sign */
  readonly u32: number;
  /** `HANDLE` and other pointers that are only passed on, as an unsigned number; `0n` is NULL. */
  readonly handle: bigint;
  /**
   * Memory the function reads or writes while it runs: wide strings, GUIDs, structures, the 8 bytes of an out pointer.
   * `null` is NULL; never empty (bun:ffi has no address for an empty array).
   */
  readonly memory: Uint8Array | null;
}

/** The parameters and the result of a C function. */
export interface Signature {
  readonly args: readonly (keyof ForeignTypes)[];
  readonly returns: Exclude<keyof ForeignTypes, 'memory'>;
}

/** The functions wanted of a library, by their exported names. */
export type Signatures = Readonly<Record<string, Signature>>;

/** A C function as it is called from here. */
export type ForeignFunction<Of extends Signature> = (
  ...args: Values<Of['args']>
) => ForeignTypes[Of['returns']];

type Values<Types extends readonly (keyof ForeignTypes)[]> = {
  -readonly [Index in keyof Types]: ForeignTypes[Types[Index]];
};

/** The functions of a library, ready to be called. */
export type Library<Of extends Signatures> = { readonly [Name in keyof Of]: ForeignFunction<Of[Name]> };

/** A back end. */
export interface ForeignFunctions {
  /**
   * Loads a library and finds functions in it.
   *
   * @param library Absolute path of the library, so that none beside the executable is taken for the system's;
   *   `undefined` for the C library of this process. A bare name only for one the process has loaded already (kernel32.dll).
   * @throws {Error} If there is no such library, or it lacks one of the functions.
   */
  load<Of extends Signatures>(library: string | undefined, signatures: Of): Library<Of>;
  /** `errno` as the last C function left it. Unix only; on Windows call `GetLastError`. */
  errno(): number;
}

/** What the module `#foreign-functions` exports. */
export interface ForeignFunctionsModule {
  /**
   * Makes the back end ready.
   *
   * @throws {CniError} Code 5 when a file it needs is missing or made for another system; names the file.
   */
  openForeignFunctions(): ForeignFunctions;
}
