import type { Result } from '../../cni/result.ts';

/**
 * The result of ADD behind other plugins of a chain: what they did, then what was added (specification section 5, ADD Success).
 * Addresses go on pointing at their interface.
 */
export function withPrevious(previous: Result | undefined, own: Result): Result {
  if (previous === undefined) return own;
  const before = previous.interfaces ?? [];
  const moved = (own.ips ?? []).map((ip) =>
    ip.interface === undefined ? ip : { ...ip, interface: ip.interface + before.length },
  );
  const routes = [...(previous.routes ?? []), ...(own.routes ?? [])];
  const dns = own.dns ?? previous.dns;
  return {
    cniVersion: own.cniVersion,
    interfaces: [...before, ...(own.interfaces ?? [])],
    ips: [...(previous.ips ?? []), ...moved],
    ...(routes.length > 0 && { routes }),
    ...(dns && { dns }),
  };
}
