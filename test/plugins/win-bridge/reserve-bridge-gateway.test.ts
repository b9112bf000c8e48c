import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { reserveBridgeGateway } from '../../../plugins/win-bridge/reserve-bridge-gateway.ts';
import { bridgeRules } from '../../../plugins/win-bridge/rules.ts';

const subnet = '10.244.1.0/24';

describe('reserveBridgeGateway()', () => {
  test.each<{ of: string; ipam: JsonObject; expected: JsonObject }>([
    { of: 'a subnet', ipam: { subnet }, expected: { subnet, rangeStart: '10.244.1.3' } },
    {
      of: 'a subnet with both ends',
      ipam: { subnet, rangeStart: '10.244.1.1', rangeEnd: '10.244.1.100' },
      expected: { subnet, rangeStart: '10.244.1.3', rangeEnd: '10.244.1.100' },
    },
    {
      of: 'a subnet that starts below the first address: two parts, the first set of ranges',
      ipam: {
        subnet,
        rangeStart: '10.244.1.0',
        ranges: [[{ subnet: '10.5.0.0/24', rangeStart: '10.5.0.9' }]],
      },
      expected: {
        ranges: [
          [
            { subnet, rangeStart: '10.244.1.0', rangeEnd: '10.244.1.0' },
            { subnet, rangeStart: '10.244.1.3' },
          ],
          [{ subnet: '10.5.0.0/24', rangeStart: '10.5.0.9' }],
        ],
      },
    },
    {
      of: 'keys in other letter cases, of which the last wins',
      ipam: { Subnet: '10.9.0.0/24', subnet, RangeEnd: '10.244.1.9' },
      expected: { subnet, rangeStart: '10.244.1.3', rangeEnd: '10.244.1.9' },
    },
    {
      of: 'ranges: every IPv4 one, set by set',
      ipam: {
        ranges: [[{ subnet }], [{ subnet: 'fd00::/64' }], [{ subnet: '10.9.0.0/16' }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
      expected: {
        ranges: [
          [{ subnet, rangeStart: '10.244.1.3' }],
          [{ subnet: 'fd00::/64' }],
          [{ subnet: '10.9.0.0/16', rangeStart: '10.9.0.3' }],
        ],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    {
      of: 'a range with the first address as explicit gateway, which does not forward',
      ipam: { ranges: [[{ subnet, gateway: '10.244.1.1' }]] },
      expected: { ranges: [[{ subnet, gateway: '10.244.1.1', rangeStart: '10.244.1.3' }]] },
    },
    {
      of: 'a range with the bridge endpoint as explicit gateway: the first address is that of HNS',
      ipam: { subnet, gateway: '10.244.1.2' },
      expected: { subnet, gateway: '10.244.1.2', rangeStart: '10.244.1.3' },
    },
    {
      of: 'a range with another gateway',
      ipam: { subnet, gateway: '10.244.1.254' },
      expected: { subnet, gateway: '10.244.1.254', rangeStart: '10.244.1.3' },
    },
    {
      of: 'a range above the address',
      ipam: { subnet, rangeStart: '10.244.1.10' },
      expected: { subnet, rangeStart: '10.244.1.10' },
    },
    {
      of: 'an unaligned subnet: the address lies in its own network',
      ipam: { subnet: '10.244.1.64/26' },
      expected: { subnet: '10.244.1.64/26', rangeStart: '10.244.1.67' },
    },
    {
      of: 'a subnet where nothing else is left: the conflict is reported by ADD',
      ipam: { subnet: '10.0.0.0/30' },
      expected: { subnet: '10.0.0.0/30' },
    },
    {
      of: 'what is no range: host-local says what is wrong',
      ipam: { subnet: 'nonsense', ranges: [[5, { subnet: '10.0.0.0/24', rangeStart: 'x' }], 'y'] },
      expected: { subnet: 'nonsense', ranges: [[5, { subnet: '10.0.0.0/24', rangeStart: 'x' }], 'y'] },
    },
  ])('keeps the bridge endpoint out of $of', ({ ipam, expected }) => {
    const config = { name: 'cbr0', type: 'host-local', ipam: { type: 'host-local', ...ipam } };
    expect(reserveBridgeGateway(config)).toEqual({ ...config, ipam: { type: 'host-local', ...expected } });
  });

  test('keeps it out of the ranges of the runtime too, whose sets come first', () => {
    const config = {
      type: 'host-local',
      ipam: { type: 'host-local' },
      runtimeConfig: { ipRanges: [[{ subnet }]], dns: { servers: ['10.96.0.10'] } },
    };
    expect(reserveBridgeGateway(config).runtimeConfig).toEqual({
      ipRanges: [[{ subnet, rangeStart: '10.244.1.3' }]],
      dns: { servers: ['10.96.0.10'] },
    });
  });

  test('leaves the configuration of another IPAM plugin as it is', () => {
    const config = { name: 'cbr0', type: 'win-bridge', ipam: { type: 'whereabouts', subnet } };
    expect(bridgeRules.ipamConfig(config)).toEqual({ type: 'whereabouts', config });
  });
});
