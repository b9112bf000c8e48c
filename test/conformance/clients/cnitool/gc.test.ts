import { describe, expect, test } from 'vitest';
import { forgetResults } from '../../../../conformance/clients/result-cache.ts';
import { ClientNode, NOTHING } from '../client-node.ts';
import { CLIENTS } from './cases.ts';
import { added, collected, silent } from './outcome.ts';

describe.each(CLIENTS)('$client.name: gc, $packager executables', ({ client, packager }) => {
  const start = (more: object = {}) => ClientNode.start({ packager, backend: 'overlay', ...more });

  test('deletes every pod the client knows: it passes no list of those in use', async () => {
    const node = await start();
    for (const pod of ['pod-1', 'pod-2', 'pod-3']) added(await node.run(client, 'add', { pod }));
    expect(node.remains()).toMatchObject({ flannel: 3, results: 3 });
    collected(await node.run(client, 'gc'));
    expect(node.remains()).toEqual(NOTHING);
    collected(await node.run(client, 'gc'));
  });

  test('leaves the pods of another network alone', async () => {
    const [node, other] = [await start(), await start()];
    for (const each of [node, other]) added(await each.run(client, 'add'));
    collected(await node.run(client, 'gc'));
    expect(node.remains()).toEqual(NOTHING);
    expect(other.remains()).toMatchObject({ endpoints: [['10.244.1.2']], flannel: 1, results: 1 });
    silent(await other.run(client, 'del'));
  });

  test('takes nothing from pods the client has forgotten: without a list nobody knows that they are gone', async () => {
    const node = await start();
    added(await node.run(client, 'add'));
    forgetResults(node.network);
    collected(await node.run(client, 'gc'));
    const left = { endpoints: [['10.244.1.2']], leases: ['10.244.1.2'], flannel: 1, results: 0 };
    expect(node.remains()).toEqual(left);
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('does nothing to a list that switches it off', async () => {
    const node = await start({ list: { disableGC: true } });
    added(await node.run(client, 'add'));
    silent(await node.run(client, 'gc'));
    expect(node.remains()).toMatchObject({ flannel: 1, results: 1 });
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });
});
