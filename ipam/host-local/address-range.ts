import {
  addressAfter,
  addressBits,
  formatAddress,
  type IpAddress,
  parseAddress,
} from '../../lib/ip/address.ts';
import {
  addressAt,
  type Cidr,
  contains,
  formatCidr,
  lastAddress,
  networkOf,
  parseCidr,
} from '../../lib/ip/cidr.ts';
import { invalidConfiguration, type RangeConfig } from './config.ts';

/** Addresses that may be handed out: `start` to `end`, both inclusive, without the gateway. All of one family. */
export interface AddressRange {
  readonly subnet: Cidr;
  readonly start: IpAddress;
  readonly end: IpAddress;
  /** Any address at all, as the Go plugin accepts it: also one of another subnet or family. */
  readonly gateway: IpAddress;
}

/** A subnet must hold a network, a broadcast and two host addresses: /30 or /126 at most. */
const FEWEST_HOST_BITS = 2;

/**
 * Reads a range as it is written and fills in what is left out: addresses from the subnet's first host to its last one
 * (in IPv6 its last address), the first host being the gateway.
 *
 * @param key Where the range is written, such as `ipam.ranges[0][1]`.
 * @throws {CniError} Code 7 naming the key, the value and what is allowed.
 */
export function readRange(config: RangeConfig, key: string): AddressRange {
  const subnet = readSubnet(config.subnet, key);
  const rangeStart = readAddress(config.rangeStart, `${key}.rangeStart`);
  const rangeEnd = readAddress(config.rangeEnd, `${key}.rangeEnd`);
  const gateway = readAddress(config.gateway, `${key}.gateway`);
  for (const [name, address] of [
    ['rangeStart', rangeStart],
    ['rangeEnd', rangeEnd],
  ] as const) {
    if (address !== undefined && !contains(subnet, address)) {
      throw outside(`${key}.${name}`, formatAddress(address), subnet);
    }
  }
  const start = rangeStart ?? firstHost(subnet);
  const end = rangeEnd ?? lastHost(subnet);
  if (start.value > end.value) throw endBeforeStart(key, start, end);
  return { subnet, start, end, gateway: gateway ?? firstHost(subnet) };
}

/** Tells whether an address may be handed out from the range, its gateway apart. */
export function liesIn({ start, end }: AddressRange, { family, value }: IpAddress): boolean {
  return family === start.family && start.value <= value && value <= end.value;
}

/** Prints a range as `10.1.0.1-10.1.0.254`. */
export function formatRange({ start, end }: AddressRange): string {
  return `${formatAddress(start)}-${formatAddress(end)}`;
}

function readSubnet(text: string | undefined, key: string): Cidr {
  if (text === undefined) {
    throw invalidConfiguration(`"${key}.subnet" is missing`, 'Write a subnet such as "10.244.1.0/24"');
  }
  const subnet = parseCidr(text);
  if (subnet === undefined) {
    throw invalidConfiguration(
      `"${key}.subnet" is ${JSON.stringify(text)}, which is not a subnet`,
      'Write address/length such as "10.244.1.0/24" or "fd00:10:244:1::/64"',
    );
  }
  checkSize(subnet, text, key);
  const network = networkOf(subnet);
  if (network.address.value !== subnet.address.value) {
    throw invalidConfiguration(
      `"${key}.subnet" is ${JSON.stringify(text)}, which has host bits set`,
      `Write the network address "${formatCidr(network)}"`,
    );
  }
  return subnet;
}

function checkSize({ address, prefixLength }: Cidr, text: string, key: string): void {
  const longest = addressBits(address.family) - FEWEST_HOST_BITS;
  if (text.includes(':') && address.family === 4) {
    throw invalidConfiguration(
      `"${key}.subnet" is ${JSON.stringify(text)}, an IPv4 subnet in IPv6 notation`,
      `Write "${formatCidr({ address, prefixLength })}"`,
    );
  }
  if (prefixLength <= longest) return;
  throw invalidConfiguration(
    `"${key}.subnet" is ${JSON.stringify(text)}, which is too small to allocate from`,
    `The prefix length of an IPv${address.family} subnet may be ${longest} at most`,
  );
}

/** `""` counts as absent, as in the Go plugin. */
function readAddress(text: string | undefined, key: string): IpAddress | undefined {
  if (text === undefined || text === '') return undefined;
  const address = parseAddress(text);
  if (address !== undefined) return address;
  throw invalidConfiguration(
    `"${key}" is ${JSON.stringify(text)}, which is not an IP address`,
    'Write an address such as "10.244.1.10" or "fd00::10", without a prefix length',
  );
}

function firstHost(subnet: Cidr): IpAddress {
  return addressAt(subnet, 1n) ?? subnet.address;
}

/** The last address of an IPv4 subnet is for broadcasts; handed out only when `rangeEnd` names it. */
function lastHost(subnet: Cidr): IpAddress {
  const last = lastAddress(subnet);
  return subnet.address.family === 4 ? addressAfter(last, -1n) : last;
}

function outside(key: string, address: string, subnet: Cidr) {
  return invalidConfiguration(
    `"${key}" is ${address}, which is not in the subnet ${formatCidr(subnet)}`,
    `Name an address from ${formatAddress(subnet.address)} to ${formatAddress(lastAddress(subnet))}`,
  );
}

function endBeforeStart(key: string, start: IpAddress, end: IpAddress) {
  return invalidConfiguration(
    `the range of "${key}" ends at ${formatAddress(end)}, before its start ${formatAddress(start)}`,
    'Write a "rangeEnd" that is not below "rangeStart"',
  );
}
