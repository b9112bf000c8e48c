import type { LeasedAddress } from '../../lib/hns/attachment/lease.ts';
import { networkGateway } from '../../lib/hns/attachment/routing.ts';
import type { Network } from '../../lib/hns/driver.ts';
import { type IpAddress, sameAddress } from '../../lib/ip/address.ts';
import { addressAt, type Cidr } from '../../lib/ip/cidr.ts';

/**
 * Where the host's own bridge endpoint lies in a subnet. The address before it is that of the HNS network, which does
 * not forward; flanneld attaches the node itself at network address + 2 (flannel, pkg/backend/hostgw/hostgw_windows.go).
 */
const BRIDGE_OFFSET = 2n;

/** The address of the host's bridge endpoint in a subnet; `undefined` when the subnet is too small. */
export function bridgeGateway(subnet: Cidr): IpAddress | undefined {
  return addressAt(subnet, BRIDGE_OFFSET);
}

/**
 * Tells whether somebody chose the gateway that IPAM gives: IPAM plugins give the first address of a subnet when nobody
 * did, and on a bridge that one does not forward.
 */
export function isChosenGateway(gateway: IpAddress, subnet: Cidr): boolean {
  const first = addressAt(subnet, 1n);
  return first === undefined || !sameAddress(gateway, first);
}

/**
 * The next hop of a pod on a bridge: the gateway IPAM gives if somebody chose it, else the host's bridge endpoint. On
 * IPv6 flanneld makes no such endpoint, so the gateway of the HNS network comes first.
 */
export function podGateway({ cidr, gateway }: LeasedAddress, network: Network): IpAddress | undefined {
  if (gateway !== undefined && isChosenGateway(gateway, cidr)) return gateway;
  const ofNetwork = networkGateway(network, cidr.address);
  const ofBridge = bridgeGateway(cidr);
  return (cidr.address.family === 4 ? (ofBridge ?? ofNetwork) : (ofNetwork ?? ofBridge)) ?? gateway;
}
