import { CniError, CniErrorCode } from './error.ts';
import type {
  AnyResult,
  FamilyAddress,
  Result,
  Result020,
  Result040,
  ResultInterface,
  ResultIp,
  Route,
  VersionedIp,
} from './result.ts';
import type { CurrentVersion, SpecVersion } from './spec-version.ts';

/**
 * Converts a result to a version as the Go library does (pkg/types/*, `GetAsVersion`): equal versions pass untouched,
 * older ones lose what they cannot say.
 *
 * @throws {CniError} Code 999 `cannot convert: no valid IP addresses` when 0.1.0 or 0.2.0 is asked for and no address remains.
 */
export function convertResult(result: AnyResult, version: SpecVersion): AnyResult {
  if (result.cniVersion === version) return result;
  switch (version) {
    case '0.1.0':
    case '0.2.0':
      return isOldest(result) ? { ...result, cniVersion: version } : to020(result, version);
    case '0.3.0':
    case '0.3.1':
    case '0.4.0':
      return isMiddle(result) ? { ...result, cniVersion: version } : to040(currentResult(result), version);
    default:
      return { ...currentResult(result), cniVersion: version };
  }
}

/** The result in the form plugins work with, whatever its version. */
export function currentResult(result: AnyResult): Result {
  if (isOldest(result)) return from020(result);
  if (isMiddle(result)) return from040(result);
  return result;
}

function isOldest(result: AnyResult): result is Result020 {
  return result.cniVersion === '0.1.0' || result.cniVersion === '0.2.0';
}

function isMiddle(result: AnyResult): result is Result040 {
  return result.cniVersion.startsWith('0.') && !isOldest(result);
}

const CURRENT: CurrentVersion = '1.1.0';

function from040({ interfaces, ips, routes, dns }: Result040): Result {
  return {
    cniVersion: CURRENT,
    ...(interfaces && { interfaces: interfaces.map(oldInterface) }),
    ...(ips && { ips: ips.map(({ version: _family, ...ip }) => ip) }),
    ...(routes && { routes }),
    dns,
  };
}

function from020({ ip4, ip6, dns }: Result020): Result {
  const families = [ip4, ip6].filter((family) => family !== undefined);
  return {
    cniVersion: CURRENT,
    ips: families.map(({ ip, gateway }) => ({ address: ip, ...(gateway && { gateway }) })),
    routes: families.flatMap(({ routes }) => routes ?? []),
    dns,
  };
}

function to040({ interfaces, ips, routes, dns }: Result, cniVersion: Result040['cniVersion']): Result040 {
  return {
    cniVersion,
    ...(interfaces && { interfaces: interfaces.map(oldInterface) }),
    // Of 1.x too, plugins are about that write a version, of which 1.x has no word: the address counts
    ...(ips && { ips: ips.map((ip): VersionedIp => ({ ...ip, version: familyOf(ip.address) })) }),
    ...(routes && { routes }),
    dns: dns ?? {},
  };
}

/** What 0.3.0 to 0.4.0 have words for. */
function oldInterface({
  mtu: _mtu,
  socketPath: _path,
  pciID: _id,
  ...kept
}: ResultInterface): ResultInterface {
  return kept;
}

/** From 0.3/0.4 the family is what the address says it is in `version`; 1.x addresses speak for themselves. */
function to020(result: Result | Result040, cniVersion: Result020['cniVersion']): Result020 {
  const ips: readonly VersionedIp[] = isMiddle(result)
    ? (result.ips ?? [])
    : (result.ips ?? []).map((ip) => ({ ...ip, version: familyOf(ip.address) }));
  const routes = result.routes ?? [];
  const ip4 = familyAddress(ips, routes, '4');
  const ip6 = familyAddress(ips, routes, '6');
  if (ip4 === undefined && ip6 === undefined) {
    throw new CniError({
      code: CniErrorCode.internal,
      msg: 'cannot convert: no valid IP addresses',
      details: `A result of version ${cniVersion} needs an address; use "cniVersion": "0.3.0" or newer`,
    });
  }
  return { cniVersion, ...(ip4 && { ip4 }), ...(ip6 && { ip6 }), dns: result.dns ?? {} };
}

function familyAddress(
  ips: readonly VersionedIp[],
  routes: readonly Route[],
  family: '4' | '6',
): FamilyAddress | undefined {
  const first = ips.find((ip) => ip.version === family);
  if (first === undefined) return undefined;
  const ofFamily = routes.filter(({ dst }) => familyOf(dst) === family);
  return {
    ip: first.address,
    ...(first.gateway && { gateway: first.gateway }),
    ...(ofFamily.length > 0 && { routes: ofFamily.map(({ dst, gw }) => ({ dst, ...(gw && { gw }) })) }),
  };
}

function familyOf(cidr: ResultIp['address']): '4' | '6' {
  return cidr.includes(':') ? '6' : '4';
}
