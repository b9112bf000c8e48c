import { addressBits, formatAddress, type IpAddress, parseAddress } from './address.ts';

/**
 * An address with a prefix length, such as `10.244.1.7/24`. The host part is kept, as CNI results show it;
 * {@link networkOf} clears it. Made by {@link parseCidr}.
 */
export interface Cidr {
  readonly address: IpAddress;
  /** 0 to 32, or 0 to 128. */
  readonly prefixLength: number;
}

/**
 * Reads `address/length` as Go's `net.ParseCIDR` does; an IPv4-mapped IPv6 prefix becomes IPv4 and loses 96 bits.
 *
 * @returns The prefix, or `undefined` when `text` is not one.
 */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(\d{1,9})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  if (address === undefined) return undefined;
  const mapped = address.family === 4 && text.includes(':');
  const prefixLength = Number(match?.[2]) - (mapped ? 96 : 0);
  return prefixLength < 0 || prefixLength > addressBits(address.family)
    ? undefined
    : { address, prefixLength };
}

/** Prints `address/length` in canonical form, host part kept. */
export function formatCidr({ address, prefixLength }: Cidr): string {
  return `${formatAddress(address)}/${prefixLength}`;
}

/** The network a prefix lies in: the same prefix with its host bits cleared. */
export function networkOf({ address, prefixLength }: Cidr): Cidr {
  const hostBits = BigInt(addressBits(address.family) - prefixLength);
  return {
    address: { family: address.family, value: (address.value >> hostBits) << hostBits },
    prefixLength,
  };
}

/** The last address of the network, which in IPv4 is its broadcast address. */
export function lastAddress(cidr: Cidr): IpAddress {
  const { address, prefixLength } = networkOf(cidr);
  const hostBits = BigInt(addressBits(address.family) - prefixLength);
  return { family: address.family, value: address.value + (1n << hostBits) - 1n };
}

/** Tells whether an address of either family lies in the network of `cidr`. */
export function contains(cidr: Cidr, address: IpAddress): boolean {
  if (cidr.address.family !== address.family) return false;
  return (
    networkOf({ address, prefixLength: cidr.prefixLength }).address.value === networkOf(cidr).address.value
  );
}

/**
 * The address `offset` places after the network address of `cidr`.
 *
 * @returns The address, or `undefined` when it falls outside the network.
 */
export function addressAt(cidr: Cidr, offset: bigint): IpAddress | undefined {
  const network = networkOf(cidr).address;
  const address = { family: network.family, value: network.value + offset };
  return offset >= 0n && address.value <= lastAddress(cidr).value ? address : undefined;
}
