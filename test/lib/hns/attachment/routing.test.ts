import { describe, expect, test } from 'vitest';
import type { Result } from '../../../../lib/cni/result.ts';
import { readLease } from '../../../../lib/hns/attachment/lease.ts';
import { planRouting } from '../../../../lib/hns/attachment/routing.ts';
import { formatAddress, parseAddress } from '../../../../lib/ip/address.ts';
import { formatCidr } from '../../../../lib/ip/cidr.ts';

const CHOSEN = { 4: '10.1.0.254', 6: 'fd00::fe' } as const;

/** Plans with gateways that the rules of a network would choose. */
function plan(result: Omit<Result, 'cniVersion'>) {
  const lease = readLease({ cniVersion: '1.0.0', ...result }, 'test');
  const routing = planRouting(lease, ({ cidr }) => parseAddress(CHOSEN[cidr.address.family]));
  return {
    gateways: routing.addresses.map(({ cidr, gateway }) => `${formatCidr(cidr)} ${formatAddress(gateway)}`),
    routes: routing.routes.map(
      ({ destination, nextHop }) => `${formatCidr(destination)} ${formatAddress(nextHop)}`,
    ),
    resultRoutes: routing.resultRoutes,
  };
}

describe('planRouting()', () => {
  test('gives every family its default route first, then the other routes', () => {
    const { gateways, routes } = plan({
      ips: [{ address: 'fd00::7/64' }, { address: '10.1.0.7/24' }],
      routes: [
        { dst: '10.96.0.0/12' },
        { dst: '0.0.0.0/0', gw: '10.1.0.9' },
        { dst: 'fd01::/48', gw: 'fd00::8' },
      ],
    });
    expect(gateways).toEqual(['fd00::7/64 fd00::fe', '10.1.0.7/24 10.1.0.9']);
    expect(routes).toEqual([
      '::/0 fd00::fe',
      '0.0.0.0/0 10.1.0.9',
      '10.96.0.0/12 10.1.0.9',
      'fd01::/48 fd00::8',
    ]);
  });

  test('gives several addresses of a family one default route', () => {
    const { gateways, routes } = plan({ ips: [{ address: '10.1.0.7/24' }, { address: '10.2.0.7/24' }] });
    expect(gateways).toEqual(['10.1.0.7/24 10.1.0.254', '10.2.0.7/24 10.1.0.254']);
    expect(routes).toEqual(['0.0.0.0/0 10.1.0.254']);
  });

  test('shows a route in the result with what else IPAM said of it', () => {
    const { resultRoutes } = plan({
      ips: [{ address: '10.1.0.7/24' }],
      routes: [
        { dst: '0.0.0.0/0', mtu: 1400 },
        { dst: '10.96.0.0/12', priority: 5 },
      ],
    });
    expect(resultRoutes).toEqual([
      { dst: '0.0.0.0/0', gw: '10.1.0.254', mtu: 1400 },
      { dst: '10.96.0.0/12', gw: '10.1.0.254', priority: 5 },
    ]);
  });

  test('leaves out a route of a family without an address', () => {
    const { routes } = plan({
      ips: [{ address: '10.1.0.7/24' }],
      routes: [{ dst: 'fd00::/8', gw: 'fd00::1' }, { dst: '::/0' }],
    });
    expect(routes).toEqual(['0.0.0.0/0 10.1.0.254']);
  });

  test('refuses an address that is its own gateway', () => {
    expect(() => plan({ ips: [{ address: '10.1.0.254/24' }] })).toThrow(
      expect.objectContaining({ code: 105 }),
    );
  });
});
