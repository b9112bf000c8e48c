import type { JsonObject } from '../../lib/cni/json.ts';
import { NIL_GUID, parseGuid } from '../../lib/hns/guid.ts';
import { member, numberMember, objectMember, objectsMember, textMember } from '../../lib/hns/hcn/members.ts';
import { type IpFamily, parseAddress } from '../../lib/ip/address.ts';
import { Refusal } from './refusal.ts';
import { fromV1EndpointPolicy, fromV1NetworkPolicy, fromV1SubnetPolicy } from './v1-policies.ts';

/** Bits of an endpoint's `Flags` and the members version 1 has for them. */
const FLAGS = [
  ['IsRemoteEndpoint', 1],
  ['DisableICC', 2],
  ['EnableLowMetric', 8],
  ['EnableInternalDNS', 16],
] as const;

const DEFAULT_DESTINATIONS: Readonly<Record<IpFamily, string>> = { 4: '0.0.0.0/0', 6: '::/0' };

/**
 * An HNSEndpoint document as a HostComputeEndpoint: the opposite of `v1Endpoint`.
 *
 * @throws {Refusal} HCN_E_INVALID_IP for an address in the member of the other family; a policy's refusals.
 */
export function fromV1Endpoint(document: JsonObject): JsonObject {
  const overhead = numberMember(document, 'EncapOverhead') ?? 0;
  return {
    ...(textMember(document, 'ID') === '' ? {} : { ID: textMember(document, 'ID') }),
    Name: textMember(document, 'Name'),
    HostComputeNetwork: textMember(document, 'VirtualNetwork'),
    Policies: [
      ...objectsMember(document, 'Policies').map(fromV1EndpointPolicy),
      ...(overhead === 0 ? [] : [{ Type: 'EncapOverhead', Settings: { Overhead: overhead } }]),
    ],
    IpConfigurations: [
      ...address(document, { family: 4, name: 'IPAddress', prefixLength: 'PrefixLength' }),
      ...address(document, { family: 6, name: 'IPv6Address', prefixLength: 'IPv6PrefixLength' }),
    ],
    Routes: [...gateway(document, 'GatewayAddress', 4), ...gateway(document, 'GatewayAddressV6', 6)],
    Dns: dns(document),
    MacAddress: textMember(document, 'MacAddress'),
    Flags: FLAGS.reduce((flags, [name, bit]) => flags | (member(document, name) === true ? bit : 0), 0),
  };
}

/** The network an HNSEndpoint document names; the nil GUID when it names none. */
export function networkOfV1Endpoint(document: JsonObject) {
  return parseGuid(textMember(document, 'VirtualNetwork')) ?? NIL_GUID;
}

/** An HNSNetwork document as a HostComputeNetwork: the opposite of `v1Network`. */
export function fromV1Network(document: JsonObject): JsonObject {
  const setting = (name: string, type: string, settingName: string) =>
    textMember(document, name) === ''
      ? []
      : [{ Type: type, Settings: { [settingName]: textMember(document, name) } }];
  return {
    ...(textMember(document, 'ID') === '' ? {} : { ID: textMember(document, 'ID') }),
    Name: textMember(document, 'Name'),
    Type: textMember(document, 'Type'),
    Policies: [
      ...setting('NetworkAdapterName', 'NetAdapterName', 'NetworkAdapterName'),
      ...setting('ManagementIP', 'ProviderAddress', 'ProviderAddress'),
      ...setting('SourceMac', 'SourceMacAddress', 'SourceMacAddress'),
      ...objectsMember(document, 'Policies').map(fromV1NetworkPolicy),
    ],
    MacPool: { Ranges: objectsMember(document, 'MacPools') },
    Ipams: [{ Type: 'Static', Subnets: objectsMember(document, 'Subnets').map(subnet) }],
    Dns: dns(document),
    Flags: numberMember(document, 'Flags') ?? 0,
  };
}

/** The endpoint, namespace or container resource in the body of `addresource` and `removeresource`. */
export function resourceId(document: JsonObject): string {
  return textMember(objectMember(document, 'Data'), 'Id');
}

function subnet(document: JsonObject): JsonObject {
  const prefix = textMember(document, 'AddressPrefix');
  const family = prefix.includes(':') ? 6 : 4;
  return {
    IpAddressPrefix: prefix,
    Routes: gateway(document, 'GatewayAddress', family),
    Policies: objectsMember(document, 'Policies').map(fromV1SubnetPolicy),
  };
}

interface AddressMembers {
  readonly family: IpFamily;
  readonly name: string;
  readonly prefixLength: string;
}

function address(document: JsonObject, { family, name, prefixLength }: AddressMembers): JsonObject[] {
  const text = textMember(document, name);
  if (text === '') return [];
  if (parseAddress(text)?.family !== family) throw new Refusal('HCN_E_INVALID_IP', `${name} "${text}"`);
  return [{ IpAddress: text, PrefixLength: numberMember(document, prefixLength) ?? 0 }];
}

function gateway(document: JsonObject, name: string, family: IpFamily): JsonObject[] {
  const NextHop = textMember(document, name);
  return NextHop === '' ? [] : [{ NextHop, DestinationPrefix: DEFAULT_DESTINATIONS[family] }];
}

function dns(document: JsonObject): JsonObject {
  const list = (name: string) =>
    textMember(document, name)
      .split(',')
      .filter((text) => text !== '');
  const Domain = textMember(document, 'DNSDomain');
  return {
    ...(Domain === '' ? {} : { Domain }),
    Search: list('DNSSuffix'),
    ServerList: list('DNSServerList'),
  };
}
