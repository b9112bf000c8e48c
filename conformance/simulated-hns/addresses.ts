import type { JsonObject } from '../../lib/cni/json.ts';
import { numberMember, textMember } from '../../lib/hns/hcn/members.ts';
import { supports } from '../../lib/hns/version.ts';
import {
  addressAfter,
  addressBits,
  formatAddress,
  type IpAddress,
  parseAddress,
  sameAddress,
} from '../../lib/ip/address.ts';
import { type Cidr, contains, lastAddress, networkOf, parseCidr } from '../../lib/ip/cidr.ts';
import type { IpConfigurationDocument, NetworkDocument, RouteDocument, SubnetDocument } from './documents.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

/** Flag of a subnet: its gateway address is not reserved. */
const GATEWAY_NOT_RESERVED = 1;

/**
 * The addresses of a new endpoint: those asked for, checked and completed, or one HNS picks. A network without subnets
 * (transparent, under DHCP) takes any address and picks none.
 *
 * @throws {Refusal} HCN_E_INVALID_IP, HCN_E_INVALID_PREFIX, HCN_E_REQUEST_UNSUPPORTED for IPv6 on a version without it, or
 * HCN_E_ADDR_INVALID_OR_RESERVED.
 */
export function endpointAddresses(
  state: HnsState,
  network: NetworkDocument,
  wanted: readonly JsonObject[],
): readonly IpConfigurationDocument[] {
  const asked = wanted.filter((configuration) => textMember(configuration, 'IpAddress') !== '');
  if (asked.length === 0) return pickAddress(state, network);
  const taken = takenAddresses(state, network);
  return asked.map((configuration) => {
    const completed = checkedAddress(state, network, configuration);
    if (taken.has(completed.IpAddress)) throw reserved(`${completed.IpAddress} is in use`);
    taken.add(completed.IpAddress);
    return completed;
  });
}

/** The default route of the subnet an address lies in, which HNS gives with an address it picked itself. */
export function defaultRoutes(
  network: NetworkDocument,
  addresses: readonly IpConfigurationDocument[],
): readonly RouteDocument[] {
  return addresses.flatMap(({ IpAddress }) => {
    const address = parseAddress(IpAddress);
    const subnet = subnetsOf(network).find(
      ({ prefix }) => address !== undefined && contains(prefix, address),
    );
    if (subnet?.gateway === undefined) return [];
    const DestinationPrefix = subnet.gateway.family === 4 ? '0.0.0.0/0' : '::/0';
    return [{ NextHop: formatAddress(subnet.gateway), DestinationPrefix }];
  });
}

function checkedAddress(
  state: HnsState,
  network: NetworkDocument,
  configuration: JsonObject,
): IpConfigurationDocument {
  const address = parseAddress(textMember(configuration, 'IpAddress'));
  if (address === undefined) throw new Refusal('HCN_E_INVALID_IP', textMember(configuration, 'IpAddress'));
  if (address.family === 6 && !supports(state.version, 'dualStack')) {
    throw new Refusal(
      'HCN_E_REQUEST_UNSUPPORTED',
      `IPv6 address on HNS ${state.version.Major}.${state.version.Minor}`,
    );
  }
  const subnets = subnetsOf(network);
  const subnet = subnets.find(({ prefix }) => contains(prefix, address));
  if (subnet === undefined && subnets.length > 0) throw reserved(`${formatAddress(address)} is in no subnet`);
  if (subnet !== undefined && isReserved(subnet, address))
    throw reserved(`${formatAddress(address)} is reserved`);
  const asked = numberMember(configuration, 'PrefixLength') || undefined;
  const PrefixLength = asked ?? subnet?.prefix.prefixLength ?? addressBits(address.family);
  if (PrefixLength > addressBits(address.family)) throw new Refusal('HCN_E_INVALID_PREFIX');
  return { IpAddress: formatAddress(address), PrefixLength };
}

function pickAddress(state: HnsState, network: NetworkDocument): readonly IpConfigurationDocument[] {
  const subnet = subnetsOf(network)[0];
  if (subnet === undefined) return [];
  const taken = takenAddresses(state, network);
  const last = lastAddress(subnet.prefix);
  for (
    let address = networkOf(subnet.prefix).address;
    address.value <= last.value;
    address = addressAfter(address)
  ) {
    const text = formatAddress(address);
    if (isReserved(subnet, address) || taken.has(text)) continue;
    return [{ IpAddress: text, PrefixLength: subnet.prefix.prefixLength }];
  }
  throw reserved('no address is free');
}

interface AddressSubnet {
  readonly prefix: Cidr;
  readonly gateway: IpAddress | undefined;
  readonly gatewayReserved: boolean;
}

function subnetsOf(network: NetworkDocument): readonly AddressSubnet[] {
  return network.Ipams.flatMap(({ Subnets }) => Subnets).flatMap((subnet) => {
    const prefix = parseCidr(subnet.IpAddressPrefix);
    const gatewayReserved = ((subnet.Flags ?? 0) & GATEWAY_NOT_RESERVED) === 0;
    return prefix === undefined ? [] : [{ prefix, gateway: gatewayOf(subnet), gatewayReserved }];
  });
}

function gatewayOf(subnet: SubnetDocument): IpAddress | undefined {
  const route = subnet.Routes?.find(
    ({ DestinationPrefix }) => parseCidr(DestinationPrefix)?.prefixLength === 0,
  );
  return route?.NextHop === undefined ? undefined : parseAddress(route.NextHop);
}

function isReserved({ prefix, gateway, gatewayReserved }: AddressSubnet, address: IpAddress): boolean {
  if (gateway !== undefined && gatewayReserved && sameAddress(gateway, address)) return true;
  if (addressBits(address.family) - prefix.prefixLength < 2) return false; // point to point: no network address
  return (
    sameAddress(networkOf(prefix).address, address) ||
    (address.family === 4 && sameAddress(lastAddress(prefix), address))
  );
}

function takenAddresses(state: HnsState, network: NetworkDocument): Set<string> {
  const endpoints = state.endpoints.all().filter((endpoint) => endpoint.HostComputeNetwork === network.ID);
  return new Set(
    endpoints.flatMap((endpoint) => endpoint.IpConfigurations.map(({ IpAddress }) => IpAddress)),
  );
}

function reserved(detail: string): Refusal {
  return new Refusal('HCN_E_ADDR_INVALID_OR_RESERVED', detail);
}
