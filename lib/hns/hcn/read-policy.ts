import type { JsonObject } from '../../cni/json.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import { objectMember, textMember } from './members.ts';

const KNOWN_TYPES: readonly EndpointPolicy['Type'][] = [
  'OutBoundNAT',
  'SDNRoute',
  'PortMapping',
  'ProviderAddress',
  'ACL',
  'QOS',
  'L2Driver',
  'L4Proxy',
  'L4WFPPROXY',
  'PortName',
  'EncapOverhead',
  'InterfaceConstraint',
  'Iov',
  'TierAcl',
  'Encryption',
  'VLAN',
  'InterfaceParameters',
];

/**
 * A policy as HNS reports it. HNS takes type names without regard to letter case; the known ones come back in the
 * spelling of {@link EndpointPolicy}, others and all settings as they are.
 */
export function readPolicy(document: JsonObject): EndpointPolicy {
  const type = textMember(document, 'Type');
  const known = KNOWN_TYPES.find((name) => name.toLowerCase() === type.toLowerCase());
  // A type of a later HNS is carried along like any policy this suite does not build itself.
  return { Type: known ?? type, Settings: objectMember(document, 'Settings') } as EndpointPolicy;
}
