import { CniError, CniErrorCode, type Dns, type Result, type Route, type SpecVersion } from 'cni-windows';
import { formatAddress, formatCidr, parseAddress, parseCidr } from 'cni-windows/addresses';
import { invalidConfiguration, type StaticAddress } from './addresses.ts';
import type { StaticConfig } from './config.ts';

/**
 * What ADD answers: the addresses, and the routes and DNS settings of the configuration.
 *
 * @throws {CniError} Code 7 naming a route that cannot be read.
 */
export function resultOf({ ipam = {} }: StaticConfig, addresses: readonly StaticAddress[]): Result {
  const routes = (ipam.routes ?? []).map(readRoute);
  return {
    cniVersion: '1.1.0',
    ips: addresses.map(({ cidr, gateway }) => ({
      address: formatCidr(cidr),
      ...(gateway !== undefined && { gateway: formatAddress(gateway) }),
    })),
    ...(routes.length > 0 && { routes }),
    ...(ipam.dns !== undefined && { dns: knownDns(ipam.dns) }),
  };
}

/**
 * Versions before 0.3.0 have one address of a family.
 *
 * @throws {CniError} Code 7 when there are more.
 */
export function checkFamilies(cniVersion: SpecVersion, addresses: readonly StaticAddress[]): void {
  if (cniVersion !== '0.1.0' && cniVersion !== '0.2.0') return;
  for (const family of [4, 6]) {
    const found = addresses.filter(({ cidr }) => cidr.address.family === family);
    if (found.length < 2) continue;
    throw new CniError({
      code: CniErrorCode.invalidConfiguration,
      msg: `CNI version ${cniVersion} has one IPv${family} address for a container, and ${found.length} are configured`,
      details: 'Use "cniVersion": "0.3.0" or newer, or remove the others',
    });
  }
}

/** Keys no result has stay behind. */
function readRoute({ dst, gw, mtu, advmss, priority, table, scope }: Route, index: number): Route {
  const destination = parseCidr(dst ?? '');
  if (destination === undefined) {
    throw invalidConfiguration(`ipam.routes[${index}].dst`, dst, 'a destination such as "0.0.0.0/0"');
  }
  return {
    dst: formatCidr(destination),
    ...(gw !== undefined && gw !== '' && { gw: readNextHop(gw, index) }),
    ...(mtu !== undefined && { mtu }),
    ...(advmss !== undefined && { advmss }),
    ...(priority !== undefined && { priority }),
    ...(table !== undefined && { table }),
    ...(scope !== undefined && { scope }),
  };
}

function readNextHop(text: string, index: number): string {
  const address = parseAddress(text);
  if (address !== undefined) return formatAddress(address);
  throw invalidConfiguration(
    `ipam.routes[${index}].gw`,
    text,
    'an address such as "10.1.0.1", or leave the key out',
  );
}

function knownDns({ nameservers, domain, search, options }: Dns): Dns {
  return {
    ...(nameservers && { nameservers }),
    ...(domain !== undefined && { domain }),
    ...(search && { search }),
    ...(options && { options }),
  };
}
