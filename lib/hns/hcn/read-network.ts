import type { JsonObject } from '../../cni/json.ts';
import { type IpAddress, parseAddress } from '../../ip/address.ts';
import { type Cidr, parseCidr } from '../../ip/cidr.ts';
import type { Network, Subnet } from '../driver.ts';
import { parseGuid } from '../guid.ts';
import type { HcnFunction } from './functions.ts';
import { objectMember, objectsMember, textMember } from './members.ts';
import { unreadable } from './read-json.ts';

const CALL: HcnFunction = 'HcnQueryNetworkProperties';

/**
 * The network in a HostComputeNetwork document. Without `Type` it is a NAT network (hcsshim, hcn/hcnnetwork.go).
 *
 * @throws {CniError} Code 103 when a member the suite depends on cannot be understood.
 */
export function readNetwork(document: JsonObject): Network {
  const text = textMember(document, 'ID');
  const id = parseGuid(text);
  if (id === undefined)
    throw unreadable(CALL, `network "${textMember(document, 'Name')}" has the ID "${text}"`);
  const management = managementAddress(document);
  return {
    id,
    name: textMember(document, 'Name'),
    type: textMember(document, 'Type') || 'NAT',
    subnets: subnets(document),
    ...(management === undefined ? {} : { managementAddress: management }),
  };
}

function managementAddress(document: JsonObject): IpAddress | undefined {
  for (const policy of objectsMember(document, 'Policies')) {
    if (textMember(policy, 'Type').toLowerCase() !== 'provideraddress') continue;
    const address = parseAddress(textMember(objectMember(policy, 'Settings'), 'ProviderAddress'));
    if (address !== undefined) return address; // HNS fills it in some time after the create
  }
  return undefined;
}

/** The subnets that have a prefix; a network under DHCP may list one without. */
function subnets(document: JsonObject): readonly Subnet[] {
  return objectsMember(document, 'Ipams')
    .flatMap((ipam) => objectsMember(ipam, 'Subnets'))
    .filter((subnet) => textMember(subnet, 'IpAddressPrefix') !== '')
    .map((subnet) => readSubnet(subnet, document));
}

function readSubnet(subnet: JsonObject, network: JsonObject): Subnet {
  const text = textMember(subnet, 'IpAddressPrefix');
  const prefix = parseCidr(text);
  if (prefix === undefined) {
    throw unreadable(CALL, `network "${textMember(network, 'Name')}" has the subnet prefix "${text}"`);
  }
  const gateway = gatewayOf(subnet, prefix);
  return gateway === undefined ? { prefix } : { prefix, gateway };
}

/** The next hop of the default route in the subnet's family. */
function gatewayOf(subnet: JsonObject, prefix: Cidr): IpAddress | undefined {
  for (const route of objectsMember(subnet, 'Routes')) {
    const destination = parseCidr(textMember(route, 'DestinationPrefix'));
    const nextHop = parseAddress(textMember(route, 'NextHop'));
    if (destination?.prefixLength === 0 && nextHop?.family === prefix.address.family) return nextHop;
  }
  return undefined;
}
