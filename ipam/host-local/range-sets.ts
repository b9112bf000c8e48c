import type { SpecVersion } from '../../lib/cni/spec-version.ts';
import type { IpAddress, IpFamily } from '../../lib/ip/address.ts';
import { type AddressRange, formatRange, liesIn, readRange } from './address-range.ts';
import { type HostLocalConfig, type IpamConfig, invalidConfiguration, type RangeConfig } from './config.ts';

/** Ranges of one family that ADD takes one address of. Never empty; no two overlap. */
export type RangeSet = readonly [AddressRange, ...AddressRange[]];

/** A range set as it is written, and where. */
interface WrittenSet {
  readonly key: string;
  readonly ranges: readonly RangeConfig[];
}

/** The first version whose result can carry several addresses of a family. */
const SINGLE_ADDRESS_VERSIONS: readonly SpecVersion[] = ['0.1.0', '0.2.0'];

/**
 * Reads the range sets of a configuration, in the order of the addresses in the result: `runtimeConfig.ipRanges`, then
 * the one range of `ipam.subnet`, then `ipam.ranges`. They add up; none replaces another.
 *
 * @throws {CniError} Code 7 naming the key, what was found and what is allowed.
 */
export function readRangeSets(config: HostLocalConfig, cniVersion: SpecVersion): readonly RangeSet[] {
  if (config.ipam === undefined) {
    throw invalidConfiguration(
      `network "${config.name}" has no "ipam" key`,
      'Write "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.1.0/24"}]]}',
    );
  }
  const written = writtenSets(config);
  if (written.length === 0) {
    throw invalidConfiguration(
      `network "${config.name}" has no address ranges`,
      'Write "ipam.subnet" or "ipam.ranges", or let the runtime pass the capability "ipRanges"',
    );
  }
  const sets = written.map(readSet);
  checkFamilies(sets, cniVersion);
  checkOverlaps(sets, written);
  return sets;
}

/** Tells whether an address may be handed out from a set, gateways apart. */
export function setContains(set: RangeSet, address: IpAddress): boolean {
  return set.some((range) => liesIn(range, address));
}

/** Prints a set as `10.1.0.1-10.1.0.9, 10.1.0.20-10.1.0.29`. */
export function formatRangeSet(set: RangeSet): string {
  return set.map(formatRange).join(', ');
}

function writtenSets({ ipam = {}, runtimeConfig = {} }: HostLocalConfig): WrittenSet[] {
  return [
    ...listed(runtimeConfig.ipRanges, 'runtimeConfig.ipRanges'),
    ...(ipam.subnet === undefined ? [] : [{ key: 'ipam', ranges: [singleRange(ipam)] }]),
    ...listed(ipam.ranges, 'ipam.ranges'),
  ];
}

function listed(sets: readonly (readonly RangeConfig[])[] = [], key: string): WrittenSet[] {
  return sets.map((ranges, index) => ({ key: `${key}[${index}]`, ranges }));
}

function singleRange({ subnet, rangeStart, rangeEnd, gateway }: IpamConfig): RangeConfig {
  return {
    ...(subnet !== undefined && { subnet }),
    ...(rangeStart !== undefined && { rangeStart }),
    ...(rangeEnd !== undefined && { rangeEnd }),
    ...(gateway !== undefined && { gateway }),
  };
}

function readSet({ key, ranges }: WrittenSet): RangeSet {
  const [first, ...others] = ranges.map((range, index) => readRange(range, rangeKey(key, index)));
  if (first === undefined) {
    throw invalidConfiguration(
      `"${key}" is an empty range set`,
      'Write at least one range in it, or leave it out',
    );
  }
  const stranger = others.find(({ start }) => start.family !== first.start.family);
  if (stranger !== undefined) {
    throw invalidConfiguration(
      `"${key}" mixes IPv4 and IPv6: ${formatRange(first)} and ${formatRange(stranger)}`,
      'Put the ranges of each family into a range set of their own: one address of each set is allocated',
    );
  }
  const set: RangeSet = [first, ...others];
  set.forEach((range, index) => {
    const other = set.slice(index + 1).find((later) => overlap(range, later));
    if (other !== undefined) throw overlapping(`ranges of "${key}"`, range, other);
  });
  return set;
}

/** The old way to write a range has its keys in `ipam` itself. */
function rangeKey(key: string, index: number): string {
  return key === 'ipam' ? key : `${key}[${index}]`;
}

function checkFamilies(sets: readonly RangeSet[], cniVersion: SpecVersion): void {
  if (!SINGLE_ADDRESS_VERSIONS.includes(cniVersion)) return;
  for (const family of [4, 6] satisfies IpFamily[]) {
    const count = sets.filter(([first]) => first.start.family === family).length;
    if (count <= 1) continue;
    throw invalidConfiguration(
      `CNI version ${cniVersion} has room for one IPv${family} address, but there are ${count} IPv${family} range sets`,
      'Set "cniVersion" to 0.3.0 or above, or leave one set of each family',
    );
  }
}

function checkOverlaps(sets: readonly RangeSet[], written: readonly WrittenSet[]): void {
  sets.forEach((set, index) => {
    sets.slice(index + 1).forEach((other, distance) => {
      const range = set.find((one) => other.some((two) => overlap(one, two)));
      const second = range && other.find((two) => overlap(range, two));
      if (range === undefined || second === undefined) return;
      const keys = `"${written[index]?.key}" and "${written[index + 1 + distance]?.key}"`;
      throw overlapping(`range sets ${keys}`, range, second);
    });
  });
}

/** Compares first and last addresses, not subnets: one subnet may be cut into several ranges. */
function overlap(one: AddressRange, other: AddressRange): boolean {
  return liesIn(one, other.start) || liesIn(one, other.end) || liesIn(other, one.start);
}

function overlapping(what: string, one: AddressRange, other: AddressRange) {
  return invalidConfiguration(
    `${what} overlap: ${formatRange(one)} and ${formatRange(other)}`,
    'Set "rangeStart" and "rangeEnd" so that no address is in two ranges',
  );
}
