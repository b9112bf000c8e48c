import type { JsonObject } from '../../lib/cni/json.ts';
import type { Command } from '../../lib/cni/parameters.ts';
import type { DemoNetwork } from './node-networks.ts';
import { callPlugin, type RuntimeRequest } from './runtime.ts';
import { command, endpointLines, heading, keyLines, labelled } from './show.ts';
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

  await call(where, 'STATUS', {});

  const first = pod(where, 1);
  const result = await add(where, first);
  await call(where, 'CHECK', { attachment: first, prevResult: result });
  await call(where, 'DEL', { attachment: first, prevResult: result });
  show(where, await expectAsBefore(where, before));

  await add(where, pod(where, 2)); // its DEL never comes, as after a crash of the node
  await call(where, 'GC', { validAttachments: [] });
  show(where, await expectAsBefore(where, before));
  await call(where, 'DEL', { attachment: pod(where, 2) }); // what GC collected may be deleted once more
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

type Attachment = NonNullable<RuntimeRequest['attachment']>;

function pod({ packager, network }: Walk, number: number): Attachment {
  return { containerId: `${packager}-pod-${number}`, ifName: 'eth0', netns: network.namespace };
}

async function add(where: Walk, attachment: Attachment): Promise<JsonObject> {
  const result = await call(where, 'ADD', { attachment });
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
  return result;
}

async function call(
  { stage, network, binFolder }: Walk,
  verb: Command,
  more: Pick<RuntimeRequest, 'attachment' | 'prevResult' | 'validAttachments'>,
): Promise<JsonObject> {
  const request = {
    command: verb,
    conflist: stage.conflist(network),
    binFolder,
    simulator: stage.simulator.address,
    ...more,
  };
  const answer = await callPlugin(request);
  const id =
    more.attachment === undefined ? '' : `CNI_CONTAINERID=${more.attachment.containerId} CNI_IFNAME=eth0 `;
  const outcome = answer.exitCode === 0 ? 'success' : `exit code ${answer.exitCode}`;
  command(`CNI_COMMAND=${verb} ${id}flannel  < ${network.name}`, answer.milliseconds, outcome);
  if (answer.stderr !== '') labelled('log', answer.stderr.trimEnd().split('\n'));
  if (answer.exitCode !== 0) throw new Error(`${verb} failed: ${answer.stdout}`);
  return answer.stdout === '' ? {} : JSON.parse(answer.stdout);
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
