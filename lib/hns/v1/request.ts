import type { JsonObject, JsonValue } from '../../cni/json.ts';
import type { HcnApi, HResult } from '../hcn/api.ts';
import { member } from '../hcn/members.ts';
import { readObject } from '../hcn/read-json.ts';
import { isFailure } from '../hresult.ts';
import { refusalOf } from '../hresult-error.ts';
import { readErrorRecord } from '../hresult-record.ts';
import { HRESULTS } from '../hresult-symbols.ts';
import { hresultOfText } from './known-texts.ts';

/** One request through `HNSCall`. */
export interface V1Request {
  /** What it is for, to follow "Cannot": `create endpoint "x"`. */
  readonly attempted: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/endpoints/`. */
  readonly path: string;
  readonly body?: JsonObject;
}

/** What HNS answered. */
export interface V1Answer {
  /** S_OK, or what went wrong, whichever way HNS said it. */
  readonly hresult: HResult;
  /** `Output` of the envelope; a delete or a detach may have none. */
  readonly output?: JsonValue;
  /** The envelope as it came. */
  readonly envelope: string;
}

/**
 * Sends a request. A refusal comes in two forms, a failing HRESULT on newer hosts and `"Success":false` under S_OK on
 * older ones, and leaves here in one.
 *
 * @throws {CniError} Code 103 for an answer that is no envelope, and what the API itself throws.
 */
export async function send(api: HcnApi, { method, path, body }: V1Request): Promise<V1Answer> {
  const reply = await api.HNSCall(method, path, body === undefined ? '' : JSON.stringify(body));
  const envelope = reply.value ?? reply.errorRecord ?? '';
  if (isFailure(reply.hresult)) return { hresult: reply.hresult, envelope };
  const record = readErrorRecord(envelope);
  if (record === undefined) return { hresult: reply.hresult, envelope };
  const document = readObject(envelope, 'HNSCall');
  if (record.saysFailure) return { hresult: hresultOfText(record.text), envelope };
  const output = member(document, 'Output');
  return { hresult: reply.hresult, envelope, ...(output === undefined ? {} : { output }) };
}

/** @throws {CniError} When the request was refused. */
export function requireDone({ hresult, envelope }: V1Answer, request: V1Request): void {
  if (!isFailure(hresult)) return;
  throw refusalOf({
    attempted: request.attempted,
    call: `HNSCall ${request.method} ${request.path}`,
    hresult,
    errorRecord: envelope,
    ...(request.body && { sent: JSON.stringify(request.body) }),
  });
}

/** @throws {CniError} When the request was refused, or answered without an `Output`. */
export function requireOutput(answer: V1Answer, request: V1Request): JsonValue {
  requireDone(answer, request);
  if (answer.output !== undefined) return answer.output;
  throw refusalOf({
    attempted: request.attempted,
    call: `HNSCall ${request.method} ${request.path}`,
    hresult: HRESULTS.E_UNEXPECTED,
    errorRecord: answer.envelope,
  });
}
