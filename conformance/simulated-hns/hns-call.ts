import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID, parseGuid } from '../../lib/hns/guid.ts';
import type { HcnReply } from '../../lib/hns/hcn/api.ts';
import { HRESULTS } from '../../lib/hns/hresult-symbols.ts';
import { parseObject } from './parse-settings.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';
import { systemMessage } from './system-messages.ts';
import { READING } from './v1-reading.ts';
import { WRITING } from './v1-writing.ts';

/** One kind of request through the version 1 door. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `:id` stands for a GUID. A slash at the end is as good as none. */
  readonly path: string;
  /** Gives the `Output`, which a delete or a detach has none of. */
  readonly answer: (state: HnsState, id: Guid, body: JsonObject) => JsonValue | undefined;
}

/** The arguments of `HNSCall`. */
export interface HnsRequest {
  readonly method: string;
  readonly path: string;
  /** JSON, or `''`. */
  readonly request: string;
}

const ROUTES: readonly Route[] = [...READING, ...WRITING];

const ID = /(?<=\/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\/|$)/i;

/**
 * Answers `HNSCall`.
 *
 * @returns The envelope `{"Success":true,"Output":…}`.
 * @throws {Refusal} HCN_E_REQUEST_UNSUPPORTED for what is not served, not found for an unknown ID.
 */
export function hnsCall(state: HnsState, { method, path, request }: HnsRequest): string {
  const trimmed = path.replace(/\/$/, '');
  const id = parseGuid(ID.exec(trimmed)?.[0] ?? '');
  const pattern = trimmed.replace(ID, ':id');
  const route = ROUTES.find((candidate) => candidate.method === method && candidate.path === pattern);
  if (route === undefined) throw new Refusal('HCN_E_REQUEST_UNSUPPORTED', `${method} ${path}`);
  const body = request === '' ? {} : parseObject(request);
  if (body === undefined) throw new Refusal('HCN_E_INVALID_JSON');
  return JSON.stringify({ Success: true, Output: route.answer(state, id ?? NIL_GUID, body) });
}

/**
 * The reply to a refused `HNSCall`: the envelope tells, on newer hosts together with the HRESULT. Where it alone tells,
 * it has the system's message and nothing else: clients have to know it.
 */
export function refusedHnsCall(state: HnsState, hresult: number, message: string): HcnReply<string> {
  const byEnvelope = state.conduct.hnsCallFailsBy === 'envelope';
  const text = byEnvelope ? systemMessage(hresult) : message;
  const value = JSON.stringify({ Success: false, Error: `${text} `, Output: null });
  return { hresult: byEnvelope ? HRESULTS.S_OK : hresult, value };
}
