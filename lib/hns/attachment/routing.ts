import { CniError, CniErrorCode } from '../../cni/error.ts';
import type { Route } from '../../cni/result.ts';
import { formatAddress, type IpAddress, type IpFamily, sameAddress } from '../../ip/address.ts';
import { contains, formatCidr } from '../../ip/cidr.ts';
import { defaultDestination, isDefault } from '../default-route.ts';
import type { EndpointRoute, Network } from '../driver.ts';
import type { Lease, LeasedAddress, LeasedRoute } from './lease.ts';

/** How a leased address is reached and leaves: every address has a gateway, every family a default route. */
export interface Routing {
  readonly addresses: readonly Required<LeasedAddress>[];
  /** Default routes first. */
  readonly routes: readonly EndpointRoute[];
  /** The same routes as a result shows them. */
  readonly resultRoutes: readonly Route[];
}

/** Chooses the gateway of an address where IPAM's routes do not name one. */
export type ChooseGateway = (address: LeasedAddress) => IpAddress | undefined;

/**
 * Finds the gateway of every leased address and the endpoint's routes: a default route per family, then IPAM's other
 * routes. The next hop is the route's own, else the gateway of the family's first address. A route
 * of a family that got no address leads nowhere and is left out.
 *
 * @throws {CniError} Code 7 when an address has no gateway, 105 when it is its gateway's own.
 */
export function planRouting(lease: Lease, chooseGateway: ChooseGateway): Routing {
  const addresses = lease.addresses.map((address) => {
    const named = defaultRouteIn(lease.routes, address.cidr.address.family)?.gateway;
    return { ...address, gateway: checkedGateway(address, named ?? chooseGateway(address)) };
  });
  const families = [...new Set(addresses.map(({ cidr }) => cidr.address.family))];
  const gatewayOf = (family: IpFamily) =>
    addresses.find(({ cidr }) => cidr.address.family === family)?.gateway;
  const defaults = families.map(
    (family) => defaultRouteIn(lease.routes, family) ?? plainRoute(defaultDestination(family)),
  );
  const others = lease.routes.filter(({ destination }) => !isDefault(destination));
  const routes = [...defaults, ...others].flatMap(({ destination, gateway, route }) => {
    const ofFamily = gatewayOf(destination.address.family);
    return ofFamily === undefined ? [] : [{ destination, nextHop: gateway ?? ofFamily, route }];
  });
  return {
    addresses,
    routes: routes.map(({ destination, nextHop }) => ({ destination, nextHop })),
    resultRoutes: routes.map(({ nextHop, route }) => ({ ...route, gw: formatAddress(nextHop) })),
  };
}

/** The gateway HNS holds in the subnet of an address. */
export function networkGateway({ subnets }: Network, address: IpAddress): IpAddress | undefined {
  return subnets.find(({ prefix }) => contains(prefix, address))?.gateway;
}

/** The default route of a family, one that names its gateway if there is any. */
function defaultRouteIn(routes: readonly LeasedRoute[], family: IpFamily): LeasedRoute | undefined {
  const candidates = routes.filter(
    ({ destination }) => isDefault(destination) && destination.address.family === family,
  );
  return candidates.find(({ gateway }) => gateway !== undefined) ?? candidates[0];
}

function plainRoute(destination: LeasedRoute['destination']): LeasedRoute {
  return { destination, route: { dst: formatCidr(destination) } };
}

function checkedGateway({ cidr }: LeasedAddress, gateway: IpAddress | undefined): IpAddress {
  if (gateway === undefined) {
    throw new CniError({
      code: CniErrorCode.invalidConfiguration,
      msg: `Cannot route from address ${formatCidr(cidr)}: it has no gateway`,
      details:
        'Neither the IPAM plugin nor the HNS network names one for its subnet. ' +
        'Check that the IPAM ranges lie in a subnet of the HNS network, or give the range a "gateway"',
    });
  }
  if (!sameAddress(gateway, cidr.address)) return gateway;
  throw new CniError({
    code: CniErrorCode.attachmentConflict,
    msg: `Cannot use address ${formatAddress(gateway)}: it is the gateway of the network's pods`,
    details:
      'The IPAM plugin gave it to the container, but the node holds it itself. ' +
      'Exclude it from the ranges of the IPAM plugin, or configure another gateway',
  });
}
