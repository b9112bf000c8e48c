import { comMemory } from '../../native/com-memory.ts';
import type { ForeignFunctions } from '../../native/foreign-functions.ts';
import {
  type FindSystemFunction,
  MissingSystemFunction,
  systemFunctions,
} from '../../native/system-function.ts';
import { refusalOf } from '../hresult-error.ts';
import type { HcnApi } from './api.ts';
import { apiOverCalls } from './api-over-calls.ts';
import type { HcnFunction } from './functions.ts';
import { callNative, type NativeFunction } from './native-call.ts';
import { type NativeSignature, nativeSignature } from './native-signature.ts';

/**
 * HNS itself: computenetwork.dll and vmcompute.dll of this Windows, by foreign function calls. A library is loaded by
 * the first call that needs it, and each function looked up when it is first called, so that an older Windows fails
 * only at what it lacks. Calls block the process until HNS answers: HNS has no other way.
 *
 * @returns The API. Its calls reject with a `CniError` of code 100 when a library or function is not there.
 */
export function nativeHcnApi(native: ForeignFunctions): HcnApi {
  const find = systemFunctions(native);
  const memory = comMemory(native, find);
  const known = new Map<HcnFunction, { signature: NativeSignature; call: NativeFunction }>();
  return apiOverCalls(async (name, args) => {
    const found = known.get(name) ?? findFunction(name, find);
    known.set(name, found);
    return callNative(found.signature, { call: found.call, memory }, args);
  });
}

/** HNS itself, with the foreign functions of this executable. */
export async function openNativeHcnApi(): Promise<HcnApi> {
  const { openForeignFunctions } = await import('#foreign-functions');
  return nativeHcnApi(openForeignFunctions());
}

function findFunction(
  name: HcnFunction,
  find: FindSystemFunction,
): { signature: NativeSignature; call: NativeFunction } {
  const signature = nativeSignature(name);
  try {
    return { signature, call: find(signature.library, name, signature.foreign) };
  } catch (thrown) {
    throw thrown instanceof MissingSystemFunction ? unavailable(thrown) : thrown;
  }
}

/** Facility 7 of an HRESULT holds the errors of Windows. */
const FACILITY_WIN32 = 0x8007_0000;

function unavailable({ windowsError, missing }: MissingSystemFunction): Error {
  return refusalOf({
    attempted: 'use the Host Networking Service (HNS)',
    call: missing,
    hresult: (FACILITY_WIN32 | windowsError) >>> 0,
  });
}
