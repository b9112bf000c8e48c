import { CniError, CniErrorCode } from '../../cni/error.ts';
import { isJsonObject, type JsonObject } from '../../cni/json.ts';
import { type Guid, parseGuid } from '../guid.ts';
import type { HcnFunction } from './functions.ts';

const LONGEST_QUOTE = 300;

/**
 * The object in a reply of HNS.
 *
 * @throws {CniError} Code 103 when it is none.
 */
export function readObject(json: string, call: HcnFunction): JsonObject {
  const value = parsed(json);
  if (isJsonObject(value)) return value;
  throw unreadable(call, `a JSON object was expected: ${json.slice(0, LONGEST_QUOTE)}`);
}

/**
 * The GUIDs an enumeration lists; nothing at all is an empty list.
 *
 * @throws {CniError} Code 103 when it is no list of GUIDs.
 */
export function readGuids(json: string, call: HcnFunction): readonly Guid[] {
  const value = json.trim() === '' ? [] : (parsed(json) ?? []);
  const guids = Array.isArray(value) ? value.map(readGuid) : [undefined];
  if (guids.every((guid) => guid !== undefined)) return guids;
  throw unreadable(call, `a list of GUIDs was expected: ${json.slice(0, LONGEST_QUOTE)}`);
}

/** The error for an answer of HNS that does not have the documented form. */
export function unreadable(call: HcnFunction, details: string): CniError {
  return new CniError({ code: CniErrorCode.hnsRefused, msg: `Cannot read what ${call} answered`, details });
}

function readGuid(value: unknown): Guid | undefined {
  return typeof value === 'string' ? parseGuid(value) : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json; // no object and no list: the caller quotes it
  }
}
