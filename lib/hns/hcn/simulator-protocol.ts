import { isJsonObject, type JsonObject, type JsonValue } from '../../cni/json.ts';
import type { HcnReply } from './api.ts';
import type { HcnFunction } from './functions.ts';

/**
 * A call of a client of the simulated HNS: one JSON line. `dump` asks for the whole state and is no call of HNS. Replies
 * carry the id of their request, which the client chooses.
 */
export interface RequestLine {
  readonly id: number;
  readonly function: HcnFunction | 'dump';
  /** Texts in the order of the function's parameters; a handle in decimal. */
  readonly arguments: readonly string[];
}

/** The answer to {@link RequestLine}: one JSON line, `{"id":1,"hresult":0,"value":"…"}`. `value` of a dump is its JSON. */
export interface ReplyLine extends HcnReply<string> {
  readonly id: number;
}

/** A reply as it came over the wire, or `undefined` when the text is none. */
export function parseReplyLine(text: string): ReplyLine | undefined {
  const line = parseLine(text);
  if (line === undefined) return undefined;
  const { id, hresult, value, errorRecord } = line;
  if (typeof id !== 'number' || typeof hresult !== 'number') return undefined;
  return {
    id,
    hresult,
    ...(typeof value === 'string' ? { value } : {}),
    ...(typeof errorRecord === 'string' ? { errorRecord } : {}),
  };
}

/** The object in a line, or `undefined`. */
export function parseLine(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // whatever speaks there, it is not this protocol: the caller says so
  }
}
