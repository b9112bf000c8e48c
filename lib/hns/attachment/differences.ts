import type { Dns, Result, ResultIp } from '../../cni/result.ts';
import type { HnsApiVersion } from '../../host/host.ts';
import { formatAddress, type IpAddress, type IpFamily, parseAddress, sameAddress } from '../../ip/address.ts';
import { type Cidr, formatCidr, parseCidr } from '../../ip/cidr.ts';
import { defaultRouteOf } from '../default-route.ts';
import type { Endpoint, EndpointDns, Sandbox } from '../driver.ts';
import { type Guid, sameGuid } from '../guid.ts';
import { containsPolicy } from '../policies/contains-policy.ts';
import type { EndpointPolicy } from '../policies/endpoint-policy.ts';
import { isAttachedTo } from './sandbox.ts';

/** What an endpoint should be like. */
export interface Expected {
  readonly api: HnsApiVersion;
  readonly networkId: Guid;
  readonly sandbox: Sandbox;
  /** The result of ADD, perhaps after other plugins of the list. */
  readonly prevResult: Result;
  readonly ifName: string;
  /** DNS settings of the configuration, which count where the previous result has none. */
  readonly dns: EndpointDns;
  readonly policies: readonly EndpointPolicy[];
}

/** Everything in which an endpoint is not as expected: one sentence each, without a full stop. */
export function differences(expected: Expected, endpoint: Endpoint): readonly string[] {
  const interfaceIndex = interfaceOf(expected, endpoint);
  const ips = addressesAt(interfaceIndex, expected.prevResult);
  return [
    ...networkDifference(expected, endpoint),
    ...sandboxDifference(expected, endpoint),
    ...addressDifferences(ips, endpoint),
    ...defaultRouteDifferences(ips, endpoint),
    ...macDifference(expected.prevResult.interfaces?.[interfaceIndex ?? -1]?.mac, endpoint),
    ...dnsDifferences(expected, endpoint),
    ...expected.policies
      .filter((policy) => !containsPolicy(endpoint.policies, policy))
      .map((policy) => difference('policy', JSON.stringify(policy), ofType(endpoint, policy))),
  ];
}

function difference(what: string, expected: string, found: string): string {
  return `${what}: expected ${expected}, found ${found === '' ? 'none' : found}`;
}

/** This suite names the interface after `CNI_IFNAME`; the Go plugins name it after the endpoint. */
function interfaceOf({ prevResult, ifName }: Expected, endpoint: Endpoint): number | undefined {
  const interfaces = prevResult.interfaces ?? [];
  const index = interfaces.findIndex(({ name }) => name === ifName || name === endpoint.name);
  return index === -1 ? undefined : index;
}

/** The Go plugins' addresses point at no interface; beside ones that point at this one, such are another plugin's. */
function addressesAt(index: number | undefined, { ips = [] }: Result): readonly ResultIp[] {
  const own = ips.filter((ip) => ip.interface !== undefined && ip.interface === index);
  return own.length > 0 ? own : ips.filter((ip) => ip.interface === undefined);
}

function networkDifference({ networkId }: Expected, endpoint: Endpoint): readonly string[] {
  return sameGuid(endpoint.networkId, networkId)
    ? []
    : [difference('network', networkId, endpoint.networkId)];
}

function sandboxDifference({ sandbox }: Expected, endpoint: Endpoint): readonly string[] {
  if (isAttachedTo(endpoint, sandbox)) return [];
  const { namespaceId = '', containers = [] } = endpoint;
  const found = sandbox.kind === 'namespace' ? namespaceId : containers.join(', ');
  return [difference(sandbox.kind, sandbox.id, found)];
}

function addressDifferences(ips: readonly ResultIp[], { addresses }: Endpoint): readonly string[] {
  const expected = ips.flatMap(({ address }) => parseCidr(address) ?? []);
  const same = (one: Cidr, other: Cidr) =>
    sameAddress(one.address, other.address) && one.prefixLength === other.prefixLength;
  const complete =
    expected.length === addresses.length &&
    expected.every((cidr) => addresses.some((other) => same(cidr, other)));
  return complete ? [] : [difference('addresses', listOf(expected), listOf(addresses))];
}

function defaultRouteDifferences(ips: readonly ResultIp[], { routes }: Endpoint): readonly string[] {
  const gateways = new Map<IpFamily, IpAddress>();
  for (const { gateway = '' } of ips) {
    const address = parseAddress(gateway);
    // One default route a family: that of its first address.
    if (address !== undefined && !gateways.has(address.family)) gateways.set(address.family, address);
  }
  return [...gateways].flatMap(([family, gateway]) => {
    const route = defaultRouteOf(routes, family);
    if (route !== undefined && sameAddress(route.nextHop, gateway)) return [];
    const found = route === undefined ? '' : formatAddress(route.nextHop);
    return [difference(`default route of IPv${family}`, formatAddress(gateway), found)];
  });
}

function macDifference(expected: string | undefined, { macAddress }: Endpoint): readonly string[] {
  const digits = (mac: string) => mac.replace(/[:-]/g, '').toLowerCase();
  if (expected === undefined || expected === '' || digits(expected) === digits(macAddress)) return [];
  return [difference('MAC address', expected, macAddress)];
}

/**
 * Version 1 of the API has no DNS options: they are in the result of ADD alone. Where none were asked for, those of the
 * result are another plugin's.
 */
function dnsDifferences(
  { api, prevResult, dns: configured }: Expected,
  { dns }: Endpoint,
): readonly string[] {
  if (!hasSettings(configured)) return [];
  const { nameservers = [], search = [], options = [], domain = '' } = expectedDns(prevResult, configured);
  return [
    ...textsDifference('DNS servers', nameservers, dns.servers),
    ...textsDifference('DNS search list', search, dns.search),
    ...textsDifference('DNS options', api === 1 ? [] : options, dns.options),
    ...textsDifference('DNS domain', domain === '' ? [] : [domain], [dns.domain ?? '']),
  ];
}

function expectedDns({ dns = {} }: Result, configured: EndpointDns): Dns {
  return hasSettings(dns) ? dns : { ...configured, nameservers: configured.servers };
}

function hasSettings(dns: Dns | EndpointDns): boolean {
  return Object.values(dns).some((value) => value !== undefined && value.length > 0);
}

/** What nobody asked for is for HNS to decide: it may give an endpoint the settings of its network. */
function textsDifference(
  what: string,
  expected: readonly string[],
  found: readonly string[],
): readonly string[] {
  if (expected.length === 0) return [];
  const same = expected.length === found.length && expected.every((text, index) => text === found[index]);
  return same ? [] : [difference(what, expected.join(', '), found.join(', '))];
}

function ofType({ policies }: Endpoint, { Type }: EndpointPolicy): string {
  return policies
    .filter((policy) => policy.Type.toLowerCase() === Type.toLowerCase())
    .map((policy) => JSON.stringify(policy))
    .join(', ');
}

function listOf(cidrs: readonly Cidr[]): string {
  return cidrs.map(formatCidr).join(', ') || 'none';
}
