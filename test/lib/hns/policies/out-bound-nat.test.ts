import { describe, expect, test } from 'vitest';
import type { EndpointPolicy } from '../../../../lib/hns/policies/endpoint-policy.ts';
import { withDestinations, withExceptions } from '../../../../lib/hns/policies/out-bound-nat.ts';
import type { IpFamily } from '../../../../lib/ip/address.ts';
import { type Cidr, parseCidr } from '../../../../lib/ip/cidr.ts';

const nat = (Settings: object): EndpointPolicy => ({ Type: 'OutBoundNAT', Settings: { ...Settings } });

describe('withExceptions()', () => {
  test.each<{
    does: string;
    policies: readonly EndpointPolicy[];
    families: readonly IpFamily[];
    targets: readonly string[];
    expected: readonly EndpointPolicy[];
  }>([
    {
      does: 'adds a policy where there is none',
      policies: [],
      families: [4],
      targets: ['10.244.0.0/16'],
      expected: [nat({ Exceptions: ['10.244.0.0/16'] })],
    },
    {
      does: 'joins the configured policy and repeats no exception',
      policies: [nat({ Exceptions: ['10.96.0.0/12', '10.244.0.0/16'], MaxPortPoolUsage: 5 })],
      families: [4],
      targets: ['10.244.0.0/16', '10.245.0.0/16'],
      expected: [
        nat({ Exceptions: ['10.96.0.0/12', '10.244.0.0/16', '10.245.0.0/16'], MaxPortPoolUsage: 5 }),
      ],
    },
    {
      does: 'leaves a policy with destinations alone',
      policies: [nat({ Destinations: ['10.244.1.7'] })],
      families: [4],
      targets: ['10.244.0.0/16'],
      expected: [nat({ Destinations: ['10.244.1.7'] }), nat({ Exceptions: ['10.244.0.0/16'] })],
    },
    {
      does: 'keeps the families apart, IPv6 with flag 2',
      policies: [nat({ Exceptions: ['10.96.0.0/12'] })],
      families: [4, 6],
      targets: ['10.244.0.0/16', 'fd00::/48'],
      expected: [
        nat({ Exceptions: ['10.96.0.0/12', '10.244.0.0/16'] }),
        nat({ Exceptions: ['fd00::/48'], Flags: 2 }),
      ],
    },
    {
      does: 'joins a configured IPv6 policy, told by its flag',
      policies: [nat({ Exceptions: ['fd01::/48'], Flags: 2 })],
      families: [6],
      targets: ['fd00::/48'],
      expected: [nat({ Exceptions: ['fd01::/48', 'fd00::/48'], Flags: 2 })],
    },
    {
      does: 'leaves out a family the endpoint has not',
      policies: [],
      families: [4],
      targets: ['fd00::/48'],
      expected: [],
    },
    {
      does: 'touches no other policy',
      policies: [{ Type: 'L2Driver', Settings: {} }],
      families: [4],
      targets: [],
      expected: [{ Type: 'L2Driver', Settings: {} }],
    },
  ])('$does', ({ policies, families, targets, expected }) => {
    expect(withExceptions(policies, { families, targets: cidrs(targets) })).toEqual(expected);
  });
});

describe('withDestinations()', () => {
  test('makes a policy of its own beside the one with exceptions, one a family', () => {
    const policies = [nat({ Exceptions: ['10.244.0.0/16'] })];
    const targets = cidrs(['10.244.1.7/24', 'fd00::7/64']);
    expect(withDestinations(policies, { families: [4, 6], targets })).toEqual([
      nat({ Exceptions: ['10.244.0.0/16'] }),
      nat({ Destinations: ['10.244.1.7'] }),
      nat({ Destinations: ['fd00::7'], Flags: 2 }),
    ]);
  });

  test('joins a configured policy that has destinations', () => {
    const policies = [nat({ Destinations: ['10.1.1.1'] })];
    expect(withDestinations(policies, { families: [4], targets: cidrs(['10.244.1.7/24']) })).toEqual([
      nat({ Destinations: ['10.1.1.1', '10.244.1.7'] }),
    ]);
  });
});

function cidrs(texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => parseCidr(text) ?? expect.unreachable(text));
}
