import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID, sameGuid } from '../../lib/hns/guid.ts';
import { member, numberMember, objectMember, objectsMember, textMember } from '../../lib/hns/hcn/members.ts';
import { parseCidr } from '../../lib/ip/cidr.ts';
import {
  type NetworkDocument,
  type PolicyDocument,
  SCHEMA_VERSION,
  type SubnetDocument,
} from './documents.ts';
import { isMac, nextMacRange } from './mac-pool.ts';
import { chosenId } from './object-id.ts';
import { checkedPolicies, isPolicy } from './policies.ts';
import { NETWORK_POLICIES } from './policy-shapes.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

const TYPES = [
  'NAT',
  'L2Bridge',
  'L2Tunnel',
  'Overlay',
  'Transparent',
  'ICS',
  'Private',
  'Internal',
  'Mirrored',
];

/** The node's own address, which HNS puts into overlay networks as their provider address. */
const NODE_ADDRESS = '192.168.79.39';

/**
 * Creates a network under `id`, or under an ID of HNS's choice when it is the nil GUID. Without a type it is NAT.
 *
 * @throws {Refusal} HCN_E_NETWORK_ALREADY_EXISTS, HCN_E_INVALID_NETWORK_TYPE, HCN_E_INVALID_SUBNET or a policy's.
 */
export function createNetwork(state: HnsState, id: Guid, settings: JsonObject): NetworkDocument {
  const network = completeNetwork(state, id, settings);
  const created = { ...network, Policies: [...network.Policies, ...policiesOfHns(network)] };
  state.networks.set(created);
  return created;
}

/** Adds a network of a state file: sparse members are filled in, policies that are listed stay as they are. */
export function loadNetwork(state: HnsState, settings: JsonObject): void {
  const network = completeNetwork(state, NIL_GUID, settings);
  const listed = member(settings, 'Policies') !== undefined;
  state.networks.set(listed ? network : { ...network, Policies: policiesOfHns(network) });
}

/**
 * Deletes a network and the endpoints on it.
 *
 * @throws {Refusal} When there is none, or HCN_E_ENTITY_HAS_REFERENCES when an endpoint on it is attached.
 */
export function deleteNetwork(state: HnsState, id: Guid): void {
  const network = requireNetwork(state, id);
  const endpoints = state.endpoints.all().filter((endpoint) => sameGuid(endpoint.HostComputeNetwork, id));
  const attached = endpoints.find((endpoint) => endpoint.HostComputeNamespace !== NIL_GUID);
  if (attached !== undefined) throw new Refusal('HCN_E_ENTITY_HAS_REFERENCES', attached.ID);
  for (const endpoint of endpoints) state.endpoints.delete(endpoint.ID);
  state.networks.delete(network.ID);
}

/** @throws {Refusal} When there is no network of that ID. */
export function requireNetwork(state: HnsState, id: Guid): NetworkDocument {
  const network = state.networks.get(id);
  if (network === undefined) throw new Refusal(state.conduct.missingNetwork, id);
  return network;
}

function completeNetwork(state: HnsState, id: Guid, settings: JsonObject): NetworkDocument {
  const ID = chosenId(id, settings);
  if (state.networks.has(ID)) throw new Refusal('HCN_E_NETWORK_ALREADY_EXISTS', ID);
  return {
    ...settings,
    ID,
    Name: textMember(settings, 'Name'),
    Type: networkType(settings),
    Policies: checkedPolicies(objectsMember(settings, 'Policies'), NETWORK_POLICIES),
    MacPool: macPool(state, settings),
    Dns: objectMember(settings, 'Dns'),
    Ipams: objectsMember(settings, 'Ipams').map((ipam) => ({
      ...ipam,
      Type: textMember(ipam, 'Type') || 'Static',
      Subnets: objectsMember(ipam, 'Subnets').map(completeSubnet),
    })),
    Flags: numberMember(settings, 'Flags') ?? 0,
    Health: { Data: {}, Extra: {}, ...objectMember(settings, 'Health') },
    SchemaVersion: SCHEMA_VERSION,
  };
}

function networkType(settings: JsonObject): string {
  const type = textMember(settings, 'Type') || 'NAT';
  if (TYPES.some((known) => known.toLowerCase() === type.toLowerCase())) return type;
  throw new Refusal('HCN_E_INVALID_NETWORK_TYPE', `"${type}"`);
}

function completeSubnet(subnet: JsonObject): SubnetDocument {
  const IpAddressPrefix = textMember(subnet, 'IpAddressPrefix');
  if (parseCidr(IpAddressPrefix) === undefined)
    throw new Refusal('HCN_E_INVALID_SUBNET', `"${IpAddressPrefix}"`);
  const Routes = objectsMember(subnet, 'Routes').map((route) => ({
    ...route,
    NextHop: textMember(route, 'NextHop'),
    DestinationPrefix: textMember(route, 'DestinationPrefix'),
  }));
  const Policies = objectsMember(subnet, 'Policies').map((policy) => ({
    Type: textMember(policy, 'Type'),
    Settings: objectMember(policy, 'Settings'),
  }));
  return { ...subnet, IpAddressPrefix, Routes, Policies };
}

function macPool(state: HnsState, settings: JsonObject): NetworkDocument['MacPool'] {
  const ranges = objectsMember(objectMember(settings, 'MacPool'), 'Ranges').map((range) => ({
    StartMacAddress: textMember(range, 'StartMacAddress'),
    EndMacAddress: textMember(range, 'EndMacAddress'),
  }));
  const wrong = ranges.find(({ StartMacAddress: start, EndMacAddress: end }) => !isMac(start) || !isMac(end));
  if (wrong !== undefined) throw new Refusal('E_INVALIDARG', JSON.stringify(wrong));
  return { Ranges: ranges.length === 0 ? [nextMacRange(state.networks.all())] : ranges };
}

/** What HNS itself adds to an overlay network: the node's address and the MAC address of the distributed router. */
function policiesOfHns(network: NetworkDocument): readonly PolicyDocument[] {
  if (network.Type.toLowerCase() !== 'overlay') return [];
  const router = network.MacPool.Ranges[0]?.EndMacAddress ?? '00-15-5D-00-00-01';
  const added: readonly PolicyDocument[] = [
    { Type: 'ProviderAddress', Settings: { ProviderAddress: NODE_ADDRESS } },
    { Type: 'DrMacAddress', Settings: { Address: router } },
  ];
  return added.filter(({ Type }) => !network.Policies.some((policy) => isPolicy(policy, Type)));
}
