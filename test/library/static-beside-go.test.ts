import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { hostTarget } from '../../build/program.ts';
import { buildGoModule } from '../../conformance/go/go-module.ts';
import { hasProgram } from '../../conformance/windows/machine/debian.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import { runExecutable } from '../executables/executable.ts';
import { npmRun } from './tools.ts';

const GO_STATIC = {
  cache: 'go-static',
  module: 'github.com/containernetworking/plugins',
  version: 'v1.9.1',
  packages: ['plugins/ipam/static'],
  target: 'host',
} as const;

const folder = join(inject('beside'), 'static-beside-go');
const own = join(folder, 'dist/bun', hostTarget(), 'static');
let reference = '';

interface Case {
  readonly what: string;
  readonly config: JsonObject;
  readonly args?: string;
}

const gatewayed = { address: '10.1.0.5/24', gateway: '10.1.0.1' };
const ipam = (more: JsonObject): JsonObject => ({ ipam: { type: 'static', ...more } });

const ANSWERED: readonly Case[] = [
  { what: 'an address with its gateway', config: ipam({ addresses: [gatewayed] }) },
  {
    what: 'both families, routes and DNS settings',
    config: ipam({
      addresses: [gatewayed, { address: 'FD00:0::05/64', gateway: 'fd00::1' }],
      routes: [{ dst: '0.0.0.0/0' }, { dst: '10.9.8.7/16', gw: '10.1.0.254', mtu: 1400 }, { dst: '::/0' }],
      dns: { nameservers: ['10.1.0.53'], domain: 'example.com', search: ['a', 'b'], options: ['ndots:5'] },
    }),
  },
  { what: 'addresses of CNI_ARGS with a gateway', config: ipam({}), args: 'IP=10.2.0.5/24;GATEWAY=10.2.0.1' },
  {
    what: 'several addresses of CNI_ARGS, and keys of Kubernetes',
    config: ipam({}),
    args: 'IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.2.0.5/24,fd00:2::5/64;GATEWAY=fd00:2::1,10.2.0.1',
  },
  {
    what: 'args.cni.ips',
    config: { ...ipam({ addresses: [gatewayed] }), args: { cni: { ips: ['10.3.0.5/24'] } } },
  },
  {
    what: 'runtimeConfig.ips',
    config: {
      ...ipam({ addresses: [gatewayed] }),
      args: { cni: { ips: ['10.3.0.5/24'] } },
      runtimeConfig: { ips: ['10.4.0.5/24'] },
    },
    args: 'IP=10.2.0.5/24',
  },
  { what: 'keys in another letter case', config: { IPAM: { Type: 'static', Addresses: [gatewayed] } } },
];

const REFUSED: readonly Case[] = [
  { what: 'an address without a prefix length', config: ipam({ addresses: [{ address: '10.1.0.5' }] }) },
  { what: 'a prefix length that is too long', config: ipam({ addresses: [{ address: '10.1.0.5/33' }] }) },
  { what: 'a gateway that is no address', config: ipam({ addresses: [{ ...gatewayed, gateway: 'x' }] }) },
  { what: 'an address of CNI_ARGS without a prefix length', config: ipam({}), args: 'IP=10.2.0.5' },
  { what: 'a gateway of CNI_ARGS that is none', config: ipam({}), args: 'GATEWAY=x' },
  { what: 'an address of the runtime that is none', config: { ...ipam({}), runtimeConfig: { ips: ['x'] } } },
  { what: 'an unknown key of CNI_ARGS', config: ipam({}), args: 'FOO=1' },
];

/** Runs both on the same input. */
async function both({ config, args = '' }: Case, cniVersion: string) {
  const stdin = JSON.stringify({ cniVersion, name: 'vlan7', type: 'bridge', ...config });
  const environment = {
    CNI_COMMAND: 'ADD',
    CNI_CONTAINERID: 'c1',
    CNI_NETNS: '/var/run/netns/none',
    CNI_IFNAME: 'eth0',
    CNI_PATH: folder,
    CNI_ARGS: args,
  };
  const run = (path: string) => runExecutable(path, { environment, stdin });
  const [ours, theirs] = await Promise.all([run(own), run(reference)]);
  return { ours, theirs };
}

const hasGo = hasProgram('go');
const title = `the example static beside the Go plugin${hasGo ? '' : ' (skipped: go is not installed)'}`;

describe.skipIf(!hasGo)(title, () => {
  beforeAll(async () => {
    cpSync(join(import.meta.dirname, '../../examples/static'), folder, { recursive: true });
    const built = buildGoModule(GO_STATIC);
    await npmRun(folder, ['build']);
    reference = join(await built, 'static');
    expect(spawnSync(reference).status).toBe(0);
  });

  test.each(ANSWERED)('answers $what byte for byte as that one', async (each) => {
    for (const cniVersion of ['0.2.0', '0.4.0', '1.0.0', '1.1.0']) {
      const { ours, theirs } = await both(each, cniVersion);
      expect(ours.stdout).toBe(theirs.stdout);
      expect(ours.exitCode).toBe(0);
    }
  });

  test.each(REFUSED)('refuses $what, as that one does', async (each) => {
    const { ours, theirs } = await both(each, '1.1.0');
    expect([ours.exitCode, theirs.exitCode]).toEqual([1, 1]);
  });
});
