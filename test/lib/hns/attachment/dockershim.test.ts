import { describe, expect, test } from 'vitest';
import { l2bridgeNetwork } from '../../../../conformance/simulated-hns/fixtures.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import { HRESULTS } from '../../../../lib/hns/hresult-symbols.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { winOverlay } from '../../../../plugins/win-overlay/plugin.ts';
import { POD_1, WindowsNode } from '../../../plugins/windows-node.ts';

const SANDBOX = { containerId: 'pause', netns: 'none' };
const APP = { containerId: 'app', netns: 'container:pause' };
const SIDECAR = { containerId: 'sidecar', netns: 'container:pause' };
const OTHER_ID = 'A4F0C9B2-7D31-4E5C-9C55-1B2D6E8F7A11';
const CONTAINERS = ['pause', 'app', 'sidecar'];

const PLUGINS = [
  { plugin: winBridge, network: 'cbr0' },
  { plugin: winOverlay, network: 'vxlan0' },
];

function orders<Value>(values: readonly Value[]): readonly Value[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value) =>
    orders(values.filter((other) => other !== value)).map((rest) => [value, ...rest]),
  );
}

function sharers(node: WindowsNode): unknown {
  const { Health } = node.endpoint();
  return Health;
}

const sharing = (...containers: readonly string[]) => ({ Extra: { SharedContainers: containers } });

describe.each(PLUGINS)('a pod of dockershim on $plugin.name', ({ plugin, network }) => {
  const newNode = (computeSystems: readonly string[] = CONTAINERS) =>
    new WindowsNode(plugin, { hns: { computeSystems } });

  async function wholePod(node = newNode()): Promise<WindowsNode> {
    for (const call of [SANDBOX, APP, SIDECAR]) await node.add(node.config(), call);
    return node;
  }

  test('its containers share the endpoint of the sandbox, which alone has an address', async () => {
    const node = newNode();
    const sandbox = await node.add(node.config(), SANDBOX);
    const app = await node.add(node.config(), APP);
    expect(app.ips).toEqual(sandbox.ips);
    expect(app.interfaces).toMatchObject([{ name: 'eth0', sandbox: 'container:pause' }]);
    await node.add(node.config(), SIDECAR);
    expect(node.endpoint()).toMatchObject({ Name: `pause_${network}` });
    expect(sharers(node)).toMatchObject(sharing(...CONTAINERS));
    expect(Object.values(node.leases(network))).toEqual(['pause eth0']);
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['ADD']);
  });

  test('only version 1 of the API is used', async () => {
    const node = await wholePod();
    await node.del(node.config(), SANDBOX);
    expect(node.hns.journal.filter(({ function: name }) => name.startsWith('Hcn'))).toEqual([]);
  });

  test.each(orders([SANDBOX, APP, SIDECAR]))('DEL of %o, %o, %o leaves nothing', async (...calls) => {
    const node = await wholePod();
    for (const call of calls) await node.del(node.config(), call);
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases(network)).toEqual({});
    for (const call of calls) await node.del(node.config(), call);
  });

  test('DEL of a container that shares detaches it and nothing else', async () => {
    const node = await wholePod();
    await node.del(node.config(), APP);
    expect(sharers(node)).toMatchObject(sharing('pause', 'sidecar'));
    expect(Object.values(node.leases(network))).toEqual(['pause eth0']);
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['ADD']);
  });

  test.each([
    {
      how: 'with containers that have ended',
      before: (node: WindowsNode) => node.tamper(() => ({ computeSystems: [] })),
    },
    { how: 'without CNI_NETNS', before: () => undefined, netns: '' },
    { how: 'with "apiVersion" 2, set by now', before: () => undefined, apiVersion: 2 },
  ])('DEL of the sandbox $how leaves nothing', async ({ before, netns = 'none', apiVersion }) => {
    const node = await wholePod();
    before(node);
    await node.del(node.config(apiVersion === undefined ? {} : { apiVersion }), { ...SANDBOX, netns });
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases(network)).toEqual({});
  });

  test('DEL of a container that shares takes nothing from the sandbox under "apiVersion" 2 either', async () => {
    const node = await wholePod();
    const before = node.podEndpoints();
    await node.del(node.config({ apiVersion: 2 }), APP);
    expect(node.podEndpoints()).toEqual(before);
    expect(Object.values(node.leases(network))).toEqual(['pause eth0']);
  });

  test('a repeated ADD answers the same, for a container that has ended too', async () => {
    const node = newNode();
    const sandbox = await node.add(node.config(), SANDBOX);
    const app = await node.add(node.config(), APP);
    expect(await node.add(node.config(), SANDBOX)).toEqual(sandbox);
    expect(await node.add(node.config(), APP)).toEqual(app);
    node.tamper(({ endpoints }) => ({ computeSystems: [], endpoints }));
    expect(await node.add(node.config(), { ...APP, containerId: 'ended' })).toMatchObject({ ips: app.ips });
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['ADD']);
  });

  test('a new sandbox that the compute service does not know: told what to do, nothing remains', async () => {
    const node = newNode([]);
    await expect(node.add(node.config(), SANDBOX)).rejects.toMatchObject({
      code: 103,
      details: expect.stringMatching(/0xc037010e.*containerd/s),
    });
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases(network)).toEqual({});
  });

  test('an ADD cut short after the endpoint was made is finished by the next', async () => {
    const node = newNode();
    await node.add(node.config(), SANDBOX);
    node.tamperEndpoint(() => ({ Health: {} }));
    await node.add(node.config(), SANDBOX);
    expect(sharers(node)).toMatchObject(sharing('pause'));
    expect(Object.values(node.leases(network))).toEqual(['pause eth0']);
  });

  test('nothing is shared of a sandbox that has no endpoint', async () => {
    const node = newNode();
    await expect(node.add(node.config(), APP)).rejects.toMatchObject({
      code: 8,
      message: expect.stringContaining('"container:pause"'),
    });
    expect(node.ipamCalls).toEqual([]);
    expect(node.podEndpoints()).toEqual([]);
  });

  test('nor of one whose endpoint is on the network as it was before; it is left alone', async () => {
    const node = newNode();
    const old = l2bridgeNetwork({ id: OTHER_ID, name: network, subnet: '10.9.1.0/24' });
    const left = { Name: `pause_${network}`, HostComputeNetwork: OTHER_ID };
    node.tamper(({ networks, endpoints }) => ({
      networks: [...networks, old],
      endpoints: [...endpoints, left],
    }));
    await expect(node.add(node.config(), APP)).rejects.toMatchObject({
      code: 8,
      details: expect.stringContaining(OTHER_ID),
    });
    expect(node.endpoint()).toMatchObject(left);
    expect(node.ipamCalls).toEqual([]);
  });

  test('a share that fails is taken back, one that was there stays', async () => {
    const node = newNode();
    await node.add(node.config(), SANDBOX);
    node.hns.fail('HcsModifyComputeSystem', { hresult: HRESULTS.ERROR_VMCOMPUTE_TIMEOUT, when: 'after' });
    await expect(node.add(node.config(), APP)).rejects.toMatchObject({ code: 11 });
    expect(sharers(node)).toMatchObject(sharing('pause'));
    await node.add(node.config(), APP);
    const isGet = ({ arguments: { method } }: { arguments: JsonObject }) => method === 'GET';
    const before = node.hns.journal.length;
    await node.add(node.config(), APP);
    const gets = node.hns.journal.slice(before).filter(isGet).length;
    node.hns.fail('HNSCall', { nth: gets, hresult: HRESULTS.RPC_S_CALL_FAILED });
    await expect(node.add(node.config(), APP)).rejects.toMatchObject({ code: 11 });
    expect(sharers(node)).toMatchObject(sharing('pause', 'app'));
  });

  test('CHECK finds the container attached, or tells what is; DNS options are not compared', async () => {
    const node = newNode();
    const config = node.config({
      dns: { nameservers: ['10.96.0.10'], domain: 'local', options: ['ndots:5'] },
    });
    const sandbox = await node.add(config, SANDBOX);
    const app = await node.add(config, APP);
    expect(sandbox.dns).toEqual({ nameservers: ['10.96.0.10'], domain: 'local', options: ['ndots:5'] });
    await node.check(config, { ...SANDBOX, prevResult: sandbox });
    await node.check(config, { ...APP, prevResult: app });
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['ADD', 'CHECK']);
    await node.del(config, APP);
    await expect(node.check(config, { ...APP, prevResult: app })).rejects.toMatchObject({
      code: 106,
      details: expect.stringContaining('container: expected app, found pause'),
    });
  });

  test.each([{ api: { apiVersion: 1 } }, { api: {} }])(
    'GC with $api keeps the endpoint and lease of a sandbox while a container in use shares it',
    async ({ api }) => {
      const node = await wholePod();
      await node.gc([['app', 'eth0']], node.config(api));
      expect(node.endpoint()).toMatchObject({ Name: `pause_${network}` });
      expect(Object.values(node.leases(network))).toEqual(['pause eth0']);
      await node.gc([['app', 'net1']], node.config(api));
      expect(node.podEndpoints()).toEqual([]);
      expect(node.leases(network)).toEqual({});
    },
  );

  test('STATUS asks version 1 where it is configured', async () => {
    const node = newNode();
    await node.status(node.config({ apiVersion: 1 }));
    expect(new Set(node.hns.journal.map((entry) => entry.function))).toEqual(new Set(['HNSCall']));
  });
});

describe.each(PLUGINS)('"apiVersion": 1 with a network namespace on $plugin.name', ({ plugin, network }) => {
  test('attaches to the namespace through version 1, checks and leaves nothing', async () => {
    const node = new WindowsNode(plugin);
    const config = node.config({ apiVersion: 1 });
    const prevResult = await node.add(config);
    expect(node.endpoint()).toMatchObject({ Name: `pod1_${network}`, HostComputeNamespace: POD_1 });
    expect(await node.add(config)).toEqual(prevResult);
    await node.check(config, { prevResult });
    await node.check(node.config(), { prevResult }); // the other version sees the same
    await node.del(config);
    expect(node.podEndpoints()).toEqual([]);
    expect(node.leases(network)).toEqual({});
    expect(node.hns.dump().namespaces).toMatchObject([{ Resources: [] }, { Resources: [] }]);
  });
});
