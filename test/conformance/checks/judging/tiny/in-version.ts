import type { JsonObject } from '../../../../../lib/cni/json.ts';
import { listOf } from './lists.ts';

/** A result of 1.1.0 in the form of any version. */
export function inVersion(result: JsonObject, cniVersion: string): JsonObject {
  const { cniVersion: _current, ...rest } = result;
  if (/^0\.[12]\./.test(cniVersion)) return withFamilies(rest, cniVersion);
  if (!cniVersion.startsWith('0.')) return { cniVersion, ...rest };
  const ips = listOf(rest.ips).map((ip) => ({ ...ip, version: '4' }));
  return { cniVersion, ...rest, ips };
}

/** Tiny plugins have IPv4 only. What is in that form already, as the result of an earlier plugin, stays. */
function withFamilies(result: JsonObject, cniVersion: string): JsonObject {
  if (result.ip4 !== undefined) return { cniVersion, ...result };
  const [ip] = listOf(result.ips);
  if (ip === undefined) return { cniVersion, dns: {} };
  const { address, gateway } = ip;
  return {
    cniVersion,
    ip4: { ip: address, ...(gateway && { gateway }), routes: listOf(result.routes) },
    dns: result.dns ?? {},
  };
}
