import { isJsonObject, type JsonObject } from '../../lib/cni/json.ts';
import { sorted } from '../../lib/cni/print-json.ts';
import type { Delegate } from '../../lib/delegate/delegates.ts';
import { formatCidr } from '../../lib/ip/cidr.ts';
import type { FlannelConfig } from './config.ts';
import type { SubnetEnv } from './subnet-env.ts';

/** The configuration of a delegate: `type` names the plugin. */
export interface DelegateConfig extends JsonObject {
  readonly type: string;
}

/** What a delegate's configuration is made of. */
export interface DelegateParts {
  readonly config: FlannelConfig;
  /** What flanneld says; `undefined` where an operation must do without it. */
  readonly env: SubnetEnv | undefined;
  /** Used when `delegate` names none. */
  readonly defaultType: string;
}

/** What a configuration without `cniVersion` is delegated in, as the reference does on Windows. */
const FALLBACK_VERSION = '0.2.0';

/** Keys of `delegate` that flannel sets. A delegate takes them in any letter case, and must not find a second one. */
const KEYS_SET = ['cniVersion', 'name', 'ipam', 'args', 'runtimeConfig', 'prevResult'];

/**
 * The configuration of the delegate, keys sorted, as it is kept in the scratch file: `delegate` with what flannel knows
 * added. Nothing of the request's `prevResult` is in it.
 */
export function delegateConfig({ config, env, defaultType }: DelegateParts): DelegateConfig {
  const given = withoutOtherSpellings(config.delegate ?? {}, KEYS_SET);
  return inOrder({
    type: defaultType,
    ...(env && masquerading(env, given)),
    ...(config.dns && { dns: config.dns }),
    ...given,
    ...handedOn(config),
    name: config.name,
    ipam: ipam(config.ipam ?? {}, env),
  });
}

/**
 * A delegate's configuration for one request: a stored one is as old as the attachment, and the runtime may have gone
 * over to another `cniVersion` since, in which `prevResult` is written.
 */
export function forRequest(delegate: DelegateConfig, config: FlannelConfig): Delegate {
  const { prevResult } = config;
  return asDelegate(inOrder({ ...delegate, ...handedOn(config), ...(prevResult && { prevResult }) }));
}

/** A delegate's configuration for GC, with the attachments still in use as the runtime listed them. */
export function forGc(delegate: DelegateConfig, config: FlannelConfig): Delegate {
  const lists = ['cni.dev/valid-attachments', 'cni.dev/attachments'].filter(
    (key) => config[key] !== undefined,
  );
  const listed = Object.fromEntries(lists.map((key) => [key, config[key]]));
  return asDelegate(inOrder({ ...delegate, ...handedOn(config), ...listed }));
}

/** The plugin a delegated configuration names, to be called with it. */
export function asDelegate(config: DelegateConfig): Delegate {
  return { type: config.type, config };
}

function handedOn({ cniVersion, args, runtimeConfig }: FlannelConfig): JsonObject {
  return {
    cniVersion: cniVersion || FALLBACK_VERSION,
    ...(args && { args }),
    ...(runtimeConfig && { runtimeConfig }),
  };
}

/**
 * On Windows the endpoint masquerades, hence the value as flanneld wrote it; on Linux, where flanneld masquerades
 * itself, the reference passes its inverse.
 */
function masquerading({ ipMasq, networks }: SubnetEnv, given: JsonObject): JsonObject {
  const first = networks[0]; // IPv4 if there is one
  if (first === undefined || Object.hasOwn(given, 'ipMasqNetwork')) return { ipMasq };
  const all = networks.map(formatCidr);
  return { ipMasq, ipMasqNetwork: formatCidr(first), ...(all.length > 1 && { ipMasqNetworks: all }) };
}

/** One IPv4 subnet takes the old form that the reference writes; anything else needs range sets, one per family. */
function ipam(given: JsonObject, env: SubnetEnv | undefined): JsonObject {
  const { subnet: _subnet, ranges: _ranges, ...base } = withoutOtherSpellings(given, ['subnet', 'ranges']);
  const subnets = env?.subnets ?? [];
  const [only, second] = subnets;
  const typed = { type: 'host-local', ...base };
  if (only === undefined) return typed;
  if (second === undefined && only.address.family === 4) return { ...typed, subnet: formatCidr(only) };
  return { ...typed, ranges: subnets.map((subnet) => [{ subnet: formatCidr(subnet) }]) };
}

function withoutOtherSpellings(object: JsonObject, keys: readonly string[]): JsonObject {
  const kept = Object.entries(object).filter(
    ([key]) => keys.includes(key) || !keys.some((known) => known.toLowerCase() === key.toLowerCase()),
  );
  return Object.fromEntries(kept);
}

function inOrder(config: JsonObject): DelegateConfig {
  const ordered = sorted(config);
  if (isDelegateConfig(ordered)) return ordered;
  throw new TypeError('a delegate configuration without a type'); // checkDelegate let it through
}

/** Tells whether a JSON value names a plugin to delegate to. */
export function isDelegateConfig(value: unknown): value is DelegateConfig {
  return isJsonObject(value) && typeof value.type === 'string';
}
