import { parseCniArgs } from '../../lib/cni/cni-args.ts';
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { formatAddress, type IpAddress, parseAddress, sameAddress } from '../../lib/ip/address.ts';
import { parseCidr } from '../../lib/ip/cidr.ts';
import { type HostLocalConfig, invalidConfiguration } from './config.ts';
import { formatRangeSet, type RangeSet, setContains } from './range-sets.ts';

/**
 * The addresses that are asked for: the union of `IP` in `CNI_ARGS`, `args.cni.ips` and `runtimeConfig.ips`, as in the
 * Go plugin (CONVENTIONS.md would have `args.cni.ips` override `CNI_ARGS`). A prefix length is read past: the subnet's counts.
 *
 * @param cniArgs The value of `CNI_ARGS`.
 * @throws {CniError} Code 4 for `CNI_ARGS`, code 7 for the configuration.
 */
export function requestedAddresses(config: HostLocalConfig, cniArgs: string): readonly IpAddress[] {
  const argument = parseCniArgs(cniArgs, ['IP']).get('IP') ?? '';
  const requested = [
    ...(argument === '' ? [] : [readArgument(argument)]),
    ...readList(config.args?.cni?.ips, 'args.cni.ips'),
    ...readList(config.runtimeConfig?.ips, 'runtimeConfig.ips'),
  ];
  return requested.filter(
    (address, index) => requested.findIndex((other) => sameAddress(address, other)) === index,
  );
}

/**
 * Gives each range set the requested address that lies in it, if any.
 *
 * @returns For each set its address or `undefined`, in the order of the sets.
 * @throws {CniError} Code 111 for an address that is a gateway, lies in no set, or is one of several of a set.
 */
export function requestsBySet(
  sets: readonly RangeSet[],
  requested: readonly IpAddress[],
): readonly (IpAddress | undefined)[] {
  const chosen = sets.map((set) => requested.find((address) => setContains(set, address)));
  for (const address of requested) {
    const set = sets.find((one) => setContains(one, address));
    if (set === undefined) {
      throw unavailable(address, 'it lies in no range', `Ranges: ${sets.map(formatRangeSet).join('; ')}`);
    }
    if (!chosen.includes(address)) {
      const range = `range set ${formatRangeSet(set)}`;
      throw unavailable(address, `another was requested of ${range}`, 'One address of each set is allocated');
    }
    if (set.some(({ gateway }) => sameAddress(gateway, address))) {
      throw unavailable(address, 'it is the gateway', 'Request another address of the range');
    }
  }
  return chosen;
}

/** The error for a requested address that cannot be given: code 111. */
export function unavailable(address: IpAddress, reason: string, nextStep: string): CniError {
  return new CniError({
    code: CniErrorCode.addressUnavailable,
    msg: `Cannot allocate the requested address ${formatAddress(address)}: ${reason}`,
    details: nextStep,
  });
}

function readArgument(text: string): IpAddress {
  const address = readAddress(text);
  if (address !== undefined) return address;
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `Cannot read CNI_ARGS: IP is ${JSON.stringify(text)}, which is not an IP address`,
    details: 'Write an address such as 10.244.1.10',
  });
}

function readList(texts: readonly string[] = [], key: string): IpAddress[] {
  return texts.map((text, index) => {
    const address = readAddress(text);
    if (address !== undefined) return address;
    throw invalidConfiguration(
      `"${key}[${index}]" is ${JSON.stringify(text)}, which is not an IP address`,
      'Write an address such as "10.244.1.10" or "fd00::10/64"',
    );
  });
}

function readAddress(text: string): IpAddress | undefined {
  return text.includes('/') ? parseCidr(text)?.address : parseAddress(text);
}
