import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/cni/json.ts';
import { spellKeys } from '../../lib/cni/key-spelling.ts';
import type { NetworkPlugin } from './network-list.ts';

/** The keys of a plugin's object that a runtime reads, in any letter case, as libcni does, and the form each must have. */
const FORMS = {
  cniVersion: 'a string',
  name: 'a string',
  type: 'a string',
  capabilities: 'an object of booleans',
  ipam: 'an object',
  dns: 'an object',
  prevResult: 'an object',
} as const;

/** A plugin's object with the version it has when it is alone in its file; `''` without one. */
export interface SinglePlugin extends NetworkPlugin {
  readonly cniVersion: string;
}

/**
 * Reads what a runtime must know of a plugin's object; the object itself is kept as it is.
 *
 * @throws {CniError} Code 7 in libcni's words: `type` is missing, or a key has another form than libcni decodes.
 */
export function parsePluginConfig(config: JsonObject): SinglePlugin {
  const spelled = spellKeys(config, { keys: Object.fromEntries(Object.keys(FORMS).map((key) => [key, {}])) });
  for (const [key, form] of Object.entries(FORMS)) checkForm(key, spelled[key], form);
  const { type, name, cniVersion, capabilities } = spelled;
  if (typeof type !== 'string' || type === '') {
    throw badPlugin("missing 'type'", 'Name the executable of the plugin, such as "type": "flannel"');
  }
  return {
    type,
    name: typeof name === 'string' ? name : '',
    cniVersion: typeof cniVersion === 'string' ? cniVersion : '',
    capabilities: isJsonObject(capabilities) ? enabled(capabilities) : [],
    config,
  };
}

function enabled(capabilities: JsonObject): readonly string[] {
  return Object.keys(capabilities).filter((name) => capabilities[name] === true);
}

function checkForm(
  key: string,
  value: JsonValue | undefined,
  form: (typeof FORMS)[keyof typeof FORMS],
): void {
  if (value === undefined || hasForm(value, form)) return;
  throw badPlugin(
    `invalid '${key}'`,
    `"${key}" must be ${form}, found ${JSON.stringify(value).slice(0, 80)}`,
  );
}

function hasForm(value: JsonValue, form: string): boolean {
  if (form === 'a string') return typeof value === 'string';
  if (!isJsonObject(value)) return false;
  return (
    form === 'an object' || Object.values(value).every((flag) => flag === null || typeof flag === 'boolean')
  );
}

function badPlugin(problem: string, details: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `error parsing configuration: ${problem}`,
    details,
  });
}
