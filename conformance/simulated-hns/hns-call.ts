import type { JsonValue } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID, parseGuid } from '../../lib/hns/guid.ts';
import type { HcnReply } from '../../lib/hns/hcn/api.ts';
import { HRESULTS } from '../../lib/hns/hresult-symbols.ts';
import { requireEndpoint } from './endpoints.ts';
import { requireNamespace } from './namespaces.ts';
import { requireNetwork } from './networks.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';
import { v1Endpoint, v1Namespace, v1Network } from './v1-views.ts';

/** One kind of request through the version 1 door. Writing requests join this table when version 1 is served. */
interface Route {
  readonly method: 'GET';
  /** `:id` stands for a GUID. A slash at the end is as good as none. */
  readonly path: string;
  readonly answer: (state: HnsState, id: Guid) => JsonValue;
}

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/globals/version',
    answer: ({ version }) => ({ Major: version.Major, Minor: version.Minor }),
  },
  {
    method: 'GET',
    path: '/networks',
    answer: (state) => state.networks.all().map((network) => v1Network(state, network)),
  },
  {
    method: 'GET',
    path: '/networks/:id',
    answer: (state, id) => v1Network(state, requireNetwork(state, id)),
  },
  {
    method: 'GET',
    path: '/endpoints',
    answer: (state) => state.endpoints.all().map((endpoint) => v1Endpoint(state, endpoint)),
  },
  {
    method: 'GET',
    path: '/endpoints/:id',
    answer: (state, id) => v1Endpoint(state, requireEndpoint(state, id)),
  },
  { method: 'GET', path: '/namespaces', answer: (state) => state.namespaces.all().map(v1Namespace) },
  {
    method: 'GET',
    path: '/namespaces/:id',
    answer: (state, id) => v1Namespace(requireNamespace(state, id)),
  },
];

const ID_AT_END = /\/([0-9a-f-]{36})$/i;

/**
 * Answers `HNSCall`.
 *
 * @returns The envelope `{"Success":true,"Output":…}`.
 * @throws {Refusal} HCN_E_REQUEST_UNSUPPORTED for what is not served, not found for an unknown ID.
 */
export function hnsCall(state: HnsState, method: string, path: string): string {
  const trimmed = path.replace(/\/$/, '');
  const id = parseGuid(ID_AT_END.exec(trimmed)?.[1] ?? '');
  const pattern = id === undefined ? trimmed : trimmed.replace(ID_AT_END, '/:id');
  const route = ROUTES.find((candidate) => candidate.method === method && candidate.path === pattern);
  if (route === undefined) throw new Refusal('HCN_E_REQUEST_UNSUPPORTED', `${method} ${path}`);
  return JSON.stringify({ Success: true, Output: route.answer(state, id ?? NIL_GUID) });
}

/** The reply to a refused `HNSCall`: the envelope tells, on newer hosts together with the HRESULT. */
export function refusedHnsCall(state: HnsState, hresult: number, message: string): HcnReply<string> {
  const value = JSON.stringify({ Success: false, Error: `${message} `, Output: null });
  return { hresult: state.conduct.hnsCallFailsBy === 'hresult' ? hresult : HRESULTS.S_OK, value };
}
