import type { LeasedAddress } from '../../lib/hns/attachment/lease.ts';
import { networkGateway } from '../../lib/hns/attachment/routing.ts';
import type { Network } from '../../lib/hns/driver.ts';
import type { IpAddress } from '../../lib/ip/address.ts';

/** The next hop of a pod on an overlay: the distributed router that HNS holds in the subnet, whatever IPAM assumes. */
export function podGateway({ cidr, gateway }: LeasedAddress, network: Network): IpAddress | undefined {
  return networkGateway(network, cidr.address) ?? gateway;
}
