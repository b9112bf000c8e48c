import type { JsonObject, JsonValue } from '../../../lib/cni/json.ts';
import { addressAfter, formatAddress, sameAddress } from '../../../lib/ip/address.ts';
import { contains, formatCidr, networkOf, parseCidr } from '../../../lib/ip/cidr.ts';
import { succeeded } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import { addressesOf, objectsIn } from './result-parts.ts';

/** A result with an address that the attachment has not. */
export interface OtherAddress {
  /** The result with the first address exchanged. */
  readonly result: JsonObject;
  readonly address: string;
  readonly instead: string;
}

/**
 * Exchanges the first address by that of another attachment. It has to be one that the plugin gives: any other may be that of
 * another plugin of the chain, which CHECK must bear. A neighbour stands in where every attachment has the same address.
 */
export async function otherAddress(bench: Bench, result: JsonObject): Promise<OtherAddress | undefined> {
  const [first, ...others] = objectsIn(result.ips);
  if (typeof first?.address !== 'string') return undefined;
  const instead = first.address;
  const address = (await addressOfAnother(bench, instead)) ?? neighbourOf(instead, first.gateway);
  if (address === undefined) return undefined;
  return { result: { ...result, ips: [{ ...first, address }, ...others] }, address, instead };
}

/** The address that one more attachment has; `undefined` when it has none, or the same. */
async function addressOfAnother(bench: Bench, own: string): Promise<string | undefined> {
  const another = await bench.attachment();
  if (!succeeded(await bench.add(another))) return undefined;
  const [address] = addressesOf(bench.resultOf(another));
  return address === own || address === undefined || parseCidr(address) === undefined ? undefined : address;
}

/** An address of the same subnet that is not its gateway. */
function neighbourOf(own: string, gateway: JsonValue | undefined): string | undefined {
  const cidr = parseCidr(own);
  if (cidr === undefined) return undefined;
  const network = networkOf(cidr);
  const neighbour = [1n, 2n, -1n, -2n]
    .map((offset) => addressAfter(cidr.address, offset))
    .find(
      (address) =>
        contains(network, address) &&
        !sameAddress(address, network.address) &&
        formatAddress(address) !== gateway,
    );
  return neighbour === undefined ? undefined : formatCidr({ ...cidr, address: neighbour });
}
