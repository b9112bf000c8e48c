import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import {
  addressAfter,
  formatAddress,
  type IpAddress,
  parseAddress,
  sameAddress,
} from '../../lib/ip/address.ts';
import { addressAt, type Cidr, contains, lastAddress, networkOf, parseCidr } from '../../lib/ip/cidr.ts';
import { bridgeGateway } from './gateway.ts';

/** A range of host-local, both ends included. */
interface Span {
  readonly start: IpAddress;
  readonly end: IpAddress;
}

/**
 * Cuts a range of host-local around the first two addresses of its subnet: that of the HNS network itself, which
 * host-local leases when another gateway is configured, and that of the host's bridge endpoint. Parts that would hold no
 * more than the range's gateway are left out.
 *
 * @returns The range itself when neither address is in it, when nothing else is in it, or when it is no valid IPv4
 * range, which host-local says better.
 */
export function splitRange(range: JsonObject): readonly JsonObject[] {
  const subnet = subnetOf(range.subnet);
  if (subnet === undefined) return [range];
  const whole = spanOf(range, subnet);
  const bridge = bridgeGateway(subnet);
  if (whole === undefined || bridge === undefined) return [range];
  const reserved = { start: addressAfter(bridge, -1n), end: bridge };
  if (!overlap(whole, reserved)) return [range];
  const gateway = addressOf(range.gateway) ?? reserved.start;
  const below = { start: whole.start, end: addressAfter(reserved.start, -1n) };
  const above = { start: addressAfter(reserved.end), end: whole.end };
  const parts = [
    ...(holdsMoreThan(below, gateway) ? [{ ...range, ...endAt(below.end) }] : []),
    ...(holdsMoreThan(above, gateway) ? [{ ...range, rangeStart: formatAddress(above.start) }] : []),
  ];
  return parts.length === 0 ? [range] : parts;
}

function subnetOf(text: JsonValue | undefined): Cidr | undefined {
  const cidr = typeof text === 'string' ? parseCidr(text) : undefined;
  return cidr?.address.family === 4 ? networkOf(cidr) : undefined;
}

function addressOf(text: JsonValue | undefined): IpAddress | undefined {
  return typeof text === 'string' ? parseAddress(text) : undefined;
}

/** The defaults of host-local: from the first address after the network's to the last before the broadcast address. */
function spanOf({ rangeStart, rangeEnd }: JsonObject, subnet: Cidr): Span | undefined {
  const start = rangeStart ? addressOf(rangeStart) : addressAt(subnet, 1n);
  const end = rangeEnd ? addressOf(rangeEnd) : addressAfter(lastAddress(subnet), -1n);
  if (start === undefined || end === undefined) return undefined;
  return contains(subnet, start) && contains(subnet, end) ? { start, end } : undefined;
}

function endAt(end: IpAddress): JsonObject {
  return { rangeEnd: formatAddress(end) };
}

function overlap(one: Span, other: Span): boolean {
  return one.start.value <= other.end.value && other.start.value <= one.end.value;
}

function holdsMoreThan({ start, end }: Span, gateway: IpAddress): boolean {
  if (start.value > end.value) return false;
  return !sameAddress(start, end) || !sameAddress(start, gateway);
}
