import { describe, expect, test } from 'vitest';
import type { HcnFunction } from '../../../../lib/hns/hcn/functions.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { winOverlay } from '../../../../plugins/win-overlay/plugin.ts';
import { WindowsNode } from '../../../plugins/windows-node.ts';

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

/** Every call of an operation, as the nth of its function. */
function callsOf(journal: readonly { readonly function: HcnFunction }[]): [HcnFunction, number][] {
  const seen = new Map<HcnFunction, number>();
  return journal.map((entry) => {
    const nth = (seen.get(entry.function) ?? 0) + 1;
    seen.set(entry.function, nth);
    return [entry.function, nth];
  });
}

describe.each(PLUGINS)('$plugin.name', ({ plugin, network }) => {
  const everything = { loopbackDSR: true, ipMasq: true, ipMasqNetwork: '10.244.0.0/16' };
  const add = async (node: WindowsNode) => void (await node.add(node.config(everything)));
  const callsOfAdd = () => record(plugin, add);
  const callsOfDel = () => record(plugin, (node) => node.del(node.config(everything)), add);

  test('makes the calls the next tests let fail', async () => {
    expect(new Set((await callsOfAdd()).map(([name]) => name))).toEqual(
      new Set([
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
        'HcnModifyNamespace',
        'HcnCloseNamespace',
      ] satisfies HcnFunction[]),
    );
    expect((await callsOfDel()).map(([name]) => name)).toContain('HcnDeleteEndpoint');
  });

  test.each(FAULTS)('when any one call of ADD $how: attached, or nothing remains', async ({ set }) => {
    for (const [name, nth] of await callsOfAdd()) {
      const node = new WindowsNode(plugin);
      set(node, name, nth);
      const outcome = await node.add(node.config(everything)).then(
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
      if (!name.startsWith('HcnClose')) expect(outcome, what).toBe('failed');
    }
  });

  test.each(FAULTS)(
    'when any one call of DEL $how: the address is kept as long as the endpoint, and DEL again cleans up',
    async ({ set }) => {
      for (const [name, nth] of await callsOfDel()) {
        const node = new WindowsNode(plugin);
        await node.add(node.config(everything));
        set(node, name, nth);
        await node.del(node.config(everything)).catch(() => undefined);
        const what = `${name} no. ${nth}`;
        if (node.podEndpoints().length > 0) expect(node.leases(network), what).not.toEqual({});
        await node.del(node.config(everything));
        expect({ what, endpoints: node.podEndpoints(), leases: node.leases(network) }).toEqual({
          what,
          endpoints: [],
          leases: {},
        });
      }
    },
  );

  test('a failing service is reported as one that may come back', async () => {
    const node = new WindowsNode(plugin);
    node.hns.fail('HcnEnumerateNetworks', { hresult: 0x80070426 });
    await expect(node.add()).rejects.toMatchObject({ code: 11 });
  });
});

async function record(
  plugin: (typeof PLUGINS)[number]['plugin'],
  act: (node: WindowsNode) => Promise<void>,
  prepare: (node: WindowsNode) => Promise<unknown> = async () => undefined,
): Promise<[HcnFunction, number][]> {
  const node = new WindowsNode(plugin);
  await prepare(node);
  const before = node.hns.journal.length;
  await act(node);
  return callsOf(node.hns.journal.slice(before));
}
