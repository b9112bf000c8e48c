import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, parseGuid } from '../../lib/hns/guid.ts';
import type { HcnFunction } from '../../lib/hns/hcn/functions.ts';
import { changeNamespace } from './change-namespace.ts';
import { changeEndpoint, changeNetwork } from './change-policies.ts';
import { changeComputeSystem, computeSystemProperties, requireComputeSystem } from './compute-systems.ts';
import { CHANGE, COMPUTE_CHANGE, ENDPOINT, NAMESPACE, NETWORK } from './document-shapes.ts';
import { createEndpoint, deleteEndpoint, requireEndpoint } from './endpoints.ts';
import type { HandleTable } from './handles.ts';
import { hnsCall } from './hns-call.ts';
import { createNamespace, deleteNamespace, requireNamespace } from './namespaces.ts';
import { createNetwork, deleteNetwork, requireNetwork } from './networks.ts';
import { parseSettings } from './parse-settings.ts';
import { matches, parseQuery } from './queries.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';
import { v1Endpoint, v1Namespace, v1Network } from './v1-views.ts';

/** The service as one client sees it. */
export interface CallScope {
  readonly state: HnsState;
  readonly handles: HandleTable;
}

/** Carries out a call; gives a document, a handle in decimal, or nothing, and throws a `Refusal`. */
type Implementation = (scope: CallScope, ...args: readonly string[]) => string | undefined;

/** What each function of the API does to the state. */
export const CALLS: Readonly<Record<HcnFunction, Implementation>> = {
  HcnEnumerateNetworks: ({ state }, query = '') =>
    enumerate(query, state.networks.all(), (network) => v1Network(state, network)),
  HcnCreateNetwork: ({ state, handles }, id = '', settings = '') =>
    handles.open({
      kind: 'network',
      id: createNetwork(state, guid(id), parseSettings(settings, NETWORK)).ID,
    }),
  HcnOpenNetwork: ({ state, handles }, id = '') =>
    handles.open({ kind: 'network', id: requireNetwork(state, guid(id)).ID }),
  HcnModifyNetwork: ({ state, handles }, handle = '', change = '') => {
    const network = requireNetwork(state, handles.require(handle, 'network'));
    changeNetwork(state, network, parseSettings(change, CHANGE));
    return undefined;
  },
  HcnQueryNetworkProperties: ({ state, handles }, handle = '', query = '') => {
    const network = requireNetwork(state, handles.require(handle, 'network'));
    return JSON.stringify(parseQuery(query).schema === 1 ? v1Network(state, network) : network);
  },
  HcnDeleteNetwork: ({ state }, id = '') => {
    deleteNetwork(state, guid(id));
    return undefined;
  },
  HcnCloseNetwork: ({ handles }, handle = '') => {
    handles.close(handle, 'network');
    return undefined;
  },
  HcnEnumerateEndpoints: ({ state }, query = '') =>
    enumerate(query, state.endpoints.all(), (endpoint) => v1Endpoint(state, endpoint)),
  HcnCreateEndpoint: ({ state, handles }, network = '', id = '', settings = '') => {
    const on = requireNetwork(state, handles.require(network, 'network'));
    const endpoint = createEndpoint(state, on, guid(id), parseSettings(settings, ENDPOINT));
    return handles.open({ kind: 'endpoint', id: endpoint.ID });
  },
  HcnOpenEndpoint: ({ state, handles }, id = '') =>
    handles.open({ kind: 'endpoint', id: requireEndpoint(state, guid(id)).ID }),
  HcnModifyEndpoint: ({ state, handles }, handle = '', change = '') => {
    const endpoint = requireEndpoint(state, handles.require(handle, 'endpoint'));
    changeEndpoint(state, endpoint, parseSettings(change, CHANGE));
    return undefined;
  },
  HcnQueryEndpointProperties: ({ state, handles }, handle = '', query = '') => {
    const endpoint = requireEndpoint(state, handles.require(handle, 'endpoint'));
    return JSON.stringify(parseQuery(query).schema === 1 ? v1Endpoint(state, endpoint) : endpoint);
  },
  HcnDeleteEndpoint: ({ state }, id = '') => {
    deleteEndpoint(state, guid(id));
    return undefined;
  },
  HcnCloseEndpoint: ({ handles }, handle = '') => {
    handles.close(handle, 'endpoint');
    return undefined;
  },
  HcnEnumerateNamespaces: ({ state }, query = '') => enumerate(query, state.namespaces.all(), v1Namespace),
  HcnCreateNamespace: ({ state, handles }, id = '', settings = '') =>
    handles.open({
      kind: 'namespace',
      id: createNamespace(state, guid(id), parseSettings(settings, NAMESPACE)).ID,
    }),
  HcnOpenNamespace: ({ state, handles }, id = '') => {
    // A handle to a namespace that is still to come into being: only an attach makes it.
    if (!state.conduct.createNamespaces) requireNamespace(state, guid(id));
    return handles.open({ kind: 'namespace', id: state.namespaces.get(guid(id))?.ID ?? guid(id) });
  },
  HcnModifyNamespace: ({ state, handles }, handle = '', change = '') => {
    changeNamespace(state, handles.require(handle, 'namespace'), parseSettings(change, CHANGE));
    return undefined;
  },
  HcnQueryNamespaceProperties: ({ state, handles }, handle = '', query = '') => {
    const namespace = requireNamespace(state, handles.require(handle, 'namespace'));
    return JSON.stringify(parseQuery(query).schema === 1 ? v1Namespace(namespace) : namespace);
  },
  HcnDeleteNamespace: ({ state }, id = '') => {
    deleteNamespace(state, guid(id));
    return undefined;
  },
  HcnCloseNamespace: ({ handles }, handle = '') => {
    handles.close(handle, 'namespace');
    return undefined;
  },
  HNSCall: ({ state }, method = '', path = '', request = '') => hnsCall(state, { method, path, request }),
  HcsOpenComputeSystem: ({ state, handles }, id = '') =>
    handles.open({ kind: 'compute system', id: requireComputeSystem(state, id) }),
  HcsGetComputeSystemProperties: ({ handles }, system = '') =>
    JSON.stringify(computeSystemProperties(handles.requireComputeSystem(system))),
  HcsModifyComputeSystem: ({ state, handles }, system = '', change = '') => {
    const container = handles.requireComputeSystem(system);
    changeComputeSystem(state, container, parseSettings(change, COMPUTE_CHANGE));
    return undefined;
  },
  HcsCloseComputeSystem: ({ handles }, system = '') => {
    handles.close(system, 'compute system');
    return undefined;
  },
};

function enumerate<Document extends { readonly ID: Guid }>(
  query: string,
  documents: readonly Document[],
  v1View: (document: Document) => JsonObject,
): string {
  const { filter } = parseQuery(query);
  return JSON.stringify(
    documents.filter((document) => matches(filter, v1View(document))).map(({ ID }) => ID),
  );
}

function guid(text: string): Guid {
  const parsed = parseGuid(text);
  if (parsed === undefined) throw new Refusal('E_INVALIDARG', `"${text}" is no GUID`);
  return parsed;
}
