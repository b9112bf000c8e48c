import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../lib/cni/json.ts';
import { objectMember, objectsMember, textMember } from '../../lib/hns/hcn/members.ts';
import type { EndpointDocument, NetworkDocument, PolicyDocument } from './documents.ts';
import { checkedPolicies, isPolicy, requireFreePorts } from './policies.ts';
import { ENDPOINT_POLICIES, NETWORK_POLICIES, type PolicyShape } from './policy-shapes.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/**
 * Carries out a ModifyNetworkSettingRequest for policies, as flanneld sends it for RemoteSubnetRoute and HostRoute.
 *
 * @throws {Refusal} HCN_E_POLICY_NOT_FOUND on removing what is not there, HCN_E_REQUEST_UNSUPPORTED for another resource.
 */
export function changeNetwork(state: HnsState, network: NetworkDocument, change: JsonObject): void {
  state.networks.set({ ...network, Policies: changed(network.Policies, change, NETWORK_POLICIES) });
}

/** The same for an endpoint (ModifyEndpointSettingRequest). */
export function changeEndpoint(state: HnsState, endpoint: EndpointDocument, change: JsonObject): void {
  const Policies = changed(endpoint.Policies, change, ENDPOINT_POLICIES);
  requireFreePorts(state, Policies, endpoint);
  state.endpoints.set({ ...endpoint, Policies });
}

function changed(
  present: readonly PolicyDocument[],
  change: JsonObject,
  shapes: Readonly<Record<string, PolicyShape>>,
): readonly PolicyDocument[] {
  if (textMember(change, 'ResourceType').toLowerCase() !== 'policy')
    throw new Refusal('HCN_E_REQUEST_UNSUPPORTED');
  const listed = checkedPolicies(objectsMember(objectMember(change, 'Settings'), 'Policies'), shapes);
  const isListed = (policy: PolicyDocument) => listed.some((other) => isSame(policy, other));
  switch (textMember(change, 'RequestType').toLowerCase()) {
    case 'add':
      return [...present, ...listed];
    case 'remove':
      if (!listed.every((policy) => present.some((other) => isSame(policy, other)))) {
        throw new Refusal('HCN_E_POLICY_NOT_FOUND');
      }
      return present.filter((policy) => !isListed(policy));
    case 'update':
      return [...present.filter((policy) => !listed.some(({ Type }) => isPolicy(policy, Type))), ...listed];
    default:
      throw new Refusal('HCN_E_REQUEST_UNSUPPORTED');
  }
}

function isSame(one: PolicyDocument, other: PolicyDocument): boolean {
  return isPolicy(one, other.Type) && isDeepStrictEqual(one.Settings, other.Settings);
}
