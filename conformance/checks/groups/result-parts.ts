import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';

/** The objects in a list of a document; what is none is left out. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/**
 * The addresses of a result of any version, in CIDR notation, as they are written.
 *
 * @returns None for what cannot be read.
 */
export function addressesOf(result: JsonObject): readonly string[] {
  const families = [result.ip4, result.ip6].filter(isJsonObject).map(({ ip }) => ip);
  const addresses = [...families, ...objectsIn(result.ips).map(({ address }) => address)];
  return addresses.filter((address) => typeof address === 'string');
}
