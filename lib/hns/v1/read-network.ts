import type { JsonObject } from '../../cni/json.ts';
import { parseAddress } from '../../ip/address.ts';
import { parseCidr } from '../../ip/cidr.ts';
import type { Network, Subnet } from '../driver.ts';
import { parseGuid } from '../guid.ts';
import { objectsMember, textMember } from '../hcn/members.ts';
import { unreadable } from '../hcn/read-json.ts';

/**
 * The network in an HNSNetwork document.
 *
 * @throws {CniError} Code 103 when a member the suite depends on cannot be understood.
 */
export function readV1Network(document: JsonObject): Network {
  const id = parseGuid(textMember(document, 'ID'));
  if (id === undefined) throw wrong(document, `the ID "${textMember(document, 'ID')}"`);
  const managementAddress = parseAddress(textMember(document, 'ManagementIP'));
  return {
    id,
    name: textMember(document, 'Name'),
    type: textMember(document, 'Type') || 'NAT',
    subnets: objectsMember(document, 'Subnets')
      .filter((subnet) => textMember(subnet, 'AddressPrefix') !== '')
      .map((subnet) => readSubnet(subnet, document)),
    ...(managementAddress && { managementAddress }),
  };
}

function readSubnet(subnet: JsonObject, network: JsonObject): Subnet {
  const text = textMember(subnet, 'AddressPrefix');
  const prefix = parseCidr(text);
  if (prefix === undefined) throw wrong(network, `the subnet prefix "${text}"`);
  const gateway = parseAddress(textMember(subnet, 'GatewayAddress'));
  return gateway?.family === prefix.address.family ? { prefix, gateway } : { prefix };
}

function wrong(network: JsonObject, what: string) {
  return unreadable('HNSCall', `network "${textMember(network, 'Name')}" has ${what}`);
}
