import { rmSync } from 'node:fs';
import { printResult } from '../../lib/cni/print-json.ts';
import type { ContainerAttachment, NetworkList, Runtime } from '../runtime/index.ts';
import type { DemoNetwork } from './node-networks.ts';
import { demoRuntime } from './runtime.ts';
import { endpointLines, heading, keyLines, labelled } from './show.ts';
import type { HnsState } from './simulator-process.ts';
import type { Stage } from './stage.ts';

/** One walk: a network, and the executables of one packager. */
export interface Walk {
  readonly stage: Stage;
  readonly network: DemoNetwork;
  readonly packager: string;
  readonly binFolder: string;
}

/**
 * Takes a pod through its life on a network, and a second one through GC, showing each step.
 *
 * @throws {Error} At the first step that does not do what it should.
 */
export async function walk(where: Walk): Promise<void> {
  const { network, packager, stage } = where;
  const before = await stage.simulator.dump();
  heading(`${packager}: ${network.name} (${network.about})`);
  labelled('CNI_PATH', [where.binFolder]);
  show(where, before);
  const node = nodeOf(where);
  const { runtime, list } = node;

  await runtime.status(list);

  const first = pod(where, 1);
  await add(where, node, first);
  await runtime.check(list, first);
  await runtime.del(list, first);
  show(where, await expectAsBefore(where, before));

  const second = pod(where, 2);
  await add(where, node, second); // its DEL never comes, as after a crash of the node
  rmSync(stage.cacheDir, { recursive: true });
  await runtime.gc(list, []);
  show(where, await expectAsBefore(where, before));
  await runtime.del(list, second); // what GC collected may be deleted once more
  await expectAsBefore(where, before);
}

/** Says what remains of an earlier state, for the last line of the demonstration; empty when it is the same. */
export async function remains(stage: Stage, before: HnsState): Promise<readonly string[]> {
  const now = await stage.simulator.dump();
  const known = new Set(before.endpoints.map(({ ID }) => ID));
  const missing = before.endpoints.filter(({ ID }) => !now.endpoints.some((endpoint) => endpoint.ID === ID));
  return [
    ...now.endpoints.filter(({ ID }) => !known.has(ID)).map(({ Name }) => `endpoint ${Name}`),
    ...missing.map(({ Name }) => `endpoint ${Name} of the node itself is gone`),
    ...now.namespaces.flatMap(({ ID, Resources }) =>
      Resources.map(({ Type }) => `${Type} in namespace ${ID}`),
    ),
    ...stage.leases().map((lease) => `lease ${lease}`),
    ...stage.flannelFiles().map((file) => `flannel's file ${file}`),
  ];
}

/** The runtime of a node, and the network it attaches pods to. */
interface Node {
  readonly runtime: Runtime;
  readonly list: NetworkList;
}

function nodeOf({ stage, network, binFolder }: Walk): Node {
  const { cacheDir, simulator } = stage;
  const runtime = demoRuntime({ binFolder, cacheDir, simulator: simulator.address, input: network.name });
  return { runtime, list: stage.list(network) };
}

function pod({ packager, network }: Walk, number: number): ContainerAttachment {
  return { containerId: `${packager}-pod-${number}`, ifName: 'eth0', netns: network.namespace };
}

async function add(where: Walk, { runtime, list }: Node, attachment: ContainerAttachment): Promise<void> {
  const result = JSON.parse(printResult(await runtime.add(list, attachment)));
  labelled('result', keyLines(result));
  const state = await where.stage.simulator.dump();
  show(where, state);
  const endpoint = state.endpoints.find(({ Name }) => Name.startsWith(attachment.containerId));
  const address = endpoint?.IpConfigurations[0]?.IpAddress ?? 'nothing';
  const namespace = endpoint?.HostComputeNamespace.toLowerCase();
  if (namespace !== attachment.netns)
    throw new Error(`ADD attached ${endpoint?.Name} to namespace ${namespace}`);
  if (!JSON.stringify(result).includes(`"${address}/`))
    throw new Error(`HNS has ${address}, the result has not`);
  if (!where.stage.leases().includes(`${where.network.name}/${address}`))
    throw new Error(`no lease of ${address}`);
}

async function expectAsBefore({ stage }: Walk, before: HnsState): Promise<HnsState> {
  const left = await remains(stage, before);
  if (left.length > 0) throw new Error(`This is left: ${left.join(', ')}`);
  return await stage.simulator.dump();
}

function show({ stage, network }: Walk, { endpoints }: HnsState): void {
  const { ID } = network.state.network;
  const here = endpoints.filter(({ HostComputeNetwork }) => HostComputeNetwork.toLowerCase() === ID);
  labelled('HNS', here.flatMap(endpointLines));
  labelled('leases', stage.leases());
}
