import { describe, expect, test } from 'vitest';
import { CniError, CniErrorCode } from '../../../../lib/cni/error.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import { configuredPolicies } from '../../../../lib/hns/policies/configured-policies.ts';
import { parseEndpointPolicy } from '../../../../lib/hns/policies/parse-endpoint-policy.ts';

describe('parseEndpointPolicy()', () => {
  test.each<{ form: string; value: JsonObject; policy: unknown }>([
    {
      form: 'OutBoundNAT of version 2',
      value: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16', '192.168.1.4'] } },
      policy: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16', '192.168.1.4'] } },
    },
    {
      form: 'OutBoundNAT of version 1',
      value: { Type: 'OutBoundNAT', ExceptionList: ['10.244.0.0/16'], VIP: '10.0.0.1' },
      policy: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16'], VirtualIP: '10.0.0.1' } },
    },
    {
      form: 'version 1 names inside Settings',
      value: { Type: 'OutBoundNAT', Settings: { ExceptionList: ['10.96.0.0/12'] } },
      policy: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.96.0.0/12'] } },
    },
    {
      form: 'version 2 names without Settings',
      value: { Type: 'SDNRoute', DestinationPrefix: '10.96.0.0/12', NeedEncap: true },
      policy: { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.96.0.0/12', NeedEncap: true } },
    },
    {
      form: 'members that are called as what every object has in JavaScript',
      value: JSON.parse(
        '{"Type":"QOS","toString":"a","Settings":{"constructor":1,"MaximumOutgoingBandwidthInBytes":5}}',
      ),
      policy: {
        Type: 'QOS',
        Settings: { toString: 'a', constructor: 1, MaximumOutgoingBandwidthInBytes: 5 },
      },
    },
    {
      form: 'any letter case',
      value: { type: 'outboundnat', settings: { exceptions: ['10.244.0.0/16'], maxportpoolusage: 100 } },
      policy: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16'], MaxPortPoolUsage: 100 } },
    },
    {
      form: 'ROUTE of version 1',
      value: { Type: 'ROUTE', DestinationPrefix: '10.127.132.213/32', NeedEncap: true },
      policy: { Type: 'SDNRoute', Settings: { DestinationPrefix: '10.127.132.213/32', NeedEncap: true } },
    },
    {
      form: 'NAT of version 1',
      value: {
        Type: 'NAT',
        Protocol: 'TCP',
        InternalPort: 80,
        ExternalPort: 8080,
        ExternalPortReserved: true,
      },
      policy: {
        Type: 'PortMapping',
        Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080, Flags: 4 },
      },
    },
    {
      form: 'NAT of version 1 without a reserved port',
      value: {
        Type: 'NAT',
        Protocol: 'udp',
        InternalPort: 53,
        ExternalPort: 53,
        ExternalPortReserved: false,
      },
      policy: { Type: 'PortMapping', Settings: { Protocol: 17, InternalPort: 53, ExternalPort: 53 } },
    },
    {
      form: 'PA of version 1',
      value: { Type: 'PA', PA: '192.168.79.40' },
      policy: { Type: 'ProviderAddress', Settings: { ProviderAddress: '192.168.79.40' } },
    },
    {
      form: 'ACL of version 1',
      value: { Type: 'ACL', Protocol: 6, Action: 'Block', Direction: 'Out', RemoteAddresses: '10.0.0.4' },
      policy: {
        Type: 'ACL',
        Settings: { Protocols: '6', Action: 'Block', Direction: 'Out', RemoteAddresses: '10.0.0.4' },
      },
    },
    {
      form: 'PROXY of version 1',
      value: { Type: 'PROXY', Port: '15001', OutboundNat: true, ExceptionList: ['10.0.0.1'] },
      policy: {
        Type: 'L4Proxy',
        Settings: { Port: '15001', OutboundNAT: true, Exceptions: ['10.0.0.1'] },
      },
    },
    {
      form: 'QOS',
      value: { Type: 'QOS', MaximumOutgoingBandwidthInBytes: 1000000 },
      policy: { Type: 'QOS', Settings: { MaximumOutgoingBandwidthInBytes: 1000000 } },
    },
    { form: 'L2Driver', value: { Type: 'L2Driver' }, policy: { Type: 'L2Driver', Settings: {} } },
    {
      form: 'absent, null and empty members',
      value: {
        Type: 'OutBoundNAT',
        Settings: { VirtualIP: '', Destinations: null, Exceptions: ['10.0.0.0/8'] },
      },
      policy: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.0.0.0/8'] } },
    },
    {
      form: 'members HNS may know and this suite does not',
      value: { Type: 'ACL', Settings: { Action: 'Allow', Direction: 'In', Scope: 3 } },
      policy: { Type: 'ACL', Settings: { Action: 'Allow', Direction: 'In', Scope: 3 } },
    },
    {
      form: 'addresses in canonical form',
      value: { Type: 'OutBoundNAT', Settings: { Exceptions: ['FD00:0:0::/48'], Flags: 2 } },
      policy: { Type: 'OutBoundNAT', Settings: { Exceptions: ['fd00::/48'], Flags: 2 } },
    },
  ])('reads $form', ({ value, policy }) => {
    expect(parseEndpointPolicy(value, 'policies[0]')).toEqual(policy);
  });

  test.each<{ wrong: string; value: JsonObject; says: string }>([
    { wrong: 'no Type', value: { Settings: {} }, says: '"Type" has to be one of OutBoundNAT, ' },
    { wrong: 'a Type that is no text', value: { Type: 5 }, says: 'found 5' },
    {
      wrong: 'an unknown Type',
      value: { Type: 'OutboundNatt' },
      says: '"OutboundNatt" is no endpoint policy type',
    },
    {
      wrong: 'Settings that are no object',
      value: { Type: 'QOS', Settings: [] },
      says: '"Settings" has to be an object',
    },
    {
      wrong: 'exceptions that are no list',
      value: { Type: 'OutBoundNAT', ExceptionList: '10.0.0.0/8' },
      says: '"ExceptionList" has to be a list of prefixes',
    },
    {
      wrong: 'an exception that is no prefix',
      value: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.0.0.0/8', '10.0.0/8'] } },
      says: 'found ["10.0.0.0/8","10.0.0/8"]',
    },
    {
      wrong: 'Flags by name',
      value: { Type: 'OutBoundNAT', Settings: { Flags: 'LocalRoutedVip' } },
      says: '"Flags" has to be a number from 0 to 4294967295',
    },
    {
      wrong: 'a port out of range',
      value: { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 65536 } },
      says: '"ExternalPort" has to be a number from 0 to 65535',
    },
    {
      wrong: 'an unknown protocol',
      value: { Type: 'NAT', Protocol: 'sctp', InternalPort: 80, ExternalPort: 80 },
      says: '"Protocol" has to be a protocol (tcp, udp',
    },
    {
      wrong: 'a route without destination',
      value: { Type: 'ROUTE', NeedEncap: true },
      says: '"DestinationPrefix" missing',
    },
    {
      wrong: 'a route with a bad destination',
      value: { Type: 'SDNRoute', Settings: { DestinationPrefix: '__MANAGEMENT_IP__/32' } },
      says: 'found "__MANAGEMENT_IP__/32"',
    },
    {
      wrong: 'a truth value as text',
      value: { Type: 'ROUTE', DestinationPrefix: '10.0.0.0/8', NeedEncap: 'true' },
      says: '"NeedEncap" has to be true or false',
    },
  ])('refuses $wrong, quoting the policy and its place', ({ value, says }) => {
    const error = thrownBy(() => parseEndpointPolicy(value, 'policies[3]'));
    expect(error.code).toBe(CniErrorCode.invalidConfiguration);
    expect(error.message).toContain('policies[3]');
    expect(error.details).toContain(says);
    expect(error.details).toContain(JSON.stringify(value));
  });
});

describe('configuredPolicies()', () => {
  test('takes entries named EndpointPolicy in any letter case and leaves the others to their readers', () => {
    const value = { Type: 'L2Driver' };
    expect(
      configuredPolicies([
        { name: 'endpointpolicy', value },
        { name: 'NetworkPolicy', value: { Type: 'nonsense' } },
        { value },
      ]),
    ).toEqual([{ Type: 'L2Driver', Settings: {} }]);
  });

  test('names the place of the entry it cannot understand', () => {
    const policies = [{ name: 'Other' }, { name: 'EndpointPolicy' }];
    expect(thrownBy(() => configuredPolicies(policies)).message).toContain('policies[1]');
  });
});

function thrownBy(action: () => unknown): CniError {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof CniError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}
