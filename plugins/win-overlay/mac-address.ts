import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { Cidr } from '../../lib/ip/cidr.ts';
import type { WinOverlayConfig } from './config.ts';

/** flanneld's prefix: peers derive the MAC address of a pod from its address. */
const DEFAULT_PREFIX = '0E-2A';

/**
 * The MAC address of an endpoint: the prefix, then the four bytes of its first IPv4 address (`0E-2A-0a-f4-01-09`).
 *
 * @returns `undefined` without an IPv4 address; HNS then takes one of its pool.
 */
export function endpointMacAddress(config: WinOverlayConfig, addresses: readonly Cidr[]): string | undefined {
  const first = addresses.find(({ address }) => address.family === 4);
  if (first === undefined) return undefined;
  const hex = first.address.value.toString(16).padStart(8, '0');
  return [prefixOf(config), hex.slice(0, 2), hex.slice(2, 4), hex.slice(4, 6), hex.slice(6)].join('-');
}

/** @throws {CniError} Code 7 when `endpointMacPrefix` is not two bytes in hexadecimal with a dash between. */
export function checkMacPrefix(config: WinOverlayConfig): void {
  const prefix = prefixOf(config);
  if (/^[0-9a-f]{2}-[0-9a-f]{2}$/i.test(prefix)) return;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `Cannot use "endpointMacPrefix": "${prefix}"`,
    details: `It has to be two bytes in hexadecimal, as in the default "${DEFAULT_PREFIX}"`,
  });
}

function prefixOf({ endpointMacPrefix = '' }: WinOverlayConfig): string {
  return endpointMacPrefix === '' ? DEFAULT_PREFIX : endpointMacPrefix;
}
