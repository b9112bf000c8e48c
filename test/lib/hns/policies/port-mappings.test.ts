import { describe, expect, test } from 'vitest';
import type { EndpointPolicy } from '../../../../lib/hns/policies/endpoint-policy.ts';
import {
  type RuntimePortMapping,
  readPortMappings,
  withPortMappings,
} from '../../../../lib/hns/policies/port-mappings.ts';
import type { IpFamily } from '../../../../lib/ip/address.ts';

const web = { hostPort: 8080, containerPort: 80, protocol: 'tcp' };
const mapping = (Settings: object): EndpointPolicy => ({
  Type: 'PortMapping',
  Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080, ...Settings },
});

describe('port mappings', () => {
  test.each<{
    of: string;
    given: readonly RuntimePortMapping[];
    families?: readonly IpFamily[];
    flags?: number;
    policies: readonly EndpointPolicy[];
  }>([
    { of: 'TCP', given: [web], policies: [mapping({})] },
    { of: 'UDP in capitals', given: [{ ...web, protocol: 'UDP' }], policies: [mapping({ Protocol: 17 })] },
    { of: 'a protocol number', given: [{ ...web, protocol: '17' }], policies: [mapping({ Protocol: 17 })] },
    { of: 'no protocol: TCP', given: [{ hostPort: 8080, containerPort: 80 }], policies: [mapping({})] },
    { of: 'ICMPv6', given: [{ ...web, protocol: 'icmpv6' }], policies: [mapping({ Protocol: 58 })] },
    { of: 'a local routed VIP', given: [web], flags: 1, policies: [mapping({ Flags: 1 })] },
    {
      of: 'both families',
      given: [web],
      families: [4, 6],
      flags: 1,
      policies: [mapping({ Flags: 1 }), mapping({ Flags: 3 })],
    },
    {
      of: 'a host address',
      given: [{ ...web, hostIP: '10.0.0.9' }],
      policies: [mapping({ VIP: '10.0.0.9' })],
    },
    {
      of: 'an IPv6 host address: that family alone',
      given: [{ ...web, hostIP: 'FD00::9' }],
      families: [4, 6],
      policies: [mapping({ VIP: 'fd00::9', Flags: 2 })],
    },
    {
      of: 'any IPv4 host address',
      given: [{ ...web, hostIP: '0.0.0.0' }],
      families: [4, 6],
      policies: [mapping({})],
    },
    { of: 'any IPv6 host address on an IPv4 endpoint', given: [{ ...web, hostIP: '::' }], policies: [] },
    { of: 'host port 0, which runtimes send for none', given: [{ ...web, hostPort: 0 }], policies: [] },
    { of: 'the same port twice', given: [web, web], policies: [mapping({})] },
  ])('of $of', ({ given, families = [4], flags = 0, policies }) => {
    expect(withPortMappings([], readPortMappings(given), { families, flags })).toEqual(policies);
  });

  test('a port that is configured as a policy is not mapped again', () => {
    const configured = [mapping({ Flags: 1 })];
    const ports = readPortMappings([web]);
    expect(withPortMappings(configured, ports, { families: [4], flags: 1 })).toEqual(configured);
  });

  test.each<{ wrong: string; given: RuntimePortMapping; says: string }>([
    {
      wrong: 'an unknown protocol',
      given: { ...web, protocol: 'sctp' },
      says: 'protocol "sctp" is none of tcp',
    },
    { wrong: 'a number in another base', given: { ...web, protocol: '0x11' }, says: 'protocol "0x11"' },
    { wrong: 'a host port out of range', given: { ...web, hostPort: 65536 }, says: 'hostPort 65536' },
    { wrong: 'a negative host port', given: { ...web, hostPort: -1 }, says: 'hostPort -1' },
    { wrong: 'container port 0', given: { ...web, containerPort: 0 }, says: 'containerPort 0' },
    { wrong: 'no container port', given: { hostPort: 80 }, says: 'containerPort is missing' },
    { wrong: 'a host address that is none', given: { ...web, hostIP: 'node' }, says: 'hostIP "node"' },
  ])('$wrong is refused, and the entry named', ({ given, says }) => {
    expect(() => readPortMappings([web, given])).toThrow(
      expect.objectContaining({
        code: 7,
        message: expect.stringContaining('runtimeConfig.portMappings[1]'),
        details: expect.stringContaining(says),
      }),
    );
  });

  test('a host address of a family the container has not is refused', () => {
    const ports = readPortMappings([{ ...web, hostIP: 'fd00::9' }]);
    expect(() => withPortMappings([], ports, { families: [4], flags: 0 })).toThrow(
      expect.objectContaining({ code: 7, details: expect.stringContaining('fd00::9 needs an IPv6 address') }),
    );
  });
});
