import type { JsonObject } from '../../cni/json.ts';
import { formatAddress } from '../../ip/address.ts';
import { formatCidr } from '../../ip/cidr.ts';
import type { EndpointDns, EndpointRequest } from '../driver.ts';
import type { Guid } from '../guid.ts';

const SCHEMA_VERSION = { Major: 2, Minor: 0 };

/**
 * The HostComputeEndpoint document that asks for an endpoint, members in the order of the reference plugins. Empty
 * members are left out, `Dns`, `Health` and `SchemaVersion` are always there. Without addresses there is no
 * `IpConfigurations`, and HNS picks one.
 */
export function endpointSettings(request: EndpointRequest): string {
  const { name, networkId, addresses, routes, dns, policies, macAddress } = request;
  return JSON.stringify({
    Name: name,
    HostComputeNetwork: networkId,
    Policies: unlessEmpty(policies.map(({ Type, Settings }) => ({ Type, Settings }))),
    IpConfigurations: unlessEmpty(
      addresses.map(({ address, prefixLength }) => ({
        IpAddress: formatAddress(address),
        PrefixLength: prefixLength,
      })),
    ),
    Dns: dnsDocument(dns),
    Routes: unlessEmpty(
      routes.map(({ nextHop, destination }) => ({
        NextHop: formatAddress(nextHop),
        DestinationPrefix: formatCidr(destination),
      })),
    ),
    MacAddress: macAddress,
    Health: { Extra: {} },
    SchemaVersion: SCHEMA_VERSION,
  });
}

/** The ModifyNamespaceSettingRequest that adds an endpoint to a namespace or removes it. */
export function namespaceChange(requestType: 'Add' | 'Remove', endpointId: Guid): string {
  return JSON.stringify({
    ResourceType: 'Endpoint',
    RequestType: requestType,
    Settings: { EndpointId: endpointId },
  });
}

function dnsDocument({ domain, search, servers, options }: EndpointDns): JsonObject {
  return {
    Domain: domain === '' ? undefined : domain,
    Search: unlessEmpty(search),
    ServerList: unlessEmpty(servers),
    Options: unlessEmpty(options),
  };
}

function unlessEmpty<Value>(list: readonly Value[]): readonly Value[] | undefined {
  return list.length === 0 ? undefined : list;
}
