import type { MacRangeDocument, NetworkDocument } from './documents.ts';
import { Refusal } from './refusal.ts';
import type { HnsState } from './state.ts';

const MAC = /^[0-9a-f]{2}(?:-[0-9a-f]{2}){5}$/i;
const POOL_SIZE = 0x1000;
const FIRST_POOL = 0x00155d3cc000;

/** Tells whether a MAC address has the only form HNS takes: six pairs of hexadecimal digits with dashes. */
export function isMac(text: string): boolean {
  return MAC.test(text);
}

/** The pool of the next network: 4096 addresses of Microsoft's prefix that no network has yet. */
export function nextMacRange(networks: readonly NetworkDocument[]): MacRangeDocument {
  const ends = networks
    .flatMap((network) => network.MacPool.Ranges)
    .map((range) => macNumber(range.EndMacAddress));
  const after = Math.max(FIRST_POOL - 1, ...ends.filter((end) => end < FIRST_POOL + 0x100_0000)) + 1;
  const start = Math.ceil(after / POOL_SIZE) * POOL_SIZE;
  return { StartMacAddress: macText(start), EndMacAddress: macText(start + POOL_SIZE - 1) };
}

/**
 * A free address of the network's pool.
 *
 * @throws {Refusal} E_FAIL when none is left.
 */
export function nextMac(state: HnsState, network: NetworkDocument): string {
  const taken = new Set(state.endpoints.all().map((endpoint) => endpoint.MacAddress.toUpperCase()));
  for (const { StartMacAddress, EndMacAddress } of network.MacPool.Ranges) {
    const end = macNumber(EndMacAddress);
    for (let mac = macNumber(StartMacAddress); mac <= end; mac += 1) {
      if (!taken.has(macText(mac))) return macText(mac);
    }
  }
  throw new Refusal('E_FAIL', `no MAC address is left in the pool of network "${network.Name}"`);
}

function macNumber(text: string): number {
  return Number.parseInt(text.replaceAll('-', ''), 16);
}

function macText(mac: number): string {
  const digits = mac.toString(16).toUpperCase().padStart(12, '0');
  return (digits.match(/../g) ?? []).join('-');
}
