import type { ForeignFunctions, Library, Signatures } from './foreign-functions.ts';
import type { FindSystemFunction } from './system-function.ts';

/** `CoTaskMemFree` has no result; what is taken for one is whatever the register held. */
const FREE = { args: ['handle'], returns: 'u32' } as const;

const KERNEL32 = {
  lstrlenW: { args: ['handle'], returns: 'i32' },
  lstrcpynW: { args: ['memory', 'handle', 'i32'], returns: 'handle' },
} as const satisfies Signatures;

const NULL = 0n;
const POINTER_BYTES = 8;
const CHARACTER_BYTES = 2;

/** The memory an out parameter (`PWSTR *`, a handle's address) points at: 8 bytes, zero until the function fills them. */
export class OutPointer {
  /** What is passed to the function. */
  readonly memory = new Uint8Array(POINTER_BYTES);

  /** What the function put there; `0n` when it left it alone. */
  get value(): bigint {
    return new DataView(this.memory.buffer).getBigUint64(0, true);
  }
}

/** Strings that a function allocated with the COM task allocator for its caller to free. */
export interface ComMemory {
  /**
   * The strings the out parameters point at, `undefined` for NULL. Every one is freed exactly once, also when reading
   * fails; the pointers are dangling afterwards.
   */
  take(pointers: readonly OutPointer[]): readonly (string | undefined)[];
}

/** COM memory of Windows. Nothing is loaded before the first string. */
export function comMemory(native: ForeignFunctions, find: FindSystemFunction): ComMemory {
  let kernel32: Library<typeof KERNEL32> | undefined;
  let free: ((address: bigint) => number) | undefined;
  return {
    take(pointers) {
      const addresses = pointers.map(({ value }) => value);
      if (addresses.every((address) => address === NULL)) return addresses.map(() => undefined);
      free ??= find('ole32.dll', 'CoTaskMemFree', FREE);
      try {
        kernel32 ??= native.load('kernel32.dll', KERNEL32);
        const { lstrlenW, lstrcpynW } = kernel32;
        return addresses.map((address) =>
          address === NULL ? undefined : read(address, lstrlenW(address), lstrcpynW),
        );
      } finally {
        for (const address of addresses) if (address !== NULL) free(address);
      }
    },
  };
}

function read(address: bigint, length: number, copy: Library<typeof KERNEL32>['lstrcpynW']): string {
  const characters = length + 1; // with the zero at the end, which lstrcpynW counts
  const text = Buffer.alloc(characters * CHARACTER_BYTES);
  copy(text, address, characters);
  return text.toString('utf16le', 0, length * CHARACTER_BYTES);
}
