import { describe, expect, test } from 'vitest';
import { freeAddresses } from '../../../ipam/host-local/allocator.ts';
import type { RangeConfig } from '../../../ipam/host-local/config.ts';
import { readRangeSets } from '../../../ipam/host-local/range-sets.ts';
import { requestsBySet } from '../../../ipam/host-local/requested-addresses.ts';
import { formatAddress, type IpAddress, parseAddress } from '../../../lib/ip/address.ts';

function sets(...written: RangeConfig[][]) {
  return readRangeSets({ name: 'pods', ipam: { ranges: written } }, '1.1.0');
}

function address(text: string): IpAddress {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

function walk({ set, taken = [], last }: { set: RangeConfig[]; taken?: string[]; last?: string }): string {
  const [ranges] = sets(set);
  if (ranges === undefined) throw new Error('no set');
  const state = {
    isTaken: (one: IpAddress) => taken.includes(formatAddress(one)),
    lastReserved: last === undefined ? undefined : address(last),
  };
  const free = Array.from(freeAddresses(ranges, state), formatAddress);
  return free.map((text) => text.replace('10.1.0', '')).join(' ');
}

const small = { subnet: '10.1.0.0/29' };
const low = { subnet: '10.1.0.0/24', rangeStart: '10.1.0.2', rangeEnd: '10.1.0.4' };
const high = { subnet: '10.1.0.0/24', rangeStart: '10.1.0.10', rangeEnd: '10.1.0.12' };

describe('the order of free addresses', () => {
  test.each([
    { when: 'nothing was ever reserved', set: [small], order: '.2 .3 .4 .5 .6' },
    { when: 'one was reserved', set: [small], last: '10.1.0.4', order: '.5 .6 .2 .3 .4' },
    { when: 'the last of the range was reserved', set: [small], last: '10.1.0.6', order: '.2 .3 .4 .5 .6' },
    {
      when: 'the last reserved is of an earlier configuration',
      set: [small],
      last: '10.9.0.4',
      order: '.2 .3 .4 .5 .6',
    },
    {
      when: 'the last reserved is of the other family',
      set: [small],
      last: 'fd00::4',
      order: '.2 .3 .4 .5 .6',
    },
    {
      when: 'some are taken',
      set: [small],
      taken: ['10.1.0.5', '10.1.0.2'],
      last: '10.1.0.4',
      order: '.6 .3 .4',
    },
    { when: 'all are taken', set: [{ subnet: '10.1.0.0/30' }], taken: ['10.1.0.2'], order: '' },
    { when: 'the set has two ranges', set: [low, high], order: '.2 .3 .4 .10 .11 .12' },
    { when: 'the first range is used up', set: [low, high], last: '10.1.0.4', order: '.10 .11 .12 .2 .3 .4' },
    {
      when: 'the walk starts in the last range',
      set: [low, high],
      last: '10.1.0.11',
      order: '.12 .2 .3 .4 .10 .11',
    },
    { when: 'the gateway lies in the range', set: [{ ...low, gateway: '10.1.0.3' }], order: '.2 .4' },
    {
      when: 'the gateway of one range lies in another',
      set: [{ ...low, gateway: '10.1.0.11' }, high],
      order: '.2 .3 .4 .10 .12',
    },
    { when: 'the gateway is of the other family', set: [{ ...low, gateway: 'fd00::2' }], order: '.2 .3 .4' },
    {
      when: 'rangeStart names the network address',
      set: [{ ...small, rangeStart: '10.1.0.0' }],
      order: '.0 .2 .3 .4 .5 .6',
    },
    {
      when: 'rangeEnd names the broadcast address',
      set: [{ ...small, rangeEnd: '10.1.0.7' }],
      order: '.2 .3 .4 .5 .6 .7',
    },
  ])('when $when is $order', ({ order, ...state }) => {
    expect(walk(state)).toBe(order);
  });

  test('never leaves IPv6 for IPv4 where an address fits into four bytes', () => {
    expect(walk({ set: [{ subnet: '::102:300/126' }] })).toBe('::102:302 ::102:303');
  });

  test('is found at once in a subnet of 2^64 addresses', () => {
    const [set] = sets([{ subnet: 'fd00::/64' }]);
    const first =
      set && freeAddresses(set, { isTaken: (one) => formatAddress(one) === 'fd00::2' }).next().value;
    expect(first && formatAddress(first)).toBe('fd00::3');
  });
});

describe('requested addresses', () => {
  const dual = sets([{ subnet: '10.1.0.0/24' }], [{ subnet: 'fd00::/64' }]);

  test('go to the set they lie in, whatever their order', () => {
    const chosen = requestsBySet(dual, [address('fd00::5'), address('10.1.0.5')]);
    expect(chosen.map((one) => one && formatAddress(one))).toEqual(['10.1.0.5', 'fd00::5']);
  });

  test('leave the other sets to choose for themselves', () => {
    expect(requestsBySet(dual, [address('fd00::5')])[0]).toBeUndefined();
  });

  test.each([
    { when: 'it lies in no range', requested: ['10.2.0.1'], says: '10.2.0.1: it lies in no range' },
    { when: 'it is the gateway', requested: ['10.1.0.1'], says: '10.1.0.1: it is the gateway' },
    {
      when: 'two are of one set',
      requested: ['10.1.0.5', '10.1.0.6'],
      says: '10.1.0.6: another was requested',
    },
  ])('one is refused with code 111 when $when', ({ requested, says }) => {
    expect(() => requestsBySet(dual, requested.map(address))).toThrow(
      expect.objectContaining({ code: 111, message: expect.stringContaining(says) }),
    );
  });
});
