import { delimiter } from 'node:path';
import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import type { Attachment } from '../../../lib/cni/parameters.ts';
import type { Subject } from '../subject/subject.ts';
import type { TestAttachment } from './container.ts';

/** What is put into the configuration of one plugin for one request (specification section 3, Deriving request configuration). */
export interface RequestParts {
  readonly cniVersion: string;
  readonly prevResult?: JsonObject | undefined;
  /** GC: the attachments still in use. */
  readonly validAttachments?: readonly Attachment[] | undefined;
}

/** The configuration a plugin of the network is given: its object with what the runtime adds to it. */
export function requestConfiguration(
  { network, capabilityArgs }: Pick<Subject, 'network' | 'capabilityArgs'>,
  { cniVersion, prevResult, validAttachments }: RequestParts,
  index = network.index,
): JsonObject {
  const { capabilities, ...plugin } = network.plugins[index] ?? {};
  const runtimeConfig = declared(capabilities, capabilityArgs);
  return {
    ...plugin,
    cniVersion,
    name: network.name,
    ...(Object.keys(runtimeConfig).length > 0 && { runtimeConfig }),
    ...(prevResult && { prevResult }),
    ...(validAttachments && { 'cni.dev/valid-attachments': listed(validAttachments) }),
  };
}

/** `containerID` and `ifname` as the specification spells them. */
function listed(attachments: readonly Attachment[]): readonly JsonObject[] {
  return attachments.map(({ containerId, ifName }) => ({ containerID: containerId, ifname: ifName }));
}

function declared(capabilities: JsonObject[string], capabilityArgs: JsonObject): JsonObject {
  const names = isJsonObject(capabilities)
    ? Object.keys(capabilities).filter((name) => capabilities[name] === true)
    : [];
  return Object.fromEntries(
    names.filter((name) => capabilityArgs[name] !== undefined).map((name) => [name, capabilityArgs[name]]),
  );
}

/** The protocol's variables. Those a command has no use for are absent. */
export type Variables = Readonly<Record<string, string>>;

/** The variables of a request (specification section 2, Parameters); GC and STATUS have no attachment. */
export function requestVariables(
  command: string,
  { args }: Pick<Subject, 'args'>,
  attachment: Pick<TestAttachment, 'containerId' | 'netns' | 'ifName'> | undefined,
  path: readonly string[],
): Variables {
  return {
    CNI_COMMAND: command,
    ...(attachment && {
      CNI_CONTAINERID: attachment.containerId,
      CNI_NETNS: attachment.netns,
      CNI_IFNAME: attachment.ifName,
      ...(args !== '' && { CNI_ARGS: args }),
    }),
    CNI_PATH: path.join(delimiter),
  };
}

/** An environment without the protocol's own variables: what somebody set by hand must not reach the plugin. */
export function withoutProtocol(environment: Readonly<Record<string, string | undefined>>): Variables {
  const kept = Object.entries(environment).filter(([name]) => !PROTOCOL.includes(name.toUpperCase()));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const PROTOCOL = ['CNI_COMMAND', 'CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME', 'CNI_ARGS', 'CNI_PATH'];
