import type { Dns, Result, ResultIp, Route } from '../../cni/result.ts';
import { NEWEST_VERSION } from '../../cni/spec-version.ts';
import { formatAddress, type IpAddress } from '../../ip/address.ts';
import { type Cidr, formatCidr } from '../../ip/cidr.ts';
import { defaultRouteOf } from '../default-route.ts';
import type { Endpoint, EndpointDns, Network } from '../driver.ts';
import { networkGateway } from './routing.ts';

/** What the result of an attachment is made of. */
export interface Attached {
  readonly ifName: string;
  readonly netns: string;
  /** As HNS writes it: `00-15-5D-3C-C2-1A`. */
  readonly macAddress: string;
  readonly addresses: readonly { readonly cidr: Cidr; readonly gateway?: IpAddress }[];
  readonly routes: readonly Route[];
  readonly dns: EndpointDns;
}

/**
 * The result of ADD (specification section 5). The interface is named after `CNI_IFNAME` and every address points at it:
 * containerd files addresses under the name of their interface and looks for the first one there.
 */
export function attachmentResult({ ifName, netns, macAddress, addresses, routes, dns }: Attached): Result {
  const mac = macAddress === '' ? {} : { mac: macAddress };
  const shownDns = resultDns(dns);
  return {
    cniVersion: NEWEST_VERSION,
    interfaces: [{ name: ifName, ...mac, sandbox: netns }],
    ips: addresses.map(
      ({ cidr, gateway }): ResultIp => ({
        address: formatCidr(cidr),
        ...(gateway && { gateway: formatAddress(gateway) }),
        interface: 0,
      }),
    ),
    ...(routes.length > 0 && { routes }),
    ...(shownDns && { dns: shownDns }),
  };
}

/** What the result says of an endpoint nobody leased the addresses of, or leased them in an earlier ADD. */
export function addressesAndRoutesOf(
  endpoint: Endpoint,
  network: Network,
): Pick<Attached, 'addresses' | 'routes'> {
  return {
    addresses: endpoint.addresses.map((cidr) => {
      const { family } = cidr.address;
      const gateway =
        defaultRouteOf(endpoint.routes, family)?.nextHop ?? networkGateway(network, cidr.address);
      return { cidr, ...(gateway && { gateway }) };
    }),
    routes: endpoint.routes.map(({ destination, nextHop }) => ({
      dst: formatCidr(destination),
      gw: formatAddress(nextHop),
    })),
  };
}

function resultDns({ domain, search, servers, options }: EndpointDns): Dns | undefined {
  const dns: Dns = {
    ...(servers.length > 0 && { nameservers: servers }),
    ...(domain !== undefined && { domain }),
    ...(search.length > 0 && { search }),
    ...(options.length > 0 && { options }),
  };
  return Object.keys(dns).length > 0 ? dns : undefined;
}
