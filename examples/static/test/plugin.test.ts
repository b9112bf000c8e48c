import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Command, invoke, type JsonObject, type Result } from 'cni-windows';
import { simulatedHost } from 'cni-windows/simulated-hns';
import { staticIpam } from '../plugin.ts';

const ADDRESSES = [{ address: '10.1.0.5/24', gateway: '10.1.0.1' }];

function call(command: Command, config: JsonObject, args = ''): Promise<unknown> {
  const parameters = { command, containerId: 'c1', netns: 'none', ifName: 'eth0', args, path: '' };
  return invoke(staticIpam, { cniVersion: '1.1.0', name: 'vlan7', ...config }, parameters, simulatedHost());
}

async function add(config: JsonObject, args?: string): Promise<Result> {
  return (await call('ADD', config, args)) as Result;
}

const ipam = (more: JsonObject): JsonObject => ({ ipam: { type: 'static', ...more } });

describe('ADD answers', () => {
  test('addresses with their gateways, routes and DNS settings, in canonical form', async () => {
    const addresses = [...ADDRESSES, { address: 'FD00:0:0::5/64' }];
    const routes = [{ dst: '0.0.0.0/0' }, { dst: '192.168.0.0/16', gw: '10.1.0.254', mtu: 1400, note: 'x' }];
    const dns = { nameservers: ['10.1.0.53'], search: ['example.com'] };
    assert.deepEqual(await add(ipam({ addresses, routes, dns })), {
      cniVersion: '1.1.0',
      ips: [{ address: '10.1.0.5/24', gateway: '10.1.0.1' }, { address: 'fd00::5/64' }],
      routes: [{ dst: '0.0.0.0/0' }, { dst: '192.168.0.0/16', gw: '10.1.0.254', mtu: 1400 }],
      dns,
    });
  });

  const cases: readonly { what: string; config: JsonObject; args?: string; ips: readonly object[] }[] = [
    {
      what: 'addresses of CNI_ARGS after the configured ones, with the gateway they lie with',
      config: ipam({ addresses: ADDRESSES }),
      args: 'IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.2.0.5/24, fd00:2::5/64;GATEWAY=10.2.0.254',
      ips: [
        { address: '10.1.0.5/24', gateway: '10.1.0.1' },
        { address: '10.2.0.5/24', gateway: '10.2.0.254' },
        { address: 'fd00:2::5/64' },
      ],
    },
    {
      what: 'args.cni.ips in place of those',
      config: { ...ipam({ addresses: ADDRESSES }), args: { cni: { ips: ['10.3.0.5/24'] } } },
      args: 'IP=10.2.0.5/24',
      ips: [{ address: '10.3.0.5/24' }],
    },
    {
      what: 'runtimeConfig.ips in place of all',
      config: {
        ...ipam({ addresses: ADDRESSES }),
        args: { cni: { ips: ['10.3.0.5/24'] } },
        runtimeConfig: { ips: ['10.4.0.5/24'] },
      },
      ips: [{ address: '10.4.0.5/24' }],
    },
    { what: 'nothing when nothing is configured', config: ipam({}), ips: [] },
  ];
  for (const { what, config, args, ips } of cases) {
    test(what, async () => assert.deepEqual((await add(config, args)).ips, ips));
  }
});

describe('ADD and STATUS refuse', () => {
  const two = [...ADDRESSES, { address: '10.1.0.6/24' }];
  const cases: readonly { what: string; config: JsonObject; args?: string; code: number; says: RegExp }[] = [
    {
      what: 'an address without a prefix length',
      config: ipam({ addresses: [{ address: '10.1.0.5' }] }),
      code: 7,
      says: /ipam\.addresses\[0\]\.address/,
    },
    {
      what: 'a gateway that is none',
      config: ipam({ addresses: [{ address: '10.1.0.5/24', gateway: 'x' }] }),
      code: 7,
      says: /\[0\]\.gateway/,
    },
    {
      what: 'a route without a destination',
      config: ipam({ routes: [{ gw: '10.1.0.1' }] }),
      code: 7,
      says: /ipam\.routes\[0\]\.dst/,
    },
    {
      what: 'an address of the runtime',
      config: { ...ipam({}), runtimeConfig: { ips: ['1.2.3'] } },
      code: 7,
      says: /runtimeConfig\.ips\[0\]/,
    },
    {
      what: 'CNI_ARGS with an IP without prefix length',
      config: ipam({}),
      args: 'IP=10.1.0.5',
      code: 4,
      says: /IP is "10\.1\.0\.5"/,
    },
    {
      what: 'CNI_ARGS with a GATEWAY that is none',
      config: ipam({}),
      args: 'GATEWAY=a',
      code: 4,
      says: /GATEWAY is "a"/,
    },
    {
      what: 'two addresses of a family for an old version',
      config: { ...ipam({ addresses: two }), cniVersion: '0.2.0' },
      code: 7,
      says: /one IPv4 address/,
    },
  ];
  for (const { what, config, args, code, says } of cases) {
    test(what, async () => {
      await assert.rejects(call('ADD', config, args), { code, message: says });
      if (config.cniVersion === undefined) await assert.rejects(call('STATUS', config, args), { code });
      await call('DEL', config, args);
    });
  }
});

test('every command refuses addresses that are no list', async () => {
  const config = ipam({ addresses: '10.1.0.5/24' });
  for (const command of ['ADD', 'DEL', 'STATUS'] as const) {
    await assert.rejects(call(command, config), { code: 7, details: /must be an array/ });
  }
});

describe('CHECK', () => {
  const config = ipam({ addresses: ADDRESSES });
  const cases = [
    { what: 'passes with what ADD answered', ips: ADDRESSES, passes: true },
    {
      what: 'passes when other plugins gave more',
      ips: [{ address: 'fd00::9/64' }, ...ADDRESSES],
      passes: true,
    },
    {
      what: 'fails without the address',
      ips: [{ address: '10.1.0.6/24', gateway: '10.1.0.1' }],
      passes: false,
    },
    {
      what: 'fails with another gateway',
      ips: [{ address: '10.1.0.5/24', gateway: '10.1.0.2' }],
      passes: false,
    },
  ];
  for (const { what, ips, passes } of cases) {
    test(what, async () => {
      const checked = call('CHECK', { ...config, prevResult: { cniVersion: '1.1.0', ips } });
      if (passes) await checked;
      else
        await assert.rejects(checked, {
          code: 106,
          message: /lacks 10\.1\.0\.5\/24 with gateway 10\.1\.0\.1/,
        });
    });
  }
});
