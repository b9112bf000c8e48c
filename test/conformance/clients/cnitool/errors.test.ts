import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ClientNode, NOTHING, type NodePlan, type PodCall } from '../client-node.ts';
import { CLIENTS } from './cases.ts';
import { added, failed, silent } from './outcome.ts';

interface Refusal {
  readonly reason: string;
  readonly plan?: Partial<NodePlan>;
  readonly tamper?: (node: ClientNode) => void;
  readonly call?: PodCall;
  /** What the error has to name. */
  readonly names: readonly string[];
}

const NOT_READY: readonly Refusal[] = [
  {
    reason: 'flanneld has not written subnet.env',
    tamper: (node) => rmSync(join(node.folder, 'subnet.env')),
    names: ['subnet.env', 'flanneld'],
  },
  {
    reason: 'HNS is stopped',
    tamper: ({ hns }) => hns.failAlways('HcnEnumerateNetworks', 0x80070426),
    names: ['ERROR_SERVICE_NOT_ACTIVE'],
  },
  {
    reason: 'the network is not in HNS',
    plan: { hns: { networks: [] } },
    names: ['no network has that name', 'Check that flanneld is running'],
  },
  {
    reason: 'the plugin is not in CNI_PATH',
    call: { environment: { CNI_PATH: '/nowhere' } },
    names: ['failed to find plugin "flannel" in path [/nowhere]'],
  },
  {
    reason: 'the delegate is not in CNI_PATH',
    plan: { flannel: { delegate: { type: 'win-nothing' } } },
    names: ['win-nothing', 'CNI_PATH'],
  },
  {
    reason: 'no list has the name of the network',
    call: { network: 'net-unknown' },
    names: ['net-unknown'],
  },
];

const REFUSED: readonly Refusal[] = [
  ...NOT_READY,
  {
    reason: 'the address asked for lies in no range',
    call: { environment: { CNI_ARGS: 'IP=10.244.7.7' } },
    names: ['10.244.7.7'],
  },
  {
    reason: 'HNS refuses the endpoint',
    tamper: ({ hns }) => hns.failAlways('HcnCreateEndpoint', 0x803b0013),
    names: ['0x803b0013'],
  },
  {
    reason: 'HNS refuses to attach the endpoint',
    tamper: ({ hns }) => hns.failAlways('HcnModifyNamespace', 0x80070005),
    names: ['0x80070005'],
  },
  {
    reason: 'the namespace is not there',
    plan: { hns: { createNamespaces: false } },
    names: ['namespace'],
  },
  {
    reason: 'a port mapping is no port mapping',
    call: { environment: { CAP_ARGS: '{"portMappings":[{"hostPort":8080,"protocol":"tcp"}]}' } },
    names: ['portMappings'],
  },
  {
    reason: 'CNI_ARGS is no list of pairs',
    call: { environment: { CNI_ARGS: 'IP' } },
    names: ['invalid CNI_ARGS pair "IP"'],
  },
  {
    reason: 'CAP_ARGS is no JSON',
    call: { environment: { CAP_ARGS: '{' } },
    names: [],
  },
];

describe.each(CLIENTS)('$client.name: errors of $packager executables', ({ client, packager }) => {
  const start = (plan: Partial<NodePlan> = {}) => ClientNode.start({ packager, backend: 'overlay', ...plan });

  test.each(NOT_READY)('status says so when $reason', async ({ plan, tamper, call, names }) => {
    const node = await start(plan);
    tamper?.(node);
    failed(await node.run(client, 'status', call), ...names);
  });

  test.each(REFUSED)('add attaches nothing when $reason', async ({ plan, tamper, call, names }) => {
    const node = await start(plan);
    tamper?.(node);
    failed(await node.run(client, 'add', call), ...names);
    expect(node.remains()).toEqual(NOTHING);
    expect(node.hns.dump().namespaces.flatMap(({ Resources }) => Resources ?? [])).toEqual([]);
  });

  test('check of a pod that was never added fails', async () => {
    const node = await start();
    failed(await node.run(client, 'check'), 'prevResult');
  });

  test('check passes whatever is wrong where the list switches it off', async () => {
    const node = await start({ list: { disableCheck: true } });
    silent(await node.run(client, 'check'));
  });

  test('del goes through when HNS is back, and until then keeps what the pod has', async () => {
    const node = await start();
    added(await node.run(client, 'add'));
    node.hns.failAlways('HcnDeleteEndpoint', 0x80070426);
    failed(await node.run(client, 'del'), 'ERROR_SERVICE_NOT_ACTIVE');
    expect(node.remains()).toMatchObject({ leases: ['10.244.1.2'], flannel: 1, results: 1 });
    node.hns.clearFaults();
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });
});
