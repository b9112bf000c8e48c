import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import type { Command } from '../../lib/cni/parameters.ts';
import type { AnyResult } from '../../lib/cni/result.ts';
import { DEFAULT_VERSION } from '../../lib/cni/spec-version.ts';
import { isOlder } from '../../lib/cni/version-gate.ts';
import type { ContainerAttachment } from './attachment.ts';
import { callPlugin, locate, type PluginMachine } from './call-plugin.ts';
import { checkNames } from './check-names.ts';
import type { NetworkList, NetworkPlugin } from './network-list.ts';
import { attachmentInput } from './plugin-input.ts';
import type { ResultCache } from './result-cache.ts';

/** What the operations work with. */
export interface RuntimeParts {
  readonly machine: PluginMachine;
  readonly cache: ResultCache;
}

/** ADD of a list: see `Runtime.add`. */
export async function addAttachment(
  list: NetworkList,
  attachment: ContainerAttachment,
  { machine, cache }: RuntimeParts,
): Promise<AnyResult> {
  keeping(list, () => cache.prepare());
  let result: AnyResult | undefined;
  for (const plugin of list.plugins) {
    const prevResult = result;
    result = await naming(plugin, 'add', async () => {
      const file = locate(plugin.type, machine);
      checkNames(list.name, attachment);
      return await call({ command: 'ADD', list, plugin, file, attachment, prevResult }, machine);
    });
  }
  if (result === undefined) throw withoutPlugins(list);
  const attached = { networkName: list.name, listText: list.text, attachment, result };
  keeping(list, () => cache.keep(attached), 'The attachment was made: delete it');
  return result;
}

/** CHECK of a list: see `Runtime.check`. */
export async function checkAttachment(
  list: NetworkList,
  attachment: ContainerAttachment,
  { machine, cache }: RuntimeParts,
): Promise<void> {
  if (isOlder(list.cniVersion || DEFAULT_VERSION, '0.4.0')) throw checkUnsupported(list);
  if (list.disableCheck) return;
  checkNames(list.name, attachment);
  const prevResult = cachedResult(list, attachment, cache);
  for (const plugin of list.plugins) {
    const file = locate(plugin.type, machine);
    await call({ command: 'CHECK', list, plugin, file, attachment, prevResult }, machine);
  }
}

/** DEL of a list: see `Runtime.del`. */
export async function deleteAttachment(
  list: NetworkList,
  attachment: ContainerAttachment,
  { machine, cache }: RuntimeParts,
): Promise<void> {
  checkNames(list.name, attachment);
  const prevResult = resultForDelete(list, attachment, cache);
  for (const plugin of list.plugins.toReversed()) {
    await naming(plugin, 'delete', async () => {
      const file = locate(plugin.type, machine);
      await call({ command: 'DEL', list, plugin, file, attachment, prevResult }, machine);
    });
  }
  cache.remove(list.name, attachment);
}

interface ListCall {
  readonly command: Command;
  readonly list: NetworkList;
  readonly plugin: NetworkPlugin;
  readonly file: string;
  readonly attachment: ContainerAttachment;
  readonly prevResult: AnyResult | undefined;
}

async function call(
  { command, list, plugin, file, attachment, prevResult }: ListCall,
  machine: PluginMachine,
): Promise<AnyResult | undefined> {
  const input = attachmentInput(list, plugin, { prevResult, capabilityArgs: attachment.capabilityArgs });
  return await callPlugin({ type: plugin.type, file, command, input, attachment }, machine);
}

/** Plugins of older versions know no `prevResult` for DEL. One that cannot be read must not keep a pod from going. */
function resultForDelete(
  list: NetworkList,
  attachment: ContainerAttachment,
  cache: ResultCache,
): AnyResult | undefined {
  if (isOlder(list.cniVersion || DEFAULT_VERSION, '0.4.0')) return undefined;
  try {
    return cache.result(list, attachment);
  } catch {
    cache.remove(list.name, attachment);
    return undefined;
  }
}

function cachedResult(
  list: NetworkList,
  attachment: ContainerAttachment,
  cache: ResultCache,
): AnyResult | undefined {
  try {
    return cache.result(list, attachment);
  } catch (thrown) {
    throw prefixed(`failed to get network ${JSON.stringify(list.name)} cached result`, thrown);
  }
}

/** @param remains What is left if it fails. */
function keeping(list: NetworkList, action: () => void, remains = 'Nothing was done'): void {
  try {
    action();
  } catch (thrown) {
    const advice = `${remains}. Choose a folder for results that can be written to (on the command line with --cache-dir)`;
    throw prefixed(`failed to set network ${JSON.stringify(list.name)} cached result`, thrown).withDetails(
      advice,
    );
  }
}

async function naming<Value>(
  { type, name }: NetworkPlugin,
  doing: string,
  operation: () => Promise<Value>,
): Promise<Value> {
  try {
    return await operation();
  } catch (thrown) {
    const named = name === '' ? '' : ` name=${JSON.stringify(name)}`;
    throw prefixed(`plugin type=${JSON.stringify(type)}${named} failed (${doing})`, thrown);
  }
}

/** The error with more in front of its message, as Go wraps errors; the code stays, and the error itself is the cause. */
function prefixed(prefix: string, thrown: unknown): CniError {
  const { code, message, details } = toCniError(thrown);
  return new CniError({ code, msg: `${prefix}: ${message}`, details, cause: thrown });
}

function checkUnsupported({ cniVersion }: NetworkList): CniError {
  return new CniError({
    code: CniErrorCode.incompatibleVersion,
    msg: `configuration version ${JSON.stringify(cniVersion)} does not support the CHECK command`,
    details: 'CHECK needs "cniVersion": "0.4.0" or newer',
  });
}

function withoutPlugins({ name }: NetworkList): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `network ${JSON.stringify(name)} has no plugins`,
    details: 'Give the list "plugins", or load it with the folder that holds them',
  });
}
