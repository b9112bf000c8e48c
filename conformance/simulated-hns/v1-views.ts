import type { JsonObject } from '../../lib/cni/json.ts';
import { NIL_GUID } from '../../lib/hns/guid.ts';
import { numberMember, textMember, textsMember } from '../../lib/hns/hcn/members.ts';
import { parseAddress } from '../../lib/ip/address.ts';
import { parseCidr } from '../../lib/ip/cidr.ts';
import { containersOf, isOnHost } from './containers.ts';
import type { EndpointDocument, NamespaceDocument, NetworkDocument, RouteDocument } from './documents.ts';
import { isPolicy } from './policies.ts';
import type { HnsState } from './state.ts';
import { v1EndpointPolicies, v1NetworkPolicies, v1SubnetPolicy } from './v1-policies.ts';

/** States of a version 1 endpoint. */
const CREATED = 1;
const ATTACHED = 2;
const ATTACHED_SHARING = 3;

/** A network as version 1 shows it (HNSNetwork): the same state under other member names. */
export function v1Network(state: HnsState, network: NetworkDocument): JsonObject {
  const setting = (type: string, name: string) => {
    const policy = network.Policies.find((candidate) => isPolicy(candidate, type));
    return policy === undefined ? undefined : textMember(policy.Settings, name);
  };
  const endpoints = state.endpoints.all().filter((endpoint) => endpoint.HostComputeNetwork === network.ID);
  return {
    ID: network.ID,
    Name: network.Name,
    Type: network.Type,
    Flags: network.Flags,
    State: 1,
    ManagementIP: setting('ProviderAddress', 'ProviderAddress'),
    DrMacAddress: setting('DrMacAddress', 'Address'),
    NetworkAdapterName: setting('NetAdapterName', 'NetworkAdapterName'),
    SourceMac: setting('SourceMacAddress', 'SourceMacAddress'),
    CurrentEndpointCount: endpoints.length,
    MacPools: network.MacPool.Ranges,
    Policies: v1NetworkPolicies(network.Policies),
    Subnets: network.Ipams.flatMap(({ Subnets }) => Subnets).map((subnet) => ({
      ObjectType: 5,
      AddressPrefix: subnet.IpAddressPrefix,
      GatewayAddress: defaultNextHop(subnet.Routes ?? []),
      Policies: (subnet.Policies ?? []).map(v1SubnetPolicy),
    })),
    ...v1Dns(network.Dns),
  };
}

/** An endpoint as version 1 shows it (HNSEndpoint). */
export function v1Endpoint(state: HnsState, endpoint: EndpointDocument): JsonObject {
  const network = state.networks.get(endpoint.HostComputeNetwork);
  const containers = containersOf(endpoint);
  const addressOf = (family: 4 | 6) =>
    endpoint.IpConfigurations.find(({ IpAddress }) => parseAddress(IpAddress)?.family === family);
  return {
    ID: endpoint.ID,
    Name: endpoint.Name,
    VirtualNetwork: endpoint.HostComputeNetwork,
    VirtualNetworkName: network?.Name,
    Type: network?.Type,
    State: stateOf(endpoint),
    IPAddress: addressOf(4)?.IpAddress,
    PrefixLength: addressOf(4)?.PrefixLength,
    IPv6Address: addressOf(6)?.IpAddress,
    IPv6PrefixLength: addressOf(6)?.PrefixLength,
    GatewayAddress: defaultNextHop(endpoint.Routes, 4),
    GatewayAddressV6: defaultNextHop(endpoint.Routes, 6),
    MacAddress: endpoint.MacAddress,
    Policies: v1EndpointPolicies(endpoint.Policies),
    Namespace: { ID: endpoint.HostComputeNamespace },
    IsRemoteEndpoint: (endpoint.Flags & 1) !== 0 || undefined,
    EncapOverhead: encapOverhead(endpoint),
    SharedContainers: containers.length === 0 ? undefined : containers,
    ...v1Dns(endpoint.Dns),
  };
}

function stateOf(endpoint: EndpointDocument): number {
  const containers = containersOf(endpoint).length;
  if (containers > 1) return ATTACHED_SHARING;
  const attached = containers === 1 || endpoint.HostComputeNamespace !== NIL_GUID || isOnHost(endpoint);
  return attached ? ATTACHED : CREATED;
}

function encapOverhead({ Policies }: EndpointDocument): number {
  const policy = Policies.find((candidate) => isPolicy(candidate, 'EncapOverhead'));
  return policy === undefined ? 0 : (numberMember(policy.Settings, 'Overhead') ?? 0);
}

/** A namespace as version 1 shows it. */
export function v1Namespace(namespace: NamespaceDocument): JsonObject {
  const { ID, NamespaceId, Resources, Type } = namespace;
  return {
    ID,
    CompartmentId: NamespaceId,
    IsDefault: Type.endsWith('Default'),
    Containers: Resources.filter((resource) => resource.Type === 'Container').map(({ Data }) =>
      textMember(Data, 'Id'),
    ),
    ResourceList: Resources.filter((resource) => resource.Type === 'Endpoint'),
  };
}

function defaultNextHop(routes: readonly RouteDocument[], family?: 4 | 6): string | undefined {
  const route = routes.find(({ DestinationPrefix }) => {
    const destination = parseCidr(DestinationPrefix);
    return destination?.prefixLength === 0 && (family === undefined || destination.address.family === family);
  });
  return route?.NextHop;
}

function v1Dns(dns: JsonObject): JsonObject {
  const joined = (name: string) => textsMember(dns, name).join(',') || undefined;
  return {
    DNSSuffix: joined('Search'),
    DNSServerList: joined('ServerList'),
    DNSDomain: textMember(dns, 'Domain') || undefined,
  };
}
