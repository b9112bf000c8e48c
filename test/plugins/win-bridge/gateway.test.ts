import { expect, test } from 'vitest';
import type { Network } from '../../../lib/hns/driver.ts';
import { NIL_GUID } from '../../../lib/hns/guid.ts';
import { formatAddress, parseAddress } from '../../../lib/ip/address.ts';
import { parseCidr } from '../../../lib/ip/cidr.ts';
import { podGateway } from '../../../plugins/win-bridge/gateway.ts';

test.each([
  {
    address: '10.244.1.7/24',
    ipam: undefined,
    gateway: '10.244.1.2',
    because: 'the bridge endpoint forwards',
  },
  {
    address: '10.244.1.7/24',
    ipam: '10.244.1.1',
    gateway: '10.244.1.2',
    because: "host-local's default is nobody's choice",
  },
  { address: '10.244.1.7/24', ipam: '10.244.1.254', gateway: '10.244.1.254', because: 'somebody chose it' },
  {
    address: '10.244.1.200/25',
    ipam: '10.244.1.129',
    gateway: '10.244.1.130',
    because: 'the prefix is not on a byte boundary',
  },
  {
    address: '10.244.3.7/23',
    ipam: undefined,
    gateway: '10.244.2.2',
    because: 'the network address counts, not the last byte',
  },
  {
    address: '10.9.255.255/8',
    ipam: undefined,
    gateway: '10.0.0.2',
    because: 'the host part does not count',
  },
  {
    address: 'fd00::7/64',
    ipam: 'fd00::1',
    gateway: 'fd00::99',
    because: 'flanneld has no bridge endpoint on IPv6',
  },
  {
    address: 'fd01::7/64',
    ipam: undefined,
    gateway: 'fd01::2',
    because: 'the HNS network has no gateway there',
  },
  { address: 'fd01::7/64', ipam: 'fd01::5', gateway: 'fd01::5', because: 'somebody chose it' },
  {
    address: '10.1.1.1/32',
    ipam: undefined,
    gateway: undefined,
    because: 'the prefix has no room for a bridge',
  },
])('$address with gateway $ipam from IPAM goes through $gateway: $because', ({ address, ipam, gateway }) => {
  const cidr = parseCidr(address) ?? expect.unreachable();
  const given = ipam === undefined ? undefined : parseAddress(ipam);
  const found = podGateway({ cidr, ...(given && { gateway: given }) }, network());
  expect(found && formatAddress(found)).toBe(gateway);
});

function network(): Network {
  const prefix = parseCidr('fd00::/64') ?? expect.unreachable();
  const gateway = parseAddress('fd00::99') ?? expect.unreachable();
  return { id: NIL_GUID, name: 'cbr0', type: 'L2Bridge', subnets: [{ prefix, gateway }] };
}
