import type { JsonObject } from '../../lib/cni/json.ts';
import { NIL_GUID, parseGuid, sameGuid } from '../../lib/hns/guid.ts';
import { textMember } from '../../lib/hns/hcn/members.ts';
import type { HnsVersion } from '../../lib/hns/version.ts';
import { ENDPOINT, NAMESPACE, NETWORK } from './document-shapes.ts';
import { addEndpoint } from './endpoints.ts';
import { attach, createNamespace, endpointsIn } from './namespaces.ts';
import { loadNetwork, requireNetwork } from './networks.ts';
import { requireShape } from './parse-settings.ts';
import { type Conduct, type HnsState, Objects, type StateDocument, USUAL_CONDUCT } from './state.ts';

/** HNS of Windows Server 2025. */
const DEFAULT_VERSION: HnsVersion = { Major: 15, Minor: 4 };

/**
 * Makes the state a document describes. Its objects may be sparse; an endpoint may name its namespace, or a namespace its
 * endpoints, or both.
 *
 * @throws {Error} When an object is not one HNS could hold, naming it by its place: `networks[0]`.
 */
export function loadState(document: StateDocument, conduct: Partial<Conduct> = {}): HnsState {
  const state: HnsState = {
    version: document.version ?? DEFAULT_VERSION,
    conduct: { ...USUAL_CONDUCT, ...conduct },
    networks: new Objects(),
    endpoints: new Objects(),
    namespaces: new Objects(),
    computeSystems: document.computeSystems ?? [],
  };
  each('networks', document.networks, (network) => {
    requireShape(network, NETWORK);
    loadNetwork(state, network);
  });
  each('namespaces', document.namespaces, (namespace) => {
    requireShape(namespace, NAMESPACE);
    createNamespace(state, NIL_GUID, namespace);
  });
  each('endpoints', document.endpoints, (endpoint) => {
    requireShape(endpoint, ENDPOINT);
    loadEndpoint(state, endpoint);
  });
  return state;
}

function loadEndpoint(state: HnsState, settings: JsonObject): void {
  const network = requireNetwork(state, parseGuid(textMember(settings, 'HostComputeNetwork')) ?? NIL_GUID);
  const endpoint = addEndpoint(state, network, NIL_GUID, settings);
  const listedIn = state.namespaces
    .all()
    .find((namespace) => endpointsIn(namespace).some((id) => sameGuid(id, endpoint.ID)));
  if (listedIn !== undefined) {
    state.endpoints.set({ ...endpoint, HostComputeNamespace: listedIn.ID });
    return;
  }
  const named = parseGuid(textMember(settings, 'HostComputeNamespace'));
  if (named === undefined || sameGuid(named, NIL_GUID)) return;
  attach(state, state.namespaces.get(named) ?? createNamespace(state, named, {}), endpoint);
}

function each(
  list: string,
  documents: readonly JsonObject[] | undefined,
  load: (document: JsonObject) => void,
): void {
  documents?.forEach((document, index) => {
    try {
      load(document);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${list}[${index}] cannot be loaded: ${why}`, { cause });
    }
  });
}
