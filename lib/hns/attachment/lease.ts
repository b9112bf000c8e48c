import { currentResult } from '../../cni/convert-result.ts';
import { CniError, CniErrorCode, toCniError } from '../../cni/error.ts';
import type { Parameters } from '../../cni/parameters.ts';
import type { Result, ResultIp, Route } from '../../cni/result.ts';
import type { Delegate, Delegates } from '../../delegate/delegates.ts';
import { type IpAddress, parseAddress } from '../../ip/address.ts';
import { type Cidr, networkOf, parseCidr } from '../../ip/cidr.ts';

/** An address the IPAM plugin gave. */
export interface LeasedAddress {
  /** The address and the prefix length of its subnet. */
  readonly cidr: Cidr;
  /** The gateway the IPAM plugin gave with it. */
  readonly gateway?: IpAddress;
}

/** A route the IPAM plugin gave. */
export interface LeasedRoute {
  readonly destination: Cidr;
  readonly gateway?: IpAddress;
  /** The route as it came, for the result: it may have more members. */
  readonly route: Route;
}

/** What an IPAM plugin gave an attachment. */
export interface Lease {
  readonly addresses: readonly LeasedAddress[];
  readonly routes: readonly LeasedRoute[];
}

/**
 * Asks the IPAM plugin for addresses. Call it only when the attachment has no endpoint: a lease that is there already
 * is then left from an ADD that was cut short, and is released and taken anew, once.
 *
 * @returns The plugin's result, still to be read: from here on there is something to release.
 */
export async function takeLease(
  delegates: Delegates,
  ipam: Delegate,
  parameters: Parameters,
): Promise<Result> {
  try {
    return currentResult(await delegates.add(ipam, parameters));
  } catch (error) {
    if (toCniError(error).code !== CniErrorCode.duplicateAllocation) throw error;
  }
  await delegates.del(ipam, parameters);
  return currentResult(await delegates.add(ipam, parameters));
}

/**
 * Reads the addresses and routes of an IPAM plugin's result.
 *
 * @throws {CniError} Code 121 when it has no address, or one of its values cannot be read.
 */
export function readLease(result: Result, ipamType: string): Lease {
  const refuse = (reason: string) =>
    new CniError({
      code: CniErrorCode.delegateFailed,
      msg: `Cannot use the addresses of IPAM plugin "${ipamType}"`,
      details: `Its result ${reason}. The result is ${JSON.stringify(result)}`,
    });
  const addresses = (result.ips ?? []).map((ip, index) => readAddress(ip, `ips[${index}]`, refuse));
  if (addresses.length === 0) throw refuse('has no address');
  return {
    addresses,
    routes: (result.routes ?? []).map((route, index) => readRoute(route, `routes[${index}]`, refuse)),
  };
}

type Refuse = (reason: string) => CniError;

function readAddress({ address, gateway }: ResultIp, where: string, refuse: Refuse): LeasedAddress {
  const cidr = parseCidr(address);
  if (cidr === undefined)
    throw refuse(`has "${address}" as ${where}.address, which is no address with a prefix`);
  return { cidr, ...readGateway(gateway, `${where}.gateway`, refuse) };
}

function readRoute(route: Route, where: string, refuse: Refuse): LeasedRoute {
  const destination = parseCidr(route.dst);
  if (destination === undefined) throw refuse(`has "${route.dst}" as ${where}.dst, which is no prefix`);
  return { destination: networkOf(destination), ...readGateway(route.gw, `${where}.gw`, refuse), route };
}

function readGateway(text: string | undefined, where: string, refuse: Refuse): { gateway?: IpAddress } {
  if (text === undefined || text === '') return {};
  const gateway = parseAddress(text);
  if (gateway === undefined) throw refuse(`has "${text}" as ${where}, which is no address`);
  return { gateway };
}
