import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID } from '../../lib/hns/guid.ts';
import { member, objectMember, objectsMember, textMember } from '../../lib/hns/hcn/members.ts';
import { changeNamespace } from './change-namespace.ts';
import { attachToHost, detachFromHost, shareWith, unshareFrom } from './containers.ts';
import { ENDPOINT, NAMESPACE, NETWORK } from './document-shapes.ts';
import { createEndpoint, deleteEndpoint, requireEndpoint } from './endpoints.ts';
import type { Route } from './hns-call.ts';
import { createNamespace, deleteNamespace, requireNamespace } from './namespaces.ts';
import { createNetwork, deleteNetwork, requireNetwork } from './networks.ts';
import { requireShape } from './parse-settings.ts';
import { checkedPolicies, requireFreePorts } from './policies.ts';
import { ENDPOINT_POLICIES } from './policy-shapes.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';
import { fromV1Endpoint, fromV1Network, networkOfV1Endpoint, resourceId } from './v1-documents.ts';
import { fromV1EndpointPolicy } from './v1-policies.ts';
import { v1Endpoint, v1Namespace, v1Network } from './v1-views.ts';

/** Requests of version 1 that change the state, which version 2 shows too. */
export const WRITING: readonly Route[] = [
  {
    method: 'POST',
    path: '/networks',
    answer: (state, _id, body) => {
      const settings = fromV1Network(body);
      requireShape(settings, NETWORK);
      return v1Network(state, createNetwork(state, NIL_GUID, settings));
    },
  },
  { method: 'DELETE', path: '/networks/:id', answer: (state, id) => void deleteNetwork(state, id) },
  {
    method: 'POST',
    path: '/endpoints',
    answer: (state, _id, body) => {
      const network = requireNetwork(state, networkOfV1Endpoint(body));
      const settings = fromV1Endpoint(body);
      requireShape(settings, ENDPOINT);
      return v1Endpoint(state, createEndpoint(state, network, NIL_GUID, settings));
    },
  },
  { method: 'POST', path: '/endpoints/:id', answer: updateEndpoint },
  { method: 'DELETE', path: '/endpoints/:id', answer: (state, id) => void deleteEndpoint(state, id) },
  { method: 'POST', path: '/endpoints/:id/attach', answer: attach },
  { method: 'POST', path: '/endpoints/:id/detach', answer: detach },
  {
    method: 'POST',
    path: '/namespaces',
    answer: (state, _id, body) => {
      requireShape(body, NAMESPACE);
      return v1Namespace(createNamespace(state, NIL_GUID, body));
    },
  },
  { method: 'DELETE', path: '/namespaces/:id', answer: (state, id) => void deleteNamespace(state, id) },
  { method: 'POST', path: '/namespaces/:id/addresource', answer: resourceChange('Add') },
  { method: 'POST', path: '/namespaces/:id/removeresource', answer: resourceChange('Remove') },
];

/** hcsshim sends the whole document back; what changes in practice are the policies. */
function updateEndpoint(state: HnsState, id: Guid, body: JsonObject): JsonObject {
  const endpoint = requireEndpoint(state, id);
  if (member(body, 'Policies') === undefined) return v1Endpoint(state, endpoint);
  const listed = objectsMember(body, 'Policies').map(fromV1EndpointPolicy);
  const Policies = checkedPolicies(listed, ENDPOINT_POLICIES);
  requireFreePorts(state, Policies, endpoint);
  const updated = { ...endpoint, Policies };
  state.endpoints.set(updated);
  return v1Endpoint(state, updated);
}

function attach(state: HnsState, id: Guid, body: JsonObject): undefined {
  const endpoint = requireEndpoint(state, id);
  if (isForHost(body)) attachToHost(state, endpoint);
  else shareWith(state, endpoint, container(body));
}

function detach(state: HnsState, id: Guid, body: JsonObject): undefined {
  const endpoint = requireEndpoint(state, id);
  if (isForHost(body)) detachFromHost(state, endpoint);
  else unshareFrom(state, endpoint, container(body));
}

function isForHost(body: JsonObject): boolean {
  return textMember(body, 'SystemType').toLowerCase() === 'host';
}

/** @throws {Refusal} HCN_E_REQUEST_UNSUPPORTED for a virtual machine. */
function container(body: JsonObject): string {
  const type = textMember(body, 'SystemType');
  if (type.toLowerCase() !== 'container')
    throw new Refusal('HCN_E_REQUEST_UNSUPPORTED', `SystemType "${type}"`);
  const id = textMember(body, 'ContainerId');
  if (id === '') throw new Refusal('E_INVALIDARG', 'ContainerId');
  return id;
}

function resourceChange(requestType: 'Add' | 'Remove'): Route['answer'] {
  return (state, id, body) => {
    const ResourceType = textMember(body, 'Type');
    const Data = objectMember(body, 'Data');
    const Settings = { ...Data, EndpointId: resourceId(body), ContainerId: resourceId(body) };
    changeNamespace(state, id, { ResourceType, RequestType: requestType, Settings });
    return v1Namespace(requireNamespace(state, id));
  };
}
