import type { NetworkConfig } from './configuration.ts';
import { CniError, CniErrorCode } from './error.ts';
import { checkNetworkName } from './identifiers.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { spellKeys } from './key-spelling.ts';
import type { Attachment, Parameters } from './parameters.ts';
import type { AttachmentRequest, Plugin, Request } from './plugin.ts';
import { refuseList } from './refuse-list.ts';
import type { AnyResult, Result } from './result.ts';
import { DEFAULT_VERSION, type SpecVersion } from './spec-version.ts';
import { checkVersion } from './version-gate.ts';
import { checkAgainstSchema } from './violations.ts';

/**
 * Calls one operation of a plugin with a configuration: the one that was read from standard input, or the one a plugin
 * in this process delegates. Keys are given the schema's spelling, then name, version and schema are checked in that order.
 *
 * @returns The result of ADD as the plugin gave it; `undefined` for every other command.
 * @throws {CniError} Codes 1, 6 and 7 of the checks, and whatever the operation throws.
 */
export async function invoke<Config extends NetworkConfig, Host>(
  plugin: Plugin<Config, Host>,
  configuration: JsonObject,
  parameters: Parameters,
  host: Host,
): Promise<AnyResult | undefined> {
  const { config, cniVersion } = checkConfiguration(plugin, configuration, parameters);
  const request: Request<Config> = { config, cniVersion, parameters };
  switch (parameters.command) {
    case 'ADD':
      return await plugin.add(await attachmentRequest(request), host);
    case 'CHECK':
      await plugin.check(await attachmentRequest(request), host);
      return undefined;
    case 'DEL':
      await plugin.del(await attachmentRequest(request), host);
      return undefined;
    case 'GC':
      await plugin.gc({ ...request, validAttachments: validAttachments(config) }, host);
      return undefined;
    case 'STATUS':
      await plugin.status(request, host);
      return undefined;
    case 'VERSION':
      return undefined;
  }
}

/**
 * The checks every command makes of its configuration before it is known whether the command exists: network name and
 * the type of `cniVersion`.
 *
 * @returns The configuration with its keys in the schema's spelling, and the version as written (absent and `""` are 0.1.0).
 */
export function readNetwork(
  form: Plugin<NetworkConfig, never>['form'],
  configuration: JsonObject,
): { readonly spelled: JsonObject; readonly writtenVersion: string } {
  const spelled = spellKeys(configuration, form.spelling);
  checkNetworkName(textOf(spelled, 'name'));
  return { spelled, writtenVersion: textOf(spelled, 'cniVersion') || DEFAULT_VERSION };
}

function checkConfiguration<Config extends NetworkConfig, Host>(
  { form }: Plugin<Config, Host>,
  configuration: JsonObject,
  { command }: Parameters,
): { config: Config; cniVersion: SpecVersion } {
  const { spelled, writtenVersion } = readNetwork(form, configuration);
  const cniVersion = checkVersion(command, writtenVersion);
  refuseList(spelled);
  checkAgainstSchema(spelled, form.validate, { what: `network ${JSON.stringify(spelled.name)}` });
  return { config: spelled as Config, cniVersion }; // what the validator accepted is a Config
}

function textOf(config: JsonObject, key: string): string | undefined {
  const value = config[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new CniError({
    code: CniErrorCode.decodingFailure,
    msg: `"${key}" of the network configuration is not a string`,
    details: `found ${JSON.stringify(value).slice(0, 80)}; write a string`,
  });
}

async function attachmentRequest<Config extends NetworkConfig>(
  request: Request<Config>,
): Promise<AttachmentRequest<Config>> {
  const { containerId, ifName, netns } = request.parameters;
  const prevResult = await previousResult(request);
  return { ...request, attachment: { containerId, ifName }, netns, ...(prevResult && { prevResult }) };
}

/** Loaded only when there is one: most requests carry none. */
async function previousResult<Config extends NetworkConfig>({
  config,
  cniVersion,
  parameters,
}: Request<Config>): Promise<Result | undefined> {
  if (!isJsonObject(config.prevResult)) return undefined;
  const [{ readResult }, { currentResult }] = await Promise.all([
    import('./read-result.ts'),
    import('./convert-result.ts'),
  ]);
  try {
    return currentResult(readResult(config.prevResult, cniVersion, '"prevResult"'));
  } catch (error) {
    // A DEL must clean up whatever state the runtime's cache is in (specification section 2, DEL).
    if (parameters.command === 'DEL') return undefined;
    throw error;
  }
}

/** cni.dev/attachments is the name libcni sends along with the specification's. */
function validAttachments(config: NetworkConfig): readonly Attachment[] | undefined {
  const list = config['cni.dev/valid-attachments'] ?? config['cni.dev/attachments'];
  if (!Array.isArray(list)) return undefined;
  return list.map(({ containerID, ifname }) => ({ containerId: containerID, ifName: ifname }));
}
