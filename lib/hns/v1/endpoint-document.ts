import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { JsonObject } from '../../cni/json.ts';
import { formatAddress, type IpFamily, sameAddress } from '../../ip/address.ts';
import { type Cidr, formatCidr } from '../../ip/cidr.ts';
import { defaultRouteOf, isDefault } from '../default-route.ts';
import type { EndpointRequest, EndpointRoute } from '../driver.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import { toV1Policy } from './policies.ts';

/**
 * The HNSEndpoint document that asks for an endpoint. Empty members are left out. Version 1 has no DNS options, which
 * Windows does not use; they stay in the result of ADD.
 *
 * @throws {CniError} Code 104 for what version 1 cannot express: a second address of a family, a route beside the
 * default routes that leads elsewhere, or a policy.
 */
export function v1EndpointDocument(request: EndpointRequest): JsonObject {
  const { name, networkId, addresses, routes, dns, policies, macAddress } = request;
  const ipv4 = onlyAddress(addresses, 4);
  const ipv6 = onlyAddress(addresses, 6);
  for (const route of routes) requireCovered(route, routes);
  return withoutEmpty({
    Name: name,
    VirtualNetwork: networkId,
    Policies: policies.filter((policy) => !isEncapOverhead(policy)).map(toV1Policy),
    MacAddress: macAddress,
    IPAddress: ipv4 && formatAddress(ipv4.address),
    PrefixLength: ipv4?.prefixLength,
    IPv6Address: ipv6 && formatAddress(ipv6.address),
    IPv6PrefixLength: ipv6?.prefixLength,
    GatewayAddress: nextHop(routes, 4),
    GatewayAddressV6: nextHop(routes, 6),
    DNSDomain: dns.domain,
    DNSSuffix: dns.search.join(','),
    DNSServerList: dns.servers.join(','),
    EncapOverhead: policies.find(isEncapOverhead)?.Settings.Overhead,
  });
}

function onlyAddress(addresses: readonly Cidr[], family: IpFamily): Cidr | undefined {
  const [only, second] = addresses.filter(({ address }) => address.family === family);
  if (second === undefined) return only;
  throw unsupported(`Cannot use address ${formatCidr(second)}`, `one IPv${family} address an endpoint`);
}

function nextHop(routes: readonly EndpointRoute[], family: IpFamily): string | undefined {
  const route = defaultRouteOf(routes, family);
  return route && formatAddress(route.nextHop);
}

/** A route to the same next hop as the default route says nothing new; IPAM plugins like to give such. */
function requireCovered({ destination, nextHop: gateway }: EndpointRoute, routes: readonly EndpointRoute[]) {
  const route = defaultRouteOf(routes, destination.address.family);
  if (route !== undefined && sameAddress(route.nextHop, gateway)) return;
  const what = `Cannot route to ${formatCidr(destination)} through ${formatAddress(gateway)}`;
  throw unsupported(what, isDefault(destination) ? 'one default route a family' : 'default routes alone');
}

function unsupported(what: string, limit: string): CniError {
  return new CniError({
    code: CniErrorCode.hnsUnsupported,
    msg: `${what} through version 1 of the HNS API`,
    details:
      `Version 1 has ${limit}. Take it out of the IPAM configuration, ` +
      'or use "apiVersion" 2 with a runtime that has network namespaces',
  });
}

function isEncapOverhead({ Type }: EndpointPolicy): boolean {
  return Type === 'EncapOverhead';
}

function withoutEmpty(members: JsonObject): JsonObject {
  const isEmpty = (value: unknown) =>
    value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}
