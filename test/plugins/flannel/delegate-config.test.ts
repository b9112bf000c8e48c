import { describe, expect, test } from 'vitest';
import { printJson } from '../../../lib/cni/print-json.ts';
import type { FlannelConfig } from '../../../plugins/flannel/config.ts';
import { delegateConfig, forGc, forRequest } from '../../../plugins/flannel/delegate-config.ts';
import { parseSubnetEnv } from '../../../plugins/flannel/subnet-env.ts';

const rest = 'FLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';
const ipv4 = `FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\n${rest}`;
const ipv6 = `FLANNEL_IPV6_NETWORK=fd00:10:244::/48\nFLANNEL_IPV6_SUBNET=fd00:10:244:3::1/64\n${rest}`;

function merge(config: FlannelConfig, subnetEnv: string | undefined = ipv4) {
  const reading = subnetEnv === undefined ? undefined : parseSubnetEnv(subnetEnv);
  const env = reading?.kind === 'complete' ? reading.env : undefined;
  return delegateConfig({ config, env, defaultType: 'win-bridge' });
}

const overlay: FlannelConfig = {
  cniVersion: '0.3.0',
  name: 'flannel.4096',
  type: 'flannel',
  capabilities: { portMappings: true, dns: true },
  delegate: {
    type: 'win-overlay',
    apiVersion: 2,
    policies: [{ name: 'EndpointPolicy', value: { Type: 'OutBoundNAT' } }],
  },
  runtimeConfig: { dns: { servers: ['10.96.0.10'] } },
};

describe('delegateConfig() writes what the reference writes on Windows', () => {
  test.each([
    {
      title: 'for an overlay network',
      config: overlay,
      text: '{"apiVersion":2,"cniVersion":"0.3.0","ipMasq":true,"ipMasqNetwork":"10.244.0.0/16","ipam":{"subnet":"10.244.3.0/24","type":"host-local"},"name":"flannel.4096","policies":[{"name":"EndpointPolicy","value":{"Type":"OutBoundNAT"}}],"runtimeConfig":{"dns":{"servers":["10.96.0.10"]}},"type":"win-overlay"}',
    },
    {
      title: 'for the smallest configuration',
      config: { name: 'cbr0', type: 'flannel' },
      text: '{"cniVersion":"0.2.0","ipMasq":true,"ipMasqNetwork":"10.244.0.0/16","ipam":{"subnet":"10.244.3.0/24","type":"host-local"},"name":"cbr0","type":"win-bridge"}',
    },
  ])('$title, byte for byte', ({ config, text }) => {
    expect(printJson(merge(config), 'compact')).toBe(text);
  });
});

describe('delegateConfig() sets', () => {
  const base = { name: 'cbr0', type: 'flannel' };
  test.each<{ title: string; config: FlannelConfig; env?: string; has: object }>([
    {
      title: 'range sets for dual stack, and every network',
      config: base,
      env: ipv4 + ipv6,
      has: {
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: '10.244.3.0/24' }], [{ subnet: 'fd00:10:244:3::/64' }]],
        },
        ipMasqNetwork: '10.244.0.0/16',
        ipMasqNetworks: ['10.244.0.0/16', 'fd00:10:244::/48'],
      },
    },
    {
      title: 'a range set for IPv6 alone',
      config: base,
      env: ipv6,
      has: {
        ipam: { type: 'host-local', ranges: [[{ subnet: 'fd00:10:244:3::/64' }]] },
        ipMasqNetwork: 'fd00:10:244::/48',
      },
    },
    {
      title: 'the first of several IPv4 networks, and all of them',
      config: base,
      env: ipv4.replace('10.244.0.0/16', '10.244.0.0/16,10.10.0.0/16'),
      has: { ipMasqNetwork: '10.244.0.0/16', ipMasqNetworks: ['10.244.0.0/16', '10.10.0.0/16'] },
    },
    {
      title: 'flannel’s subnet over the user’s, and keeps the other keys of ipam',
      config: {
        ...base,
        ipam: { dataDir: '/x', routes: [{ dst: '0.0.0.0/0' }], Subnet: '1.0.0.0/8', ranges: [[]] },
      },
      has: {
        ipam: {
          type: 'host-local',
          dataDir: '/x',
          routes: [{ dst: '0.0.0.0/0' }],
          subnet: '10.244.3.0/24',
        },
      },
    },
    {
      title: 'range sets without a subnet of the user’s beside them',
      config: { ...base, ipam: { subnet: '1.0.0.0/8' } },
      env: ipv4 + ipv6,
      has: {
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: '10.244.3.0/24' }], [{ subnet: 'fd00:10:244:3::/64' }]],
        },
      },
    },
    {
      title: 'the same keys for another IPAM plugin',
      config: { ...base, ipam: { type: 'other' } },
      has: { ipam: { type: 'other', subnet: '10.244.3.0/24' } },
    },
    {
      title: 'the IPAM type alone without subnet.env',
      config: base,
      env: '',
      has: { ipam: { type: 'host-local' } },
    },
    {
      title: 'the version of the configuration',
      config: { ...base, cniVersion: '1.0.0', delegate: { cniVersion: '0.1.0' } },
      has: { cniVersion: '1.0.0' },
    },
    {
      title: '0.2.0 for an empty version',
      config: { ...base, cniVersion: '' },
      has: { cniVersion: '0.2.0' },
    },
    {
      title: 'runtimeConfig over the delegate’s',
      config: { ...base, runtimeConfig: {}, delegate: { runtimeConfig: { a: 1 } } },
      has: { runtimeConfig: {} },
    },
    {
      title: 'the delegate’s runtimeConfig where the runtime gave none',
      config: { ...base, delegate: { runtimeConfig: { a: 1 } } },
      has: { runtimeConfig: { a: 1 } },
    },
    {
      title: 'args, so that requested addresses reach the IPAM plugin',
      config: { ...base, args: { cni: { ips: ['10.244.3.9'] } } },
      has: { args: { cni: { ips: ['10.244.3.9'] } } },
    },
    {
      title: 'dns where the delegate has none',
      config: { ...base, dns: { nameservers: ['10.96.0.10'] } },
      has: { dns: { nameservers: ['10.96.0.10'] } },
    },
    {
      title: 'no dns where the delegate has its own',
      config: { ...base, dns: { domain: 'a' }, delegate: { dns: { domain: 'b' } } },
      has: { dns: { domain: 'b' } },
    },
  ])('$title', ({ config, env, has }) => {
    const merged = merge(config, env);
    for (const [key, value] of Object.entries(has)) expect(merged[key]).toEqual(value);
  });

  test('no ipMasqNetworks for a single network', () => {
    expect(merge(base)).not.toHaveProperty('ipMasqNetworks');
  });

  test('nothing of masquerading that the user set', () => {
    const delegate = { ipMasq: false, ipMasqNetwork: '10.0.0.0/8' };
    const merged = merge({ ...base, delegate }, ipv4 + ipv6);
    expect(merged).toMatchObject(delegate);
    expect(merged).not.toHaveProperty('ipMasqNetworks');
  });

  test('keys that a delegate would read in another spelling as well', () => {
    const delegate = { cniversion: '9.9.9', NAME: 'x', iPAM: {}, extra: { Name: 'kept' } };
    const merged = merge({ ...base, delegate });
    expect(Object.keys(merged)).toEqual([
      'cniVersion',
      'extra',
      'ipMasq',
      'ipMasqNetwork',
      'ipam',
      'name',
      'type',
    ]);
    expect(merged.extra).toEqual({ Name: 'kept' });
  });
});

describe('forRequest()', () => {
  const stored = { ...merge(overlay), type: 'win-overlay' };

  test('adds what belongs to the request alone, in the version it speaks', () => {
    const prevResult = { cniVersion: '1.0.0', ips: [] };
    const request = { ...overlay, cniVersion: '1.0.0', runtimeConfig: { dns: {} }, prevResult };
    expect(forRequest(stored, request).config).toEqual({
      ...stored,
      cniVersion: '1.0.0',
      runtimeConfig: { dns: {} },
      prevResult,
    });
  });

  test('keeps the stored runtimeConfig where the request has none', () => {
    const { runtimeConfig: _none, ...request } = overlay;
    expect(forRequest(stored, request)).toEqual({ type: 'win-overlay', config: stored });
  });
});

test('forGc() hands both spellings of the list of valid attachments on', () => {
  const list = [{ containerID: 'c1', ifname: 'eth0' }];
  const request = { ...overlay, 'cni.dev/valid-attachments': list, 'cni.dev/attachments': list };
  const handed = forGc(merge(overlay), request).config;
  expect(handed).toMatchObject({ 'cni.dev/valid-attachments': list, 'cni.dev/attachments': list });
  expect(forGc(merge(overlay), overlay).config).not.toHaveProperty('cni.dev/attachments');
});
