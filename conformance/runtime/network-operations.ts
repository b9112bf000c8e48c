import { CniError, CniErrorCode, toCniError } from '../../lib/cni/error.ts';
import { DEFAULT_VERSION } from '../../lib/cni/spec-version.ts';
import { isOlder } from '../../lib/cni/version-gate.ts';
import { callPlugin, locate, type PluginMachine } from './call-plugin.ts';
import { type Failure, throwJoined } from './joined-failure.ts';
import type { NetworkList } from './network-list.ts';
import { statusInput } from './plugin-input.ts';
import { askVersions } from './plugin-versions.ts';

/** STATUS of a list: see `Runtime.status`. */
export async function askStatus(list: NetworkList, machine: PluginMachine): Promise<void> {
  if (isOlder(list.cniVersion || DEFAULT_VERSION, '1.1.0')) return;
  for (const plugin of list.plugins) {
    const file = locate(plugin.type, machine);
    await callPlugin(
      { type: plugin.type, file, command: 'STATUS', input: statusInput(list, plugin) },
      machine,
    );
  }
}

/** VERSION of every plugin of a list: see `Runtime.validate`. */
export async function validateList(list: NetworkList, machine: PluginMachine): Promise<readonly string[]> {
  const failures: Failure[] = [];
  for (const { type } of list.plugins) {
    try {
      await validatePlugin(type, list.cniVersion || DEFAULT_VERSION, machine);
    } catch (thrown) {
      failures.push({ prefix: `plugin type=${JSON.stringify(type)}`, error: toCniError(thrown) });
    }
  }
  throwJoined(failures);
  return [...new Set(list.plugins.flatMap(({ capabilities }) => capabilities))];
}

async function validatePlugin(type: string, version: string, machine: PluginMachine): Promise<void> {
  const { supportedVersions } = await askVersions(type, locate(type, machine), machine);
  if (supportedVersions.includes(version)) return;
  throw new CniError({
    code: CniErrorCode.incompatibleVersion,
    msg: `plugin ${type} does not support config version ${JSON.stringify(version)}`,
    details: `It supports ${supportedVersions.join(', ')}`,
  });
}
