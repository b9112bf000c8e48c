/** The protocols HNS maps ports of, by every name they go under, and their numbers (PortMapping, `Protocol`). */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['tcp', 6],
  ['udp', 17],
  ['icmp', 1],
  ['icmpv4', 1],
  ['icmpv6', 58],
  ['igmp', 2],
]);

/** The names {@link protocolNumber} knows, for a message. */
export const PROTOCOL_NAMES = [...PROTOCOLS.keys()].join(', ');

/**
 * The number of a protocol, given by name in any letter case or as the decimal number of one of them, which the Go
 * plugins take too.
 *
 * @returns `undefined` when it is none that HNS knows.
 */
export function protocolNumber(protocol: string | number): number | undefined {
  const named = PROTOCOLS.get(String(protocol).toLowerCase());
  return named ?? [...PROTOCOLS.values()].find((number) => String(number) === String(protocol));
}
