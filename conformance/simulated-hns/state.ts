import type { JsonObject } from '../../lib/cni/json.ts';
import type { Guid } from '../../lib/hns/guid.ts';
import type { HresultSymbol } from '../../lib/hns/hresult-symbols.ts';
import type { HnsVersion } from '../../lib/hns/version.ts';
import type { EndpointDocument, NamespaceDocument, NetworkDocument } from './documents.ts';

/** The objects of one kind by ID, in the order they were made; IDs match in any letter case. */
export class Objects<Document extends { readonly ID: Guid }> {
  readonly #byId = new Map<string, Document>();

  get(id: Guid): Document | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  has(id: Guid): boolean {
    return this.#byId.has(id.toLowerCase());
  }

  /** Adds a document or replaces the one of its ID. */
  set(document: Document): void {
    this.#byId.set(document.ID.toLowerCase(), document);
  }

  delete(id: Guid): void {
    this.#byId.delete(id.toLowerCase());
  }

  all(): readonly Document[] {
    return [...this.#byId.values()];
  }
}

/** How the service answers where its documentation leaves it open, or hosts differ. */
export interface Conduct {
  /** An unknown namespace comes into being when an endpoint is attached to it. */
  readonly createNamespaces: boolean;
  /** Every container has a compute system, not only those the state lists. */
  readonly createComputeSystems: boolean;
  /** The answer to attaching an attached endpoint: 14 or 2B of the HNS facility. */
  readonly secondAttach: HresultSymbol;
  readonly missingNetwork: HresultSymbol;
  readonly missingEndpoint: HresultSymbol;
  readonly missingNamespace: HresultSymbol;
  /** The answer to detaching an endpoint from a namespace it is not in. */
  readonly notAttached: HresultSymbol;
  /** A refused `HNSCall` fails by HRESULT on newer hosts; older ones answer S_OK and tell by the envelope alone. */
  readonly hnsCallFailsBy: 'hresult' | 'envelope';
}

/** What a current host most likely does. */
export const USUAL_CONDUCT: Conduct = {
  createNamespaces: false,
  createComputeSystems: false,
  secondAttach: 'HCN_E_ENDPOINT_ALREADY_ATTACHED',
  missingNetwork: 'HCN_E_NETWORK_NOT_FOUND',
  missingEndpoint: 'HCN_E_ENDPOINT_NOT_FOUND',
  missingNamespace: 'ERROR_NOT_FOUND',
  notAttached: 'ERROR_NOT_FOUND',
  hnsCallFailsBy: 'hresult',
};

/** All that the simulated service holds. Documents are never changed in place, only replaced. */
export interface HnsState {
  readonly version: HnsVersion;
  readonly conduct: Conduct;
  readonly networks: Objects<NetworkDocument>;
  readonly endpoints: Objects<EndpointDocument>;
  readonly namespaces: Objects<NamespaceDocument>;
  /** IDs of the containers the compute service has. */
  readonly computeSystems: readonly string[];
}

/** The state as one JSON document, the form of the state file and of `dump`. */
export interface StateDocument {
  readonly version?: HnsVersion;
  readonly networks?: readonly JsonObject[];
  readonly namespaces?: readonly JsonObject[];
  readonly endpoints?: readonly JsonObject[];
  readonly computeSystems?: readonly string[];
}

/** The whole state as a document that could be loaded again. */
export function dumpState(state: HnsState): Required<StateDocument> {
  return {
    version: state.version,
    networks: state.networks.all(),
    namespaces: state.namespaces.all(),
    endpoints: state.endpoints.all(),
    computeSystems: state.computeSystems,
  };
}
