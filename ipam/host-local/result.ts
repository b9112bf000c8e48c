import type { Dns, Result, Route } from '../../lib/cni/result.ts';
import { formatAddress, type IpAddress, parseAddress } from '../../lib/ip/address.ts';
import { formatCidr, parseCidr } from '../../lib/ip/cidr.ts';
import { liesIn } from './address-range.ts';
import { type HostLocalConfig, invalidConfiguration } from './config.ts';
import type { RangeSet } from './range-sets.ts';

/** What an ADD answers: each address with its subnet's prefix length and its range's gateway, in the order of the sets. */
export function resultOf(
  sets: readonly RangeSet[],
  addresses: readonly IpAddress[],
  { routes, dns }: { readonly routes: readonly Route[]; readonly dns: Dns | undefined },
): Result {
  const ips = addresses.flatMap((address, index) => {
    const range = sets[index]?.find((one) => liesIn(one, address));
    if (range === undefined) return []; // an address comes from its set
    const { prefixLength } = range.subnet;
    return [{ address: formatCidr({ address, prefixLength }), gateway: formatAddress(range.gateway) }];
  });
  return {
    cniVersion: '1.1.0',
    ips,
    ...(routes.length > 0 && { routes }),
    ...(dns !== undefined && { dns }),
  };
}

/**
 * The routes of a configuration as the result carries them: addresses in canonical form, host bits kept, unknown keys
 * dropped.
 *
 * @throws {CniError} Code 7 naming the key.
 */
export function readRoutes({ ipam }: HostLocalConfig): readonly Route[] {
  return (ipam?.routes ?? []).map((route, index) => {
    const { dst, gw, mtu, advmss, priority, table, scope } = route;
    const gateway = readGateway(gw, `ipam.routes[${index}].gw`);
    return {
      dst: readDestination(dst, `ipam.routes[${index}].dst`),
      ...(gateway !== undefined && { gw: gateway }),
      ...(mtu !== undefined && { mtu }),
      ...(advmss !== undefined && { advmss }),
      ...(priority !== undefined && { priority }),
      ...(table !== undefined && { table }),
      ...(scope !== undefined && { scope }),
    };
  });
}

function readDestination(text: string | undefined, key: string): string {
  const destination = text === undefined ? undefined : parseCidr(text);
  if (destination !== undefined) return formatCidr(destination);
  throw invalidConfiguration(
    text === undefined ? `"${key}" is missing` : `"${key}" is ${JSON.stringify(text)}, which is not a subnet`,
    'Write address/length such as "0.0.0.0/0"',
  );
}

/** `""` counts as absent, as in the Go plugin. */
function readGateway(text: string | undefined, key: string): string | undefined {
  if (text === undefined || text === '') return undefined;
  const address = parseAddress(text);
  if (address !== undefined) return formatAddress(address);
  throw invalidConfiguration(
    `"${key}" is ${JSON.stringify(text)}, which is not an IP address`,
    'Write an address such as "10.244.1.1", or leave the key out',
  );
}
