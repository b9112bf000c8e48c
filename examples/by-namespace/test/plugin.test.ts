import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Command, invoke, type JsonObject, type Result } from 'cni-windows';
import { suite } from 'cni-windows/plugins';
import { flannelHostGateway, overlayNetwork, SimulatedHns, simulatedHost } from 'cni-windows/simulated-hns';
import { byNamespace } from '../plugin.ts';

const POD = 'c7a1d8e4-2b6f-4d39-9e07-84f1a3b5c2d6';
const SYSTEM = 'IgnoreUnknown=1;K8S_POD_NAMESPACE=kube-system;K8S_POD_NAME=coredns';
const OTHER = 'IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web';

let dataDir = '';
let hns = new SimulatedHns();
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'by-namespace-'));
  const bridge = flannelHostGateway({ name: 'cbr0', subnet: '10.244.1.0/24' });
  const overlay = overlayNetwork({ name: 'vxlan0', subnet: '10.244.2.0/24' });
  hns = new SimulatedHns({
    networks: [...bridge.networks, overlay],
    endpoints: bridge.endpoints,
    namespaces: [{ ID: POD }],
  });
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function ipam(subnet: string): JsonObject {
  return { type: 'host-local', subnet, dataDir };
}

function config(more: JsonObject = {}): JsonObject {
  return {
    cniVersion: '1.1.0',
    name: 'pods',
    choices: [
      {
        namespaces: ['kube-system'],
        delegate: { type: 'win-bridge', name: 'cbr0', ipam: ipam('10.244.1.0/24') },
      },
    ],
    otherwise: { type: 'win-overlay', name: 'vxlan0', ipam: ipam('10.244.2.0/24') },
    ...more,
  };
}

function call(command: Command, args: string, configuration: JsonObject = config()): Promise<unknown> {
  const parameters = { command, containerId: 'c1', netns: POD, ifName: 'eth0', args, path: '/opt/cni/bin' };
  return invoke(byNamespace, configuration, parameters, simulatedHost({ hns, plugins: suite }));
}

/** The endpoints of pods; `cbr0_ep` is the node's own. */
function endpoints(): readonly unknown[] {
  const names = hns.dump().endpoints.map(({ Name }) => Name);
  return names.filter((name) => name !== 'cbr0_ep');
}

function leases(): readonly string[] {
  const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\d+\.\d+\.\d+\.\d+$/.test(file));
}

const choices = [
  { who: 'a pod of a namespace that is named', args: SYSTEM, address: /^10\.244\.1\./, endpoint: 'c1_cbr0' },
  { who: 'a pod of another namespace', args: OTHER, address: /^10\.244\.2\./, endpoint: 'c1_vxlan0' },
  { who: 'a container without a namespace', args: '', address: /^10\.244\.2\./, endpoint: 'c1_vxlan0' },
];
for (const { who, args, address, endpoint } of choices) {
  test(`${who} is attached by its delegate, checked by it, and leaves nothing`, async () => {
    const result = (await call('ADD', args)) as Result;
    assert.match(result.ips?.[0]?.address ?? '', address);
    assert.deepEqual(endpoints(), [endpoint]);
    const prevResult = JSON.parse(JSON.stringify(result)) as JsonObject;
    await call('CHECK', args, config({ prevResult }));
    await call('DEL', args);
    assert.deepEqual([endpoints(), leases()], [[], []]);
  });
}

describe('DEL removes the attachment', () => {
  test('of a pod whose namespace is no longer known', async () => {
    await call('ADD', SYSTEM);
    await call('DEL', '');
    assert.deepEqual([endpoints(), leases()], [[], []]);
  });

  test('of a pod whose namespace is chosen for otherwise since', async () => {
    await call('ADD', OTHER);
    await call('DEL', OTHER, config({ choices: [{ ...first(), namespaces: ['default'] }] }));
    assert.deepEqual([endpoints(), leases()], [[], []]);
  });

  test('twice', async () => {
    await call('DEL', SYSTEM);
    await call('DEL', SYSTEM);
  });
});

test('GC removes what is not valid any more, of every delegate', async () => {
  await call('ADD', SYSTEM);
  await call('GC', '', config({ 'cni.dev/valid-attachments': [{ containerID: 'c1', ifname: 'eth0' }] }));
  assert.deepEqual(endpoints(), ['c1_cbr0']);
  await call('GC', '', config({ 'cni.dev/valid-attachments': [] }));
  assert.deepEqual([endpoints(), leases()], [[], []]);
});

describe('STATUS', () => {
  test('succeeds when every delegate can serve', async () => {
    await call('STATUS', '');
  });

  test('names what each delegate lacks', async () => {
    const lacking = { ...first(), delegate: { ...first().delegate, name: 'missing' } };
    const error = { code: 50, message: /"missing"/, details: /"gone"/ };
    const otherwise = { type: 'win-overlay', name: 'gone', ipam: ipam('10.244.2.0/24') };
    await assert.rejects(call('STATUS', '', config({ choices: [lacking], otherwise })), error);
  });
});

describe('is refused', () => {
  const none = { otherwise: null };
  const cases = [
    { what: 'a pod without a delegate', args: OTHER, more: none, code: 150, says: /namespace "default"/ },
    {
      what: 'a container without namespace or delegate',
      args: '',
      more: none,
      code: 150,
      says: /without K8S_POD_NAMESPACE/,
    },
    { what: 'a delegate without a type', args: OTHER, more: { otherwise: {} }, code: 7, says: /otherwise/ },
    {
      what: 'a plugin that is nowhere',
      args: OTHER,
      more: { otherwise: { type: 'calico' } },
      code: 120,
      says: /"calico"/,
    },
    {
      what: 'a pair of CNI_ARGS that is none',
      args: 'K8S_POD_NAMESPACE',
      more: {},
      code: 4,
      says: /invalid pair/,
    },
  ];
  for (const { what, args, more, code, says } of cases) {
    test(what, () => assert.rejects(call('ADD', args, config(more)), { code, message: says }));
  }
});

function first(): { readonly namespaces: readonly string[]; readonly delegate: JsonObject } {
  const delegate = { type: 'win-bridge', name: 'cbr0', ipam: ipam('10.244.1.0/24') };
  return { namespaces: ['kube-system'], delegate };
}
