import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/cni/json.ts';
import { parseGuid } from '../../lib/hns/guid.ts';
import { member } from '../../lib/hns/hcn/members.ts';
import { parseAddress } from '../../lib/ip/address.ts';
import { parseCidr } from '../../lib/ip/cidr.ts';

/** What a value of a document has to be. `ip` and `guid` may be empty, as clients send empty members too. */
export type ScalarShape =
  | 'text'
  | 'boolean'
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'ip'
  | 'cidr'
  | 'guid'
  | 'object'
  | 'objects'
  | 'texts'
  | 'ips'
  | 'cidrs';

/** A member has a scalar shape, is a list of objects, an object, or one of some texts (letter case aside). */
export type Shape =
  | ScalarShape
  | { readonly listOf: Members }
  | { readonly members: Members }
  | { readonly oneOf: readonly (string | number)[] };

/** Members of an object. All are optional; unknown ones are accepted. */
export type Members = { readonly [name: string]: Shape };

/**
 * Compares an object with a shape.
 *
 * @returns The path of the first member that does not fit, such as `$.Policies[0].Type`; `undefined` when all do.
 */
export function misfit(document: JsonObject, members: Members, path = '$'): string | undefined {
  for (const [name, shape] of Object.entries(members)) {
    const value = member(document, name);
    const wrong = value === undefined ? undefined : misfitOf(value, shape, `${path}.${name}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function misfitOf(value: JsonValue, shape: Shape, path: string): string | undefined {
  if (typeof shape === 'string') return SCALARS[shape](value) ? undefined : path;
  if ('oneOf' in shape) return shape.oneOf.some((allowed) => sameText(allowed, value)) ? undefined : path;
  if ('members' in shape) return isJsonObject(value) ? misfit(value, shape.members, path) : path;
  if (!Array.isArray(value)) return path;
  for (const [index, entry] of value.entries()) {
    const at = `${path}[${index}]`;
    const wrong = isJsonObject(entry) ? misfit(entry, shape.listOf, at) : at;
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const isText = (value: JsonValue): value is string => typeof value === 'string';
const isIp = (value: JsonValue) => isText(value) && (value === '' || parseAddress(value) !== undefined);
const isCidr = (value: JsonValue) => isText(value) && parseCidr(value) !== undefined;
const listOf = (test: (value: JsonValue) => boolean) => (value: JsonValue) =>
  Array.isArray(value) && value.every(test);
const upTo = (largest: number) => (value: JsonValue) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest;

const SCALARS: Record<ScalarShape, (value: JsonValue) => boolean> = {
  text: isText,
  boolean: (value) => typeof value === 'boolean',
  u8: upTo(0xff),
  u16: upTo(0xffff),
  u32: upTo(0xffff_ffff),
  u64: upTo(Number.MAX_SAFE_INTEGER),
  ip: isIp,
  cidr: isCidr,
  guid: (value) => isText(value) && (value === '' || parseGuid(value) !== undefined),
  object: isJsonObject,
  objects: listOf(isJsonObject),
  texts: listOf(isText),
  ips: listOf(isIp),
  cidrs: listOf(isCidr),
};

function sameText(allowed: string | number, value: JsonValue): boolean {
  return typeof allowed === 'number'
    ? allowed === value
    : isText(value) && value.toLowerCase() === allowed.toLowerCase();
}
