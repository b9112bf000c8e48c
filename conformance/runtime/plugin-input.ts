import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import { printResult, sorted } from '../../lib/cni/print-json.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import type { NetworkList, NetworkPlugin } from './network-list.ts';

/** What a runtime adds to a plugin's object for an attachment. */
export interface AttachmentInput {
  /** The result of the plugin before, or of the whole ADD. */
  readonly prevResult?: AnyResult | undefined;
  readonly capabilityArgs?: JsonObject | undefined;
}

/**
 * The configuration one plugin of a list gets for ADD, CHECK and DEL (specification section 3, Deriving request
 * configuration): its object with name and version of the list, `prevResult`, and the capability arguments it declares
 * as `runtimeConfig`. Keys are sorted, as libcni sends them.
 */
export function attachmentInput(
  list: NetworkList,
  plugin: NetworkPlugin,
  { prevResult, capabilityArgs = {} }: AttachmentInput,
): JsonObject {
  const declared = plugin.capabilities.filter((capability) => Object.hasOwn(capabilityArgs, capability));
  const runtimeConfig = Object.fromEntries(
    declared.map((capability) => [capability, capabilityArgs[capability]]),
  );
  // `capabilities` must not be set (specification section 3); libcni sends them nevertheless
  const { capabilities: _, ...input } = networkInput(list, plugin);
  return asSent({
    ...input,
    ...(prevResult && { prevResult: JSON.parse(printResult(prevResult)) }),
    ...(declared.length > 0 && { runtimeConfig }),
  });
}

/** The configuration for STATUS. */
export function statusInput(list: NetworkList, plugin: NetworkPlugin): JsonObject {
  return asSent(networkInput(list, plugin));
}

/**
 * The configuration for GC.
 *
 * @param valid The attachments still in use; without a list the plugin is told of none, and must not remove anything.
 */
export function gcInput(
  list: NetworkList,
  plugin: NetworkPlugin,
  valid: readonly Attachment[] | undefined,
): JsonObject {
  const attachments = valid?.map(({ containerId, ifName }) => ({ containerID: containerId, ifname: ifName }));
  return asSent({
    ...networkInput(list, plugin),
    // libcni sends both: the specification had the second name for a while
    ...(attachments && { 'cni.dev/valid-attachments': attachments, 'cni.dev/attachments': attachments }),
  });
}

/** Keys that begin with `cni.dev/` are the runtime's (specification section 1): one in a file would be taken for ours. */
function networkInput(list: NetworkList, { config }: NetworkPlugin): JsonObject {
  const kept = Object.entries(config).filter(([key]) => !key.startsWith('cni.dev/'));
  return { ...Object.fromEntries(kept), name: list.name, cniVersion: list.cniVersion };
}

function asSent(input: JsonObject): JsonObject {
  const value = sorted(input);
  return isJsonObject(value) ? value : input;
}
