import { IPv6 } from 'ip-num';

/** 4 or 6: the version digit of the Internet Protocol. */
export type IpFamily = 4 | 6;

/**
 * An IP address by value, so that two spellings of one address are equal.
 * Made by {@link parseAddress}; printed by {@link formatAddress}. `value` is 0 to 2^32-1 or 0 to 2^128-1.
 */
export interface IpAddress {
  readonly family: IpFamily;
  readonly value: bigint;
}

const MAPPED_PREFIX = 0xffffn << 32n;
const IPV6_TEXT = /^[0-9a-fA-F:]*(?:[0-9a-fA-F:]|:\d{1,3}(?:\.\d{1,3}){3})$/;

/**
 * Reads an address as Go's `net.ParseIP` does: IPv4 as four decimals without leading zeros, IPv6 in any form of
 * RFC 4291 without a zone. IPv4-mapped IPv6 (`::ffff:10.1.2.3`) is the IPv4 address it maps.
 *
 * @returns The address, or `undefined` when `text` is not one.
 */
export function parseAddress(text: string): IpAddress | undefined {
  try {
    if (!text.includes(':')) return ipv4(text);
    if (!IPV6_TEXT.test(text)) return undefined;
    return unmapped(IPv6.fromString(text).getValue());
  } catch {
    return undefined; // ip-num throws on every text that is not an address
  }
}

/** Tells whether two addresses are the same, whatever their spelling. */
export function sameAddress(one: IpAddress, other: IpAddress): boolean {
  return one.family === other.family && one.value === other.value;
}

/** The address `offset` places further (or back, if negative) in the same family. */
export function addressAfter(address: IpAddress, offset = 1n): IpAddress {
  return { family: address.family, value: address.value + offset };
}

/** Prints an address in its canonical form: dotted decimal, or RFC 5952 for IPv6 (`fd00::2`). */
export function formatAddress({ family, value }: IpAddress): string {
  return family === 4 ? formatIpv4(value) : formatIpv6(value);
}

/** Number of bits in an address of the family: 32 or 128. */
export function addressBits(family: IpFamily): 32 | 128 {
  return family === 4 ? 32 : 128;
}

const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Read here and not by ip-num, which costs an executable 1 to 3 ms of every start and is loaded for IPv6 alone. */
function ipv4(text: string): IpAddress | undefined {
  let value = 0;
  let dots = 0;
  let decimal: number | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === DOT) {
      if (decimal === undefined) return undefined;
      value = value * 256 + decimal;
      decimal = undefined;
      dots += 1;
    } else {
      if (character < ZERO || character > NINE || decimal === 0) return undefined;
      decimal = (decimal ?? 0) * 10 + character - ZERO;
      if (decimal > 255) return undefined;
    }
  }
  return dots === 3 && decimal !== undefined
    ? { family: 4, value: BigInt(value * 256 + decimal) }
    : undefined;
}

function unmapped(value: bigint): IpAddress {
  return value >> 32n === MAPPED_PREFIX >> 32n
    ? { family: 4, value: value & 0xffff_ffffn }
    : { family: 6, value };
}

function formatIpv4(value: bigint): string {
  const bits = Number(value);
  return `${bits >>> 24}.${(bits >>> 16) & 0xff}.${(bits >>> 8) & 0xff}.${bits & 0xff}`;
}

function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(112 - 16 * index)) & 0xffffn),
  );
  const { start, length } = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** RFC 5952 section 4.2: the longest run of zero groups is shortened, the first of equals. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  });
  return best;
}
