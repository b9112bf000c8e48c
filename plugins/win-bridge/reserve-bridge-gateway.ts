import type { KeySpelling } from '../../lib/cni/configuration.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/cni/json.ts';
import { spellKeys } from '../../lib/cni/key-spelling.ts';
import { splitRange } from './split-range.ts';

const RANGE: KeySpelling = { keys: { subnet: {}, rangeStart: {}, rangeEnd: {}, gateway: {} } };
const RANGE_SETS: KeySpelling = { items: { items: RANGE } };
const IPAM: KeySpelling = { keys: { ...RANGE.keys, ranges: RANGE_SETS } };
const RUNTIME: KeySpelling = { keys: { ipRanges: RANGE_SETS } };

/**
 * The configuration for host-local, ours or the Go one, with the addresses of HNS and of the host's bridge endpoint taken
 * out of its ranges: host-local keeps only a range's gateway back by itself, and the first pod of a node would be given
 * the bridge's address. Ranges are cut within their sets, so that the sets keep their order and with it their `last_reserved_ip.N`.
 * What is not a valid range stays as it is.
 */
export function reserveBridgeGateway(config: JsonObject): JsonObject {
  const ipam = isJsonObject(config.ipam) ? spellKeys(config.ipam, IPAM) : undefined;
  const runtime = isJsonObject(config.runtimeConfig) ? spellKeys(config.runtimeConfig, RUNTIME) : undefined;
  return {
    ...config,
    ...(ipam && { ipam: splitIpam(ipam) }),
    ...(runtime && { runtimeConfig: { ...runtime, ...splitMember(runtime, 'ipRanges') } }),
  };
}

function splitIpam(ipam: JsonObject): JsonObject {
  return splitOldForm({ ...ipam, ...splitMember(ipam, 'ranges') });
}

/** The one range beside the other keys of `ipam`. Cut in two it becomes the first set of `ranges`, which is its place. */
function splitOldForm(ipam: JsonObject): JsonObject {
  const { subnet, rangeStart, rangeEnd, gateway, ...others } = ipam;
  if (subnet === undefined) return ipam;
  const range = { subnet, ...present({ rangeStart, rangeEnd, gateway }) };
  const parts = splitRange(range);
  const [only] = parts;
  if (parts.length === 1) return { ...others, ...only };
  const { ranges } = others;
  return { ...others, ranges: [parts, ...(Array.isArray(ranges) ? ranges : [])] };
}

function splitMember(holder: JsonObject, key: string): JsonObject {
  const sets = holder[key];
  return Array.isArray(sets) ? { [key]: sets.map(splitSet) } : {};
}

function splitSet(set: JsonValue): JsonValue {
  if (!Array.isArray(set)) return set;
  return set.flatMap((range) => (isJsonObject(range) ? splitRange(range) : [range]));
}

function present(members: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
