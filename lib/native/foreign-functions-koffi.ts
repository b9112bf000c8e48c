import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type Koffi from 'koffi';
import { CniError, CniErrorCode } from '../cni/error.ts';
import type { ForeignFunctions, ForeignTypes, Library, Signatures } from './foreign-functions.ts';

/** Set to `true` by build.ts in the bundle of the executables. */
declare const PACKAGED: boolean | undefined;

type KoffiModule = typeof Koffi;

const KOFFI_TYPES = {
  i32: 'int32_t',
  u32: 'uint32_t',
  handle: 'uint64_t',
  memory: 'void *',
} as const satisfies Record<keyof ForeignTypes, string>;

/**
 * Foreign functions through koffi, for executables made of Node and for running from sources.
 *
 * @throws {CniError} Code 5 when koffi.node is not beside the executable or is of another system.
 */
export function openForeignFunctions(): ForeignFunctions {
  const koffi = typeof PACKAGED !== 'undefined' && PACKAGED ? besideExecutable() : fromNodeModules();
  return {
    load: (library, signatures) => load(koffi, library, signatures),
    errno: () => koffi.errno(),
  };
}

function load<Of extends Signatures>(
  koffi: KoffiModule,
  library: string | undefined,
  signatures: Of,
): Library<Of> {
  const loaded = koffi.load(library ?? null);
  const functions = Object.entries(signatures).map(([name, { args, returns }]) => {
    const types = args.map((type) => KOFFI_TYPES[type]);
    const call = loaded.func(name, KOFFI_TYPES[returns], types);
    // koffi returns 64 bits as a number where that is exact.
    return [name, returns === 'handle' ? (...values: unknown[]) => BigInt(call(...values)) : call];
  });
  return Object.fromEntries(functions) as Library<Of>; // koffi knows the types at run time only
}

/**
 * The addon alone exports koffi's whole interface; the JavaScript of its package would cost 6 ms at every start. It is
 * never unpacked from the executable: whoever may write it owns the plugin, so it belongs in the same protected folder.
 */
function besideExecutable(): KoffiModule {
  const path = join(dirname(process.execPath), 'koffi.node');
  const addon: { exports: unknown } = { exports: {} };
  try {
    process.dlopen(addon, path);
  } catch (cause) {
    throw unusable(path, cause, 'Copy koffi.node of the same release beside the executables');
  }
  return addon.exports as KoffiModule; // its own declaration of what it exports
}

function fromNodeModules(): KoffiModule {
  const name = `@koromix/koffi-${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url)(name) as KoffiModule; // its own declaration of what it exports
  } catch (cause) {
    throw unusable(`the package ${name}`, cause, 'Run npm ci on this machine');
  }
}

function unusable(file: string, cause: unknown, nextStep: string): CniError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new CniError({
    code: CniErrorCode.ioFailure,
    msg: `Cannot call functions of the operating system: ${file} cannot be loaded`,
    details: `${found}. ${nextStep}`,
    cause,
  });
}
