import { spelling, validate } from '../../generated/result.ts';
import { spelling as spelling020, validate as validate020 } from '../../generated/result-020.ts';
import { formatAddress, parseAddress } from '../ip/address.ts';
import { formatCidr, parseCidr } from '../ip/cidr.ts';
import type { KeySpelling } from './configuration.ts';
import { CniError, CniErrorCode } from './error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { spellKeys } from './key-spelling.ts';
import type { AnyResult, FamilyAddress, Result, Result020, Result040, ResultIp, Route } from './result.ts';
import { isSpecVersion, SPEC_VERSIONS, type SpecVersion } from './spec-version.ts';
import { checkAgainstSchema } from './violations.ts';

/**
 * Decodes a result of any version as the Go library does: keys in any letter case, unknown ones dropped, addresses in
 * canonical form.
 *
 * @param document The result as JSON.
 * @param defaultVersion What a result without `cniVersion` is: the version of the configuration it answers.
 * @param what Names the result in errors, such as `"prevResult"`.
 * @throws {CniError} Code 6, naming the keys that do not fit.
 */
export function readResult(document: JsonObject, defaultVersion: SpecVersion, what: string): AnyResult {
  const cniVersion = resultVersion(spellKeys(document, spelling).cniVersion, defaultVersion, what);
  const oldest = cniVersion === '0.1.0' || cniVersion === '0.2.0';
  const form = oldest ? { spelling: spelling020, validate: validate020 } : { spelling, validate };
  const spelled = spellKeys(document, form.spelling);
  checkAgainstSchema(spelled, form.validate, { what, code: CniErrorCode.decodingFailure });
  // What the validator accepted is a result of that version; `dns` is the one key it may lack.
  const result = { dns: {}, ...knownOnly(spelled, form.spelling), cniVersion } as unknown as AnyResult;
  return 'ip4' in result || 'ip6' in result ? canonicalFamilies(result, what) : canonicalLists(result, what);
}

function resultVersion(found: JsonValue | undefined, defaultVersion: SpecVersion, what: string): SpecVersion {
  if (typeof found !== 'string' || found === '') return defaultVersion;
  if (isSpecVersion(found)) return found;
  throw new CniError({
    code: CniErrorCode.decodingFailure,
    msg: `${what} is in an unsupported CNI version: "${found}"`,
    details: `Supported are ${SPEC_VERSIONS.join(', ')}`,
  });
}

function canonicalFamilies(result: Result020, what: string): Result020 {
  const family = (given: FamilyAddress): FamilyAddress => ({
    ...given,
    ip: canonicalCidr(given.ip, what),
    ...(given.gateway !== undefined && { gateway: canonicalAddress(given.gateway, what) }),
    ...(given.routes && { routes: given.routes.map((route) => canonicalRoute(route, what)) }),
  });
  return {
    ...result,
    ...(result.ip4 && { ip4: family(result.ip4) }),
    ...(result.ip6 && { ip6: family(result.ip6) }),
  };
}

function canonicalLists<R extends Result | Result040 | Result020>(result: R, what: string): R {
  const { interfaces, ips, routes } = result as Pick<Result, 'interfaces' | 'ips' | 'routes'>;
  // Of 0.3.0 to 0.4.0 each address has a family, which Go prints even where it is empty
  const family = result.cniVersion.startsWith('0.') ? { version: '' } : {};
  const ip = (given: ResultIp): ResultIp => ({
    ...family,
    ...given,
    address: canonicalCidr(given.address, what),
    ...(given.gateway !== undefined && { gateway: canonicalAddress(given.gateway, what) }),
  });
  return {
    ...result,
    // Go prints a name even where there is none
    ...(interfaces && { interfaces: interfaces.map((given) => ({ ...given, name: given.name ?? '' })) }),
    ...(ips && { ips: ips.map(ip) }),
    ...(routes && { routes: routes.map((route) => canonicalRoute(route, what)) }),
  };
}

function canonicalRoute(route: Route, what: string): Route {
  return {
    ...route,
    dst: canonicalCidr(route.dst ?? '', what),
    ...(route.gw !== undefined && { gw: canonicalAddress(route.gw, what) }),
  };
}

function canonicalCidr(text: string, what: string): string {
  const cidr = parseCidr(text);
  if (cidr !== undefined) return formatCidr(cidr);
  throw badAddress(text, what, 'an address with a prefix length, such as "10.244.1.7/24"');
}

/** Go prints an absent address as `""`, and reads it so. */
function canonicalAddress(text: string, what: string): string {
  if (text === '') return '';
  const address = parseAddress(text);
  if (address !== undefined) return formatAddress(address);
  throw badAddress(text, what, 'an IP address, such as "10.244.1.1"');
}

function badAddress(text: string, what: string, expected: string): CniError {
  return new CniError({
    code: CniErrorCode.decodingFailure,
    msg: `${what} holds an address that cannot be read: "${text}"`,
    details: `Expected ${expected}`,
  });
}

function knownOnly(document: JsonObject, { keys = {} }: KeySpelling): JsonObject {
  const entries = Object.entries(document).filter(([key]) => Object.hasOwn(keys, key));
  return Object.fromEntries(entries.map(([key, value]) => [key, knownValue(value ?? null, keys[key] ?? {})]));
}

function knownValue(value: JsonValue, spelled: KeySpelling): JsonValue {
  if (Array.isArray(value)) return value.map((element) => knownValue(element, spelled.items ?? {}));
  return isJsonObject(value) && spelled.keys !== undefined ? knownOnly(value, spelled) : value;
}
