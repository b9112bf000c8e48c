import { requireEndpoint } from './endpoints.ts';
import type { Route } from './hns-call.ts';
import { requireNamespace } from './namespaces.ts';
import { requireNetwork } from './networks.ts';
import { v1Endpoint, v1Namespace, v1Network } from './v1-views.ts';

/** Requests of version 1 that change nothing. */
export const READING: readonly Route[] = [
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
  {
    method: 'GET',
    path: '/endpointstats/:id',
    answer: (state, id) => ({ EndpointId: requireEndpoint(state, id).ID, BytesReceived: 0, BytesSent: 0 }),
  },
  { method: 'GET', path: '/namespaces', answer: (state) => state.namespaces.all().map(v1Namespace) },
  {
    method: 'GET',
    path: '/namespaces/:id',
    answer: (state, id) => v1Namespace(requireNamespace(state, id)),
  },
];
