import { describe, expect, test } from 'vitest';
import { parseEndpointPolicy } from '../../../../lib/hns/policies/parse-endpoint-policy.ts';
import { fromV1Policy, toV1Policy } from '../../../../lib/hns/v1/policies.ts';

/** What a configuration may say, and what version 1 is sent. */
const PAIRS = [
  {
    v2: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16'], VirtualIP: '10.0.0.1' } },
    v1: { Type: 'OutBoundNAT', ExceptionList: ['10.244.0.0/16'], VIP: '10.0.0.1' },
  },
  {
    v2: { Type: 'OutBoundNAT', Settings: { Destinations: ['10.244.1.7'], MaxPortPoolUsage: 64 } },
    v1: { Type: 'OutBoundNAT', Destinations: ['10.244.1.7'], MaxPortPoolUsage: 64 },
  },
  {
    v2: { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.96.0.0/12', NeedEncap: true } },
    v1: { Type: 'ROUTE', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
  },
  {
    v2: { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080 } },
    v1: { Type: 'NAT', Protocol: 'TCP', InternalPort: 80, ExternalPort: 8080 },
  },
  {
    v2: { Type: 'PortMapping', Settings: { Protocol: 17, InternalPort: 53, ExternalPort: 53, Flags: 4 } },
    v1: { Type: 'NAT', Protocol: 'UDP', InternalPort: 53, ExternalPort: 53, ExternalPortReserved: true },
  },
  {
    v2: { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.40' } },
    v1: { Type: 'PA', PA: '192.168.79.40' },
  },
  {
    v2: { Type: 'ACL', Settings: { Action: 'Block', Direction: 'Out', Protocols: '6', Priority: 100 } },
    v1: { Type: 'ACL', Action: 'Block', Direction: 'Out', Protocols: '6', Priority: 100 },
  },
  {
    v2: { Type: 'QOS', Settings: { MaximumOutgoingBandwidthInBytes: 1_000_000 } },
    v1: { Type: 'QOS', MaximumOutgoingBandwidthInBytes: 1_000_000 },
  },
  { v2: { Type: 'L2Driver', Settings: {} }, v1: { Type: 'L2Driver' } },
  {
    v2: { Type: 'L4Proxy', Settings: { IP: '10.0.0.1', Exceptions: ['10.0.0.2'], OutboundNAT: true } },
    v1: { Type: 'PROXY', IP: '10.0.0.1', ExceptionList: ['10.0.0.2'], OutboundNat: true },
  },
  { v2: { Type: 'VLAN', Settings: { IsolationId: 7 } }, v1: { Type: 'VLAN', VLAN: 7 } },
  {
    // A member that HNS may know and we do not is not taken for what every object has in JavaScript
    v2: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16'], constructor: 1 } },
    v1: { Type: 'OutBoundNAT', ExceptionList: ['10.244.0.0/16'], constructor: 1 },
  },
] as const;

describe('policies in the form of version 1', () => {
  test.each(PAIRS)('$v2.Type $v2.Settings becomes $v1 and comes back', ({ v2, v1 }) => {
    const policy = parseEndpointPolicy(v2, 'policies[0]');
    expect(toV1Policy(policy)).toEqual(v1);
    expect(fromV1Policy(v1)).toEqual(policy);
  });

  test.each(PAIRS.filter(({ v1 }) => v1.Type !== 'VLAN'))(
    '$v1 in a configuration reaches version 1 as it was written',
    ({ v1 }) => {
      expect(toV1Policy(parseEndpointPolicy(v1, 'policies[0]'))).toEqual(v1);
    },
  );

  test.each([
    { what: 'NAT by a number', document: { Type: 'NAT', Protocol: 17 }, protocol: 17 },
    { what: 'nat in small letters', document: { type: 'nat', Protocol: 'tcp' }, protocol: 6 },
  ])('reads $what', ({ document, protocol }) => {
    expect(fromV1Policy(document)).toMatchObject({ Type: 'PortMapping', Settings: { Protocol: protocol } });
  });

  test('reads the one protocol of an ACL as the list that version 2 has', () => {
    expect(fromV1Policy({ Type: 'ACL', Action: 'Block', Direction: 'Out', Protocol: 6 })).toEqual({
      Type: 'ACL',
      Settings: { Action: 'Block', Direction: 'Out', Protocols: '6' },
    });
  });

  test('carries a type nobody knows', () => {
    expect(fromV1Policy({ Type: 'NEW', Member: 1 })).toEqual({ Type: 'NEW', Settings: { Member: 1 } });
  });

  test.each([
    { v2: { Type: 'TierAcl', Settings: { Name: 'x' } }, says: 'TierAcl' },
    { v2: { Type: 'OutBoundNAT', Settings: { Exceptions: ['fd00::/64'], Flags: 2 } }, says: 'Flags' },
    {
      v2: { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.0.0.0/8', AutomaticEndpointMonitor: true } },
      says: 'AutomaticEndpointMonitor',
    },
    {
      v2: { Type: 'PortMapping', Settings: { Protocol: 1, InternalPort: 0, ExternalPort: 0 } },
      says: 'TCP and UDP',
    },
    {
      v2: { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 1, ExternalPort: 1, Flags: 1 } },
      says: 'Flags',
    },
    {
      v2: {
        Type: 'PortMapping',
        Settings: { Protocol: 6, InternalPort: 1, ExternalPort: 1, VIP: '10.0.0.1' },
      },
      says: 'VIP',
    },
    { v2: { Type: 'L4Proxy', Settings: { Protocol: 6 } }, says: 'Protocol' },
  ])('$v2 has no form: code 104 names the policy and says $says', ({ v2, says }) => {
    const policy = parseEndpointPolicy(v2, 'policies[0]');
    expect(() => toV1Policy(policy)).toThrow(
      expect.objectContaining({
        code: 104,
        message: expect.stringMatching(`policy ${v2.Type} .*${says}`),
        details: expect.stringContaining(JSON.stringify(policy)),
      }),
    );
  });

  test('an empty member that version 1 lacks is no loss', () => {
    const policy = { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.0.0.0/8'], Flags: 0 } } as const;
    expect(toV1Policy(policy)).toEqual({ Type: 'OutBoundNAT', ExceptionList: ['10.0.0.0/8'] });
  });
});
