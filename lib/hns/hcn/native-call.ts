import { type ComMemory, OutPointer } from '../../native/com-memory.ts';
import type { ForeignTypes } from '../../native/foreign-functions.ts';
import { guidBytes } from '../../native/guid-bytes.ts';
import { wideString } from '../../native/wide-string.ts';
import type { HcnReply } from './api.ts';
import type { ParameterKind } from './functions.ts';
import type { NativeSignature } from './native-signature.ts';

/** A function of HNS, its arguments as its declaration wants them. */
export type NativeFunction = (...args: ForeignTypes[keyof ForeignTypes][]) => number;

/**
 * Calls a function of HNS through its C interface.
 *
 * @param args Handles in decimal, GUIDs and documents as text.
 * @returns The out parameters as text; every string of HNS is freed.
 */
export function callNative(
  { inputs, gives, hasErrorRecord }: NativeSignature,
  { call, memory }: { readonly call: NativeFunction; readonly memory: ComMemory },
  args: readonly string[],
): HcnReply<string> {
  // In variables until the call has returned, so that none of the memory is collected during it
  const given = inputs.map((kind, index) => nativeArgument(kind, args[index] ?? ''));
  const handle = gives === 'handle' ? new OutPointer() : undefined;
  const document = gives === 'document' ? new OutPointer() : undefined;
  const record = hasErrorRecord ? new OutPointer() : undefined;
  const out = [handle, document, record].filter((pointer) => pointer !== undefined);
  const hresult = call(...given, ...out.map((pointer) => pointer.memory)) >>> 0;
  const [text, errorRecord] = memory.take([document ?? new OutPointer(), record ?? new OutPointer()]);
  const value = handle === undefined ? text : handleText(handle);
  return {
    hresult,
    ...(value === undefined ? {} : { value }),
    ...(errorRecord === undefined ? {} : { errorRecord }),
  };
}

function nativeArgument(kind: ParameterKind, text: string): bigint | Uint8Array {
  switch (kind) {
    case 'handle':
      return BigInt(text);
    case 'guid':
      return guidBytes(text);
    case 'document':
    case 'text':
      return wideString(text);
  }
}

/** Never 0, which is no handle. */
function handleText({ value }: OutPointer): string | undefined {
  return value === 0n ? undefined : `${value}`;
}
