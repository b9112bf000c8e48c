import { describe, expect, test } from 'vitest';
import type { HcnFunction } from '../../../../lib/hns/hcn/functions.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { winOverlay } from '../../../../plugins/win-overlay/plugin.ts';
import { type PodCall, WindowsNode } from '../../../plugins/windows-node.ts';

/** How HNS may fail a call. */
const FAULTS = [
  {
    how: 'refuses (0x80070057)',
    set: (node: WindowsNode, name: HcnFunction, nth: number) =>
      node.hns.fail(name, { nth, hresult: 0x80070057 }),
  },
  {
    how: 'is not up (0x80070426)',
    set: (node: WindowsNode, name: HcnFunction, nth: number) =>
      node.hns.fail(name, { nth, hresult: 0x80070426 }),
  },
  {
    how: 'is lost before it acts',
    set: (node: WindowsNode, name: HcnFunction, nth: number) => node.hns.drop(name, { nth, when: 'before' }),
  },
  {
    how: 'is lost after it acted',
    set: (node: WindowsNode, name: HcnFunction, nth: number) => node.hns.drop(name, { nth, when: 'after' }),
  },
] as const;

const PLUGINS = [
  { plugin: winBridge, network: 'cbr0' },
  { plugin: winOverlay, network: 'vxlan0' },
];

/** Both generations of the API, chosen by `CNI_NETNS`, and the functions an ADD calls. */
const APIS: readonly {
  readonly api: string;
  readonly call: PodCall;
  readonly functions: readonly HcnFunction[];
}[] = [
  {
    api: 'version 2',
    call: {},
    functions: [
      'HcnEnumerateNetworks',
      'HcnOpenNetwork',
      'HcnQueryNetworkProperties',
      'HcnCloseNetwork',
      'HcnEnumerateEndpoints',
      'HNSCall',
      'HcnCreateEndpoint',
      'HcnQueryEndpointProperties',
      'HcnCloseEndpoint',
      'HcnOpenNamespace',
      'HcnQueryNamespaceProperties',
      'HcnModifyNamespace',
      'HcnCloseNamespace',
    ],
  },
  {
    api: 'version 1',
    call: { netns: 'none' },
    functions: ['HNSCall', 'HcsOpenComputeSystem', 'HcsModifyComputeSystem', 'HcsCloseComputeSystem'],
  },
];

const CASES = PLUGINS.flatMap((plugin) => APIS.map((api) => ({ ...plugin, ...api })));

/** Nothing has gone wrong on it yet. */
function healthyNode(plugin: (typeof PLUGINS)[number]['plugin']): WindowsNode {
  return new WindowsNode(plugin, { hns: { computeSystems: ['pod1'] } });
}

/** Every call of an operation, as the nth of its function. */
function callsOf(journal: readonly { readonly function: HcnFunction }[]): [HcnFunction, number][] {
  const seen = new Map<HcnFunction, number>();
  return journal.map((entry) => {
    const nth = (seen.get(entry.function) ?? 0) + 1;
    seen.set(entry.function, nth);
    return [entry.function, nth];
  });
}

describe.each(CASES)('$plugin.name, $api', ({ plugin, network, call, functions }) => {
  const everything = { loopbackDSR: true, ipMasq: true, ipMasqNetwork: '10.244.0.0/16' };
  const add = async (node: WindowsNode) => void (await node.add(node.config(everything), call));
  const callsOfAdd = () => record(plugin, add);
  const callsOfDel = () => record(plugin, (node) => node.del(node.config(everything), call), add);

  test('makes the calls the next tests let fail', async () => {
    expect(new Set((await callsOfAdd()).map(([name]) => name))).toEqual(new Set(functions));
    expect((await callsOfDel()).map(([name]) => name)).toContain(
      functions.includes('HcnCreateEndpoint') ? 'HcnDeleteEndpoint' : 'HcsModifyComputeSystem',
    );
  });

  test.each(FAULTS)('when any one call of ADD $how: attached, or nothing remains', async ({ set }) => {
    for (const [name, nth] of await callsOfAdd()) {
      const node = healthyNode(plugin);
      set(node, name, nth);
      const outcome = await node.add(node.config(everything), call).then(
        () => 'attached' as const,
        () => 'failed' as const,
      );
      const what = `${name} no. ${nth}: ${outcome}`;
      const left = {
        what,
        endpoints: node.podEndpoints().length,
        leases: Object.keys(node.leases(network)).length,
      };
      const remaining = outcome === 'attached' ? 1 : 0;
      expect(left).toEqual({ what, endpoints: remaining, leases: remaining });
      if (!/^Hc[ns]Close/.test(name)) expect(outcome, what).toBe('failed');
    }
  });

  test.each(FAULTS)(
    'when any one call of DEL $how: the address is kept as long as the endpoint, and DEL again cleans up',
    async ({ set }) => {
      for (const [name, nth] of await callsOfDel()) {
        const node = healthyNode(plugin);
        await node.add(node.config(everything), call);
        set(node, name, nth);
        await node.del(node.config(everything), call).catch(() => undefined);
        const what = `${name} no. ${nth}`;
        if (node.podEndpoints().length > 0) expect(node.leases(network), what).not.toEqual({});
        await node.del(node.config(everything), call);
        expect({ what, endpoints: node.podEndpoints(), leases: node.leases(network) }).toEqual({
          what,
          endpoints: [],
          leases: {},
        });
      }
    },
  );

  test('a failing service is reported as one that may come back', async () => {
    const node = healthyNode(plugin);
    const [first] = await callsOfAdd();
    node.hns.fail(first?.[0] ?? expect.unreachable(), { hresult: 0x80070426 });
    await expect(node.add(node.config(), call)).rejects.toMatchObject({ code: 11 });
  });
});

async function record(
  plugin: (typeof PLUGINS)[number]['plugin'],
  act: (node: WindowsNode) => Promise<void>,
  prepare: (node: WindowsNode) => Promise<unknown> = async () => undefined,
): Promise<[HcnFunction, number][]> {
  const node = healthyNode(plugin);
  await prepare(node);
  const before = node.hns.journal.length;
  await act(node);
  return callsOf(node.hns.journal.slice(before));
}
