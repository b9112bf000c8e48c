import { expect, test } from 'vitest';
import { containsPolicy } from '../../../../lib/hns/policies/contains-policy.ts';
import type { EndpointPolicy } from '../../../../lib/hns/policies/endpoint-policy.ts';

const present: readonly EndpointPolicy[] = [
  { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16', '10.96.0.0/12'], MaxPortPoolUsage: 3 } },
  { Type: 'OutBoundNAT', Settings: { Exceptions: ['192.168.0.0/16'] } },
  { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080 } },
  { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 90, ExternalPort: 9090, Flags: 3 } },
];

test.each<{ expected: EndpointPolicy; contained: boolean; because: string }>([
  {
    expected: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.96.0.0/12'] } },
    contained: true,
    because: 'HNS may hold more than was asked for',
  },
  {
    expected: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.97.0.0/12'] } },
    contained: false,
    because: 'an exception is missing',
  },
  {
    expected: { Type: 'OutBoundNAT', Settings: { Exceptions: ['10.244.0.0/16', '192.168.0.0/16'] } },
    contained: true,
    because: 'the Go plugins spread exceptions over several policies',
  },
  {
    expected: { Type: 'OutBoundNAT', Settings: { Exceptions: ['192.168.0.0/16', '172.16.0.0/12'] } },
    contained: false,
    because: 'one of the exceptions is nowhere',
  },
  {
    expected: {
      Type: 'PortMapping',
      Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080, Flags: 1 },
    },
    contained: true,
    because: 'the Go plugins set no flags',
  },
  {
    expected: {
      Type: 'PortMapping',
      Settings: { Protocol: 6, InternalPort: 80, ExternalPort: 8080, Flags: 3 },
    },
    contained: false,
    because: 'the port is mapped for IPv4 alone',
  },
  {
    expected: {
      Type: 'PortMapping',
      Settings: { Protocol: 6, InternalPort: 90, ExternalPort: 9090, Flags: 1 },
    },
    contained: false,
    because: 'the port is mapped for IPv6 alone',
  },
  {
    expected: {
      Type: 'PortMapping',
      Settings: { Protocol: 6, InternalPort: 90, ExternalPort: 9090, Flags: 2 },
    },
    contained: true,
    because: 'another flag is no other port',
  },
  {
    expected: { Type: 'OutBoundNAT', Settings: { Destinations: ['10.244.1.7'] } },
    contained: false,
    because: 'a member is missing',
  },
  {
    expected: { Type: 'OutBoundNAT', Settings: { Destinations: [], VirtualIP: '', Flags: 0 } },
    contained: true,
    because: 'HNS leaves empty members out',
  },
  {
    expected: { Type: 'PortMapping', Settings: { Protocol: 6, InternalPort: 81, ExternalPort: 8080 } },
    contained: false,
    because: 'a number differs',
  },
  { expected: { Type: 'L2Driver', Settings: {} }, contained: false, because: 'no policy has the type' },
])('contains $expected: $contained, $because', ({ expected, contained }) => {
  expect(containsPolicy(present, expected)).toBe(contained);
});
