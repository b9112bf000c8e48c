import { isFailure } from '../hresult.ts';
import { refusalOf } from '../hresult-error.ts';
import { readErrorRecord } from '../hresult-record.ts';
import { HRESULTS } from '../hresult-symbols.ts';
import type { HcnReply, HResult } from './api.ts';
import type { HcnFunction } from './functions.ts';

/** A call as an error speaks of it. */
export interface CallContext {
  /** What it is for, to follow "Cannot": `create endpoint "x"`. */
  readonly attempted: string;
  readonly call: HcnFunction;
  /** The document it was given. */
  readonly sent?: string;
}

/**
 * The HRESULT a reply amounts to. A record that says failure under S_OK is one too, without a code of
 * its own: ERROR_GEN_FAILURE, as hcsshim reports it (hcn/hcnerrors.go).
 */
export function outcomeOf(reply: HcnReply<unknown>): HResult {
  if (isFailure(reply.hresult)) return reply.hresult;
  return readErrorRecord(reply.errorRecord)?.saysFailure ? HRESULTS.ERROR_GEN_FAILURE : reply.hresult;
}

/** @throws {CniError} When the call failed. */
export function requireSuccess(reply: HcnReply<unknown>, context: CallContext): void {
  const hresult = outcomeOf(reply);
  if (isFailure(hresult)) throw refusalOf({ ...context, hresult, errorRecord: reply.errorRecord });
}

/**
 * The value of a call.
 *
 * @throws {CniError} When the call failed, or succeeded without giving its value.
 */
export function requireValue<Value>(reply: HcnReply<Value>, context: CallContext): Value {
  requireSuccess(reply, context);
  if (reply.value === undefined) throw refusalOf({ ...context, hresult: HRESULTS.E_UNEXPECTED });
  return reply.value;
}
