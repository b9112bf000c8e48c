import { describe, expect, test } from 'vitest';
import { CniError, CniErrorCode } from '../../../../lib/cni/error.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import { winBridge } from '../../../../plugins/win-bridge/plugin.ts';
import { POD_1, WindowsNode } from '../../../plugins/windows-node.ts';

describe('STATUS', () => {
  test('passes on a node that can serve ADD, and changes nothing', async () => {
    const node = new WindowsNode(winBridge);
    const before = node.hns.dump();
    await expect(node.status()).resolves.toBeUndefined();
    expect(node.hns.dump()).toEqual(before);
    expect(node.ipamCalls.map(({ command }) => command)).toEqual(['STATUS']);
  });

  test.each<{ when: string; more: JsonObject; says: string }>([
    { when: 'the network is missing', more: { name: 'cbr1' }, says: 'no network has that name' },
    { when: 'the network is of another type', more: { name: 'vxlan0' }, says: 'its type is Overlay' },
    {
      when: 'a policy cannot be understood',
      more: { policies: [{ name: 'EndpointPolicy', value: {} }] },
      says: 'policies[0]',
    },
    { when: 'the IPAM plugin is missing', more: { ipam: { type: 'nosuch' } }, says: 'nosuch' },
  ])('answers code 50 when $when', async ({ more, says }) => {
    const node = new WindowsNode(winBridge);
    await expect(node.status(node.config(more))).rejects.toMatchObject({
      code: 50,
      message: expect.stringContaining(says),
    });
  });

  test('answers code 50 when no address is left: the bridge endpoint holds the last', async () => {
    const node = new WindowsNode(winBridge);
    const config = node.config({ ipam: node.ipam({ subnet: '10.244.1.0/24', rangeEnd: '10.244.1.3' }) });
    await node.status(config);
    await node.add(config);
    await expect(node.status(config)).rejects.toMatchObject({ code: 50 });
    await node.del(config, { netns: POD_1 });
    await node.status(config);
  });

  test('keeps the details of a service that is not there', async () => {
    const node = new WindowsNode(winBridge, {
      noHns: () => {
        throw new CniError({ code: CniErrorCode.hnsUnavailable, msg: 'no HNS here', details: 'enable it' });
      },
    });
    await expect(node.status()).rejects.toMatchObject({
      code: 50,
      message: expect.stringContaining('no HNS here'),
      details: 'enable it',
    });
  });
});
