import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID, parseGuid, sameGuid } from '../../lib/hns/guid.ts';
import { numberMember, objectMember, objectsMember, textMember } from '../../lib/hns/hcn/members.ts';
import {
  type EndpointDocument,
  type NamespaceDocument,
  type ResourceDocument,
  SCHEMA_VERSION,
} from './documents.ts';
import { chosenId } from './object-id.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/** Compartment 1 is the node's own. */
const FIRST_COMPARTMENT = 2;

/**
 * Creates a namespace, empty unless the document lists resources.
 *
 * @throws {Refusal} ERROR_ALREADY_EXISTS when there is one of that ID.
 */
export function createNamespace(state: HnsState, id: Guid, settings: JsonObject): NamespaceDocument {
  const ID = chosenId(id, settings);
  if (state.namespaces.has(ID)) throw new Refusal('ERROR_ALREADY_EXISTS', ID);
  const namespace: NamespaceDocument = {
    ...settings,
    ID,
    NamespaceId: numberMember(settings, 'NamespaceId') ?? freeCompartment(state),
    Type: textMember(settings, 'Type') || 'Host',
    Resources: objectsMember(settings, 'Resources').map((resource) => ({
      Type: textMember(resource, 'Type'),
      Data: objectMember(resource, 'Data'),
    })),
    SchemaVersion: SCHEMA_VERSION,
  };
  state.namespaces.set(namespace);
  return namespace;
}

/**
 * Deletes a namespace; its endpoints are detached.
 *
 * @throws {Refusal} When there is none, or HCN_E_REQUEST_UNSUPPORTED while it has containers.
 */
export function deleteNamespace(state: HnsState, id: Guid): void {
  const namespace = requireNamespace(state, id);
  if (namespace.Resources.some(({ Type }) => Type === 'Container'))
    throw new Refusal('HCN_E_REQUEST_UNSUPPORTED');
  for (const endpoint of state.endpoints.all()) {
    if (!sameGuid(endpoint.HostComputeNamespace, id)) continue;
    state.endpoints.set({ ...endpoint, HostComputeNamespace: NIL_GUID });
  }
  state.namespaces.delete(id);
}

/** @throws {Refusal} ERROR_NOT_FOUND (unless told otherwise) when there is no namespace of that ID. */
export function requireNamespace(state: HnsState, id: Guid): NamespaceDocument {
  const namespace = state.namespaces.get(id);
  if (namespace === undefined) throw new Refusal(state.conduct.missingNamespace, id);
  return namespace;
}

/** @throws {Refusal} When the endpoint is in a namespace already, this one or another. */
export function attach(state: HnsState, namespace: NamespaceDocument, endpoint: EndpointDocument): void {
  if (endpoint.HostComputeNamespace !== NIL_GUID) throw new Refusal(state.conduct.secondAttach, endpoint.ID);
  state.endpoints.set({ ...endpoint, HostComputeNamespace: namespace.ID });
  state.namespaces.set({ ...namespace, Resources: [...namespace.Resources, endpointResource(endpoint.ID)] });
}

/** @throws {Refusal} When the endpoint is not in that namespace. */
export function detach(state: HnsState, namespace: NamespaceDocument, endpoint: EndpointDocument): void {
  if (!sameGuid(endpoint.HostComputeNamespace, namespace.ID)) {
    throw new Refusal(state.conduct.notAttached, endpoint.ID);
  }
  detachEverywhere(state, endpoint);
}

/** Detaches an endpoint from wherever it is. */
export function detachEverywhere(state: HnsState, endpoint: EndpointDocument): void {
  for (const namespace of state.namespaces.all()) {
    const Resources = namespace.Resources.filter((resource) => !isEndpoint(resource, endpoint.ID));
    if (Resources.length < namespace.Resources.length) state.namespaces.set({ ...namespace, Resources });
  }
  state.endpoints.set({ ...endpoint, HostComputeNamespace: NIL_GUID });
}

/** The endpoints a namespace lists. */
export function endpointsIn(namespace: NamespaceDocument): readonly Guid[] {
  return namespace.Resources.filter(({ Type }) => Type === 'Endpoint').flatMap(
    ({ Data }) => parseGuid(textMember(Data, 'Id')) ?? [],
  );
}

function endpointResource(id: Guid): ResourceDocument {
  return { Type: 'Endpoint', Data: { Id: id } };
}

function isEndpoint({ Type, Data }: ResourceDocument, id: Guid): boolean {
  const listed = parseGuid(textMember(Data, 'Id'));
  return Type === 'Endpoint' && listed !== undefined && sameGuid(listed, id);
}

function freeCompartment(state: HnsState): number {
  return Math.max(FIRST_COMPARTMENT - 1, ...state.namespaces.all().map(({ NamespaceId }) => NamespaceId)) + 1;
}
