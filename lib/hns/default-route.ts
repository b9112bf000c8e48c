import type { IpFamily } from '../ip/address.ts';
import type { Cidr } from '../ip/cidr.ts';
import type { EndpointRoute } from './driver.ts';

/** The destination of a family's default route: `0.0.0.0/0` or `::/0`. */
export function defaultDestination(family: IpFamily): Cidr {
  return { address: { family, value: 0n }, prefixLength: 0 };
}

/** Tells whether a destination is that of a default route. */
export function isDefault({ prefixLength }: Cidr): boolean {
  return prefixLength === 0;
}

/** The default route of a family, the first if there are several. */
export function defaultRouteOf(
  routes: readonly EndpointRoute[],
  family: IpFamily,
): EndpointRoute | undefined {
  return routes.find(({ destination }) => isDefault(destination) && destination.address.family === family);
}
