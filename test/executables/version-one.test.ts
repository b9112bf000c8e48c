import { describe, expect, test } from 'vitest';
import { packagers } from './executable.ts';
import { type Backend, NOTHING, namespaceOf, PackagedNode } from './packaged-node.ts';

const backends: readonly Backend[] = ['overlay', 'l2bridge'];
const cases = packagers.flatMap((packager) => backends.map((backend) => ({ packager, backend })));

/** The containers of a pod as dockershim attaches them. */
const SANDBOX = { pod: 'pause', netns: 'none' };
const APP = { pod: 'app', netns: 'container:pause' };

describe.each(cases)('version 1 of the API, $backend, $packager executables', ({ packager, backend }) => {
  const start = () => PackagedNode.start(packager, backend, { createComputeSystems: true });

  test.each([
    { first: SANDBOX, second: APP },
    { first: APP, second: SANDBOX },
  ])('a pod of two containers, $first.pod deleted first, leaves nothing', async ({ first, second }) => {
    const node = await start();
    const sandbox = await node.add(SANDBOX);
    const app = await node.add(APP);
    expect(app.ips).toEqual(sandbox.ips);
    expect(node.remains().endpoints).toEqual([`pause_${node.network}`]);
    const extra = { Extra: { SharedContainers: ['pause', 'app'] } };
    expect(node.hns.dump().endpoints.at(-1)).toMatchObject({ Health: extra });
    await node.succeed('CHECK', { ...SANDBOX, prevResult: sandbox });
    await node.succeed('CHECK', { ...APP, prevResult: app });
    await node.succeed('DEL', first);
    await node.succeed('DEL', second);
    expect(node.remains()).toEqual(NOTHING);
    await expect.poll(() => node.hns.openHandles).toBe(0);
  });

  test('a pod without a container to attach to is refused, and nothing remains', async () => {
    const node = await PackagedNode.start(packager, backend);
    expect(await node.failure('ADD', SANDBOX)).toMatchObject({
      code: 103,
      details: expect.stringContaining('0xc037010e'),
    });
    expect(node.remains()).toEqual(NOTHING);
  });

  test('a namespace is served too, when the configuration insists on version 1', async () => {
    const node = await start();
    const more = { delegate: { apiVersion: 1 } };
    const prevResult = await node.add({ more });
    expect(node.hns.dump().endpoints.at(-1)).toMatchObject({ HostComputeNamespace: namespaceOf('pod-1') });
    await node.succeed('CHECK', { more, prevResult });
    await node.succeed('DEL', { more, prevResult });
    expect(node.remains()).toEqual(NOTHING);
  });
});
