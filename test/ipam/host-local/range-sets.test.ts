import { describe, expect, test } from 'vitest';
import type { HostLocalConfig } from '../../../ipam/host-local/config.ts';
import { formatRangeSet, readRangeSets } from '../../../ipam/host-local/range-sets.ts';
import { formatAddress } from '../../../lib/ip/address.ts';

const read = (config: Omit<HostLocalConfig, 'name'>, version: '0.2.0' | '1.1.0' = '1.1.0') =>
  readRangeSets({ name: 'pods', ...config }, version);

const ranges = (
  ...sets: { subnet?: string; rangeStart?: string; rangeEnd?: string; gateway?: string }[][]
) => ({
  ipam: { ranges: sets },
});

describe('range sets', () => {
  test.each([
    { subnet: '10.1.0.0/24', range: '10.1.0.1-10.1.0.254', gateway: '10.1.0.1' },
    { subnet: '10.1.0.0/30', range: '10.1.0.1-10.1.0.2', gateway: '10.1.0.1' },
    { subnet: 'fd00::/64', range: 'fd00::1-fd00::ffff:ffff:ffff:ffff', gateway: 'fd00::1' },
    { subnet: '::102:300/120', range: '::102:301-::102:3ff', gateway: '::102:301' },
    { subnet: '10.1.0.0/24', rangeStart: '10.1.0.0', range: '10.1.0.0-10.1.0.254', gateway: '10.1.0.1' },
    { subnet: '10.1.0.0/24', rangeEnd: '10.1.0.255', range: '10.1.0.1-10.1.0.255', gateway: '10.1.0.1' },
    { subnet: '10.1.0.0/24', rangeStart: '', gateway: '', range: '10.1.0.1-10.1.0.254' },
    { subnet: '10.1.0.0/24', gateway: '192.0.2.9', range: '10.1.0.1-10.1.0.254' },
    { subnet: '10.1.0.0/24', gateway: 'fd00::9', range: '10.1.0.1-10.1.0.254' },
    { subnet: '10.1.0.0/24', rangeStart: '::ffff:10.1.0.9', range: '10.1.0.9-10.1.0.254' },
  ])('$subnet is $range', ({ range, ...written }) => {
    const [set] = read(ranges([written]));
    if (set === undefined) throw new Error('no set');
    expect(formatRangeSet(set)).toBe(range);
    if (written.gateway) expect(formatAddress(set[0].gateway)).toBe(written.gateway);
  });

  test('come in the order runtimeConfig.ipRanges, ipam.subnet, ipam.ranges, and none replaces another', () => {
    const sets = read({
      runtimeConfig: { ipRanges: [[{ subnet: '10.7.0.0/24' }], [{ subnet: '10.8.0.0/24' }]] },
      ipam: { subnet: '10.5.0.0/24', ranges: [[{ subnet: '10.1.0.0/24' }]] },
    });
    expect(sets.map(([range]) => formatAddress(range.start))).toEqual([
      '10.7.0.1',
      '10.8.0.1',
      '10.5.0.1',
      '10.1.0.1',
    ]);
  });

  test('ipam.rangeStart, rangeEnd and gateway belong to ipam.subnet', () => {
    const [set] = read({
      ipam: { subnet: '10.5.0.0/24', rangeStart: '10.5.0.10', rangeEnd: '10.5.0.20', gateway: '10.5.0.9' },
    });
    expect(set && formatRangeSet(set)).toBe('10.5.0.10-10.5.0.20');
    expect(set && formatAddress(set[0].gateway)).toBe('10.5.0.9');
  });

  test('one subnet may be cut into several ranges, in one set or in two', () => {
    const low = { subnet: '10.1.0.0/24', rangeEnd: '10.1.0.9' };
    const high = { subnet: '10.1.0.0/24', rangeStart: '10.1.0.20' };
    expect(read(ranges([low, high]))).toHaveLength(1);
    expect(read(ranges([low], [high]))).toHaveLength(2);
  });

  const only = (range: object) => ranges([range]);
  test.each([
    { when: 'ipam is missing', config: {}, says: 'no "ipam" key' },
    { when: 'there is no range', config: { ipam: {} }, says: 'has no address ranges' },
    {
      when: 'rangeStart has no subnet',
      config: { ipam: { rangeStart: '10.1.0.1' } },
      says: 'no address ranges',
    },
    { when: 'a set is empty', config: ranges([]), says: '"ipam.ranges[0]" is an empty range set' },
    { when: 'the subnet is missing', config: only({}), says: '"ipam.ranges[0][0].subnet" is missing' },
    { when: 'the subnet is no CIDR', config: only({ subnet: 'foo' }), says: '"foo", which is not a subnet' },
    { when: 'the subnet is empty text', config: { ipam: { subnet: '' } }, says: '"ipam.subnet" is ""' },
    { when: 'an IPv4 subnet is a /31', config: only({ subnet: '10.1.0.0/31' }), says: 'too small' },
    { when: 'an IPv6 subnet is a /127', config: only({ subnet: 'fd00::/127' }), says: 'too small' },
    {
      when: 'IPv4 is written as IPv6',
      config: only({ subnet: '::ffff:10.1.0.0/120' }),
      says: 'IPv6 notation',
    },
    { when: 'host bits are set', config: only({ subnet: '10.1.0.7/24' }), says: 'host bits set' },
    {
      when: 'rangeStart is elsewhere',
      config: only({ subnet: '10.1.0.0/24', rangeStart: '10.2.0.1' }),
      says: '"ipam.ranges[0][0].rangeStart" is 10.2.0.1, which is not in the subnet 10.1.0.0/24',
    },
    {
      when: 'rangeEnd is of the other family',
      config: only({ subnet: '10.1.0.0/24', rangeEnd: 'fd00::1' }),
      says: 'rangeEnd" is fd00::1, which is not in the subnet',
    },
    {
      when: 'the ends are swapped',
      config: only({ subnet: '10.1.0.0/24', rangeStart: '10.1.0.9', rangeEnd: '10.1.0.5' }),
      says: 'ends at 10.1.0.5, before its start 10.1.0.9',
    },
    {
      when: 'the gateway has a prefix length',
      config: { ipam: { subnet: '10.1.0.0/24', gateway: '10.1.0.1/24' } },
      says: '"ipam.gateway" is "10.1.0.1/24", which is not an IP address',
    },
    {
      when: 'a set mixes families',
      config: ranges([{ subnet: '10.1.0.0/24' }, { subnet: 'fd00::/64' }]),
      says: '"ipam.ranges[0]" mixes IPv4 and IPv6',
    },
    {
      when: 'ranges of a set overlap',
      config: ranges([{ subnet: '10.1.0.0/24' }, { subnet: '10.1.0.128/25' }]),
      says: 'overlap: 10.1.0.1-10.1.0.254 and 10.1.0.129-10.1.0.254',
    },
    {
      when: 'sets overlap',
      config: { ipam: { subnet: '10.1.0.0/24', ranges: [[{ subnet: '10.0.0.0/8' }]] } },
      says: 'range sets "ipam" and "ipam.ranges[0]" overlap',
    },
    {
      when: 'a runtime range is wrong',
      config: { ipam: {}, runtimeConfig: { ipRanges: [[{ subnet: 'x' }]] } },
      says: '"runtimeConfig.ipRanges[0][0].subnet"',
    },
  ])('are refused with code 7 when $when', ({ config, says }) => {
    expect(() => read(config)).toThrow(
      expect.objectContaining({ code: 7, message: expect.stringContaining(says) }),
    );
  });

  test('below version 0.3.0 there is room for one set of each family', () => {
    const dual = [[{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00::/64' }]];
    expect(read(ranges(...dual), '0.2.0')).toHaveLength(2);
    expect(() => read(ranges(...dual, [{ subnet: '10.2.0.0/24' }]), '0.2.0')).toThrow(
      'CNI version 0.2.0 has room for one IPv4 address, but there are 2 IPv4 range sets',
    );
  });

  test('a subnet with host bits is answered with the right network address', () => {
    expect(() => read(only({ subnet: '10.1.0.7/24' }))).toThrow(
      expect.objectContaining({ details: 'Write the network address "10.1.0.0/24"' }),
    );
  });
});
