import type { JsonObject } from '../../lib/cni/json.ts';
import { type Guid, NIL_GUID, parseGuid, sameGuid } from '../../lib/hns/guid.ts';
import { numberMember, objectMember, objectsMember, textMember } from '../../lib/hns/hcn/members.ts';
import { parseAddress } from '../../lib/ip/address.ts';
import { parseCidr } from '../../lib/ip/cidr.ts';
import { defaultRoutes, endpointAddresses } from './addresses.ts';
import {
  type EndpointDocument,
  type NetworkDocument,
  type RouteDocument,
  SCHEMA_VERSION,
} from './documents.ts';
import { isMac, nextMac } from './mac-pool.ts';
import { detachEverywhere } from './namespaces.ts';
import { chosenId } from './object-id.ts';
import { checkedPolicies, requireFreePorts } from './policies.ts';
import { ENDPOINT_POLICIES } from './policy-shapes.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/**
 * Creates an endpoint on a network. What is not asked for is assigned: ID, address, prefix length, MAC address. A name
 * that another endpoint has is accepted.
 *
 * @throws {Refusal} For an address, MAC address, route or policy HNS does not take.
 */
export function createEndpoint(
  state: HnsState,
  network: NetworkDocument,
  id: Guid,
  settings: JsonObject,
): EndpointDocument {
  if (isAttached(settings)) throw new Refusal('E_INVALIDARG', 'HostComputeNamespace is read-only');
  return addEndpoint(state, network, id, settings);
}

/** Adds an endpoint of a state file, which may be attached: the caller puts it into its namespace. */
export function addEndpoint(
  state: HnsState,
  network: NetworkDocument,
  id: Guid,
  settings: JsonObject,
): EndpointDocument {
  const endpoint = completeEndpoint(state, network, id, settings);
  state.endpoints.set(endpoint);
  return endpoint;
}

/** @throws {Refusal} When there is no endpoint of that ID. An attached one is detached and deleted. */
export function deleteEndpoint(state: HnsState, id: Guid): void {
  const endpoint = requireEndpoint(state, id);
  detachEverywhere(state, endpoint);
  state.endpoints.delete(endpoint.ID);
}

/** @throws {Refusal} When there is no endpoint of that ID. */
export function requireEndpoint(state: HnsState, id: Guid): EndpointDocument {
  const endpoint = state.endpoints.get(id);
  if (endpoint === undefined) throw new Refusal(state.conduct.missingEndpoint, id);
  return endpoint;
}

function completeEndpoint(
  state: HnsState,
  network: NetworkDocument,
  id: Guid,
  settings: JsonObject,
): EndpointDocument {
  const ID = chosenId(id, settings);
  if (state.endpoints.has(ID)) throw new Refusal('ERROR_OBJECT_ALREADY_EXISTS', ID);
  requireOnNetwork(network, settings);
  const Policies = checkedPolicies(objectsMember(settings, 'Policies'), ENDPOINT_POLICIES);
  requireFreePorts(state, Policies);
  const Routes = objectsMember(settings, 'Routes').map(checkedRoute);
  const wanted = objectsMember(settings, 'IpConfigurations');
  const IpConfigurations = endpointAddresses(state, network, wanted);
  const assigned = !wanted.some((configuration) => textMember(configuration, 'IpAddress') !== '');
  const usable = Routes.filter(({ NextHop }) => NextHop !== '');
  return {
    ...settings,
    ID,
    Name: textMember(settings, 'Name'),
    HostComputeNetwork: network.ID,
    HostComputeNamespace: NIL_GUID,
    Policies,
    IpConfigurations,
    Dns: objectMember(settings, 'Dns'),
    Routes: assigned && usable.length === 0 ? defaultRoutes(network, IpConfigurations) : Routes,
    MacAddress: macAddress(state, network, settings),
    Flags: numberMember(settings, 'Flags') ?? 0,
    Health: { Data: {}, Extra: {}, ...objectMember(settings, 'Health') },
    SchemaVersion: SCHEMA_VERSION,
  };
}

function requireOnNetwork(network: NetworkDocument, settings: JsonObject): void {
  const named = parseGuid(textMember(settings, 'HostComputeNetwork'));
  if (named === undefined || sameGuid(named, network.ID)) return;
  throw new Refusal('E_INVALIDARG', `HostComputeNetwork is ${named}, the network opened is ${network.ID}`);
}

function checkedRoute(route: JsonObject): RouteDocument {
  const NextHop = textMember(route, 'NextHop');
  const DestinationPrefix = textMember(route, 'DestinationPrefix');
  if (NextHop !== '' && parseAddress(NextHop) === undefined)
    throw new Refusal('HCN_E_INVALID_IP', `"${NextHop}"`);
  if (parseCidr(DestinationPrefix) === undefined) {
    throw new Refusal('HCN_E_INVALID_PREFIX', `"${DestinationPrefix}"`);
  }
  return { ...route, NextHop, DestinationPrefix };
}

function macAddress(state: HnsState, network: NetworkDocument, settings: JsonObject): string {
  const asked = textMember(settings, 'MacAddress');
  if (asked === '') return nextMac(state, network);
  if (!isMac(asked)) throw new Refusal('E_INVALIDARG', `MacAddress "${asked}"`);
  return asked;
}

function isAttached(settings: JsonObject): boolean {
  const namespace = textMember(settings, 'HostComputeNamespace');
  return namespace !== '' && namespace !== NIL_GUID;
}
