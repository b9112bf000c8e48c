import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';
import type { Result } from '../../lib/cni/result.ts';
import { formatAddress, type IpAddress, sameAddress } from '../../lib/ip/address.ts';
import { parseCidr } from '../../lib/ip/cidr.ts';
import { leasesOf } from './lease.ts';
import type { Leases } from './leases.ts';
import { type RangeSet, setContains } from './range-sets.ts';

/**
 * Checks that an attachment holds its leases: one for each address of the previous result that lies in a range, or any
 * at all when there is no such address.
 *
 * @throws {CniError} Code 113 naming what is missing.
 */
export function checkLeases(leases: Leases, attachment: Attachment, expected: readonly IpAddress[]): void {
  // With addresses to look for, no other file needs reading.
  const candidates = expected.length === 0 ? leases.about(attachment) : leases.named(expected);
  const held = leasesOf(candidates, attachment);
  const missing = expected.filter((address) => !held.some((lease) => sameAddress(lease.address, address)));
  if (missing.length > 0) throw leaseMissing(attachment, missing);
  if (held.length === 0) throw leaseMissing(attachment, []);
}

/** The addresses of a previous result that host-local hands out; others come from other plugins. */
export function expectedAddresses(
  prevResult: Result | undefined,
  sets: readonly RangeSet[],
): readonly IpAddress[] {
  return addressesOf(prevResult).filter((address) => sets.some((set) => setContains(set, address)));
}

/** The addresses of a result, whoever handed them out. */
export function addressesOf(result: Result | undefined): readonly IpAddress[] {
  return (result?.ips ?? []).flatMap((ip) => {
    const address = parseCidr(ip.address)?.address;
    return address === undefined ? [] : [address];
  });
}

/** The error for leases an attachment should have: code 113. */
export function leaseMissing({ containerId, ifName }: Attachment, addresses: readonly IpAddress[]): CniError {
  const what = addresses.length === 0 ? 'no address' : `not ${addresses.map(formatAddress).join(', ')}`;
  return new CniError({
    code: CniErrorCode.leaseMissing,
    msg: `interface "${ifName}" of container "${containerId}" has ${what} leased`,
    details: 'The pod must be made anew: another may have been given its address',
  });
}
