import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import type { HcnReply, HResult } from '../../lib/hns/hcn/api.ts';
import { type HcnFunction, type ParameterKind, SIGNATURES } from '../../lib/hns/hcn/functions.ts';
import { symbolOf } from '../../lib/hns/hresult.ts';
import type { HandleTable } from './handles.ts';

/** One call in the journal. */
export interface JournalEntry {
  /** Counts from 1 over all clients. */
  readonly sequence: number;
  /** ISO 8601 with milliseconds: when the call was answered. */
  readonly time: string;
  readonly function: HcnFunction;
  /** By parameter name, documents parsed; a handle as `{"handle":3,"id":"…"}` with the ID of its object. */
  readonly arguments: JsonObject;
  readonly hresult: HResult;
  /** The name of a failing HRESULT, if it has one. */
  readonly symbol?: string;
  /** The document or handle given, or the error record; `null` when there was none. */
  readonly reply: JsonValue;
}

/** The arguments of a call as the journal shows them. To be taken before the call, which may close the handle. */
export function journalArguments(
  name: HcnFunction,
  args: readonly string[],
  handles: HandleTable,
): JsonObject {
  const pairs = SIGNATURES[name].parameters.map(([parameter, kind], index): [string, JsonValue] => [
    parameter,
    shown(args[index] ?? '', kind, handles),
  ]);
  return Object.fromEntries(pairs);
}

/** What a call gave back, as the journal shows it. */
export function journalReply(
  name: HcnFunction,
  reply: HcnReply<string>,
): Pick<JournalEntry, 'hresult' | 'symbol' | 'reply'> {
  const symbol = reply.hresult === 0 ? undefined : symbolOf(reply.hresult);
  return {
    hresult: reply.hresult,
    ...(symbol === undefined ? {} : { symbol }),
    reply: replyValue(name, reply),
  };
}

function replyValue(name: HcnFunction, { value, errorRecord }: HcnReply<string>): JsonValue {
  const text = value ?? errorRecord;
  if (text === undefined) return null;
  return value !== undefined && SIGNATURES[name].gives === 'handle'
    ? { handle: Number(value) }
    : parsed(text);
}

function shown(argument: string, kind: ParameterKind, handles: HandleTable): JsonValue {
  if (kind === 'document') return parsed(argument);
  if (kind !== 'handle') return argument;
  const target = handles.find(argument);
  return target === undefined ? { handle: Number(argument) } : { handle: Number(argument), id: target.id };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a malformed document is journaled as it came
  }
}
