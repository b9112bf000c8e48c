import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../../lib/ip/cidr.ts';
import { checkMacPrefix, endpointMacAddress } from '../../../plugins/win-overlay/mac-address.ts';

describe('endpointMacAddress()', () => {
  test.each([
    { prefix: undefined, addresses: ['10.244.1.9/24'], mac: '0E-2A-0a-f4-01-09' },
    { prefix: 'aB-0c', addresses: ['fd00::9/64', '10.244.1.9/24', '10.0.0.1/8'], mac: 'aB-0c-0a-f4-01-09' },
    { prefix: '', addresses: ['1.2.3.4/24'], mac: '0E-2A-01-02-03-04' },
    { prefix: undefined, addresses: ['fd00::9/64'], mac: undefined },
    { prefix: undefined, addresses: [], mac: undefined },
  ])('prefix $prefix and addresses $addresses: $mac', ({ prefix, addresses, mac }) => {
    const config = { name: 'vxlan0', ...(prefix !== undefined && { endpointMacPrefix: prefix }) };
    const cidrs = addresses.map((address) => parseCidr(address) ?? expect.unreachable());
    expect(endpointMacAddress(config, cidrs)).toBe(mac);
  });
});

test.each(['0E2A', '0E:2A', 'zz-00', '0E-2A-00', ' 0E-2A'])('refuses prefix "%s"', (endpointMacPrefix) => {
  expect(() => checkMacPrefix({ name: 'vxlan0', endpointMacPrefix })).toThrow(
    expect.objectContaining({ code: 7, message: expect.stringContaining(`"${endpointMacPrefix}"`) }),
  );
});
