import type { IpFamily } from '../../lib/ip/address.ts';
import { type Cidr, formatCidr, networkOf, parseCidr } from '../../lib/ip/cidr.ts';

/** What flanneld says about this node. All prefixes are network addresses in canonical form. */
export interface SubnetEnv {
  /** The pod networks of the cluster, IPv4 before IPv6, in the order written. */
  readonly networks: readonly Cidr[];
  /** The node's share of them: IPv4, IPv6, or both in this order. */
  readonly subnets: readonly Cidr[];
  readonly ipMasq: boolean;
}

/** What a subnet.env turned out to be. */
export type SubnetEnvReading =
  | { readonly kind: 'complete'; readonly env: SubnetEnv }
  | { readonly kind: 'incomplete'; readonly lacking: readonly string[] }
  | { readonly kind: 'malformed'; readonly line: LineProblem };

/** A line that cannot be understood; `number` counts from 1. */
export interface LineProblem {
  readonly number: number;
  readonly text: string;
  readonly problem: string;
}

/**
 * Reads the text of a subnet.env: `KEY=value` lines, of which the last of a key counts. Blank lines, `#` comments, keys
 * of others, blanks around keys and values, carriage returns and a byte order mark are passed over.
 */
export function parseSubnetEnv(text: string): SubnetEnvReading {
  const found: Found = {};
  const lines = text.split('\n');
  for (const [index, written] of lines.entries()) {
    const line = written.trim(); // a byte order mark is white space too
    if (line === '' || line.startsWith('#')) continue;
    const problem = takeLine(line, found);
    if (problem !== undefined) return { kind: 'malformed', line: { number: index + 1, text: line, problem } };
  }
  return completed(found);
}

/** The values of the known keys; `undefined` while a key has not been met. */
interface Found {
  networks4?: readonly Cidr[] | undefined;
  networks6?: readonly Cidr[] | undefined;
  subnet4?: Cidr | undefined;
  subnet6?: Cidr | undefined;
  /** Required by the reference and written by flanneld, but HNS has no use for it. */
  mtu?: number | undefined;
  ipMasq?: boolean | undefined;
}

/** Every other byte of UTF-16 is zero where the text is ASCII. */
const UTF_16 =
  'expected UTF-8; NUL characters are in it, as in UTF-16, which ">" and Out-File of Windows PowerShell write';

/** Stores what a line says; returns what is wrong with it. */
function takeLine(line: string, found: Found): string | undefined {
  if (line.includes('\0')) return UTF_16;
  const equals = line.indexOf('=');
  if (equals < 0) return 'expected KEY=value';
  const value = line.slice(equals + 1).trim();
  switch (line.slice(0, equals).trim()) {
    case 'FLANNEL_NETWORK':
      found.networks4 = networksIn(value, 4);
      return found.networks4 ? undefined : 'expected IPv4 networks such as 10.244.0.0/16, separated by ","';
    case 'FLANNEL_IPV6_NETWORK':
      found.networks6 = networksIn(value, 6);
      return found.networks6
        ? undefined
        : 'expected IPv6 networks such as fd00:10:244::/48, separated by ","';
    case 'FLANNEL_SUBNET':
      found.subnet4 = networkIn(value, 4);
      return found.subnet4 ? undefined : 'expected one IPv4 subnet such as 10.244.3.1/24';
    case 'FLANNEL_IPV6_SUBNET':
      found.subnet6 = networkIn(value, 6);
      return found.subnet6 ? undefined : 'expected one IPv6 subnet such as fd00:10:244:3::1/64';
    case 'FLANNEL_MTU':
      found.mtu = mtuIn(value);
      return found.mtu === undefined ? 'expected a whole number from 0 to 4294967295' : undefined;
    case 'FLANNEL_IPMASQ':
      found.ipMasq = value === 'true';
      return value === 'true' || value === 'false' ? undefined : 'expected "true" or "false"';
    default:
      return undefined;
  }
}

function networksIn(value: string, family: IpFamily): readonly Cidr[] | undefined {
  const networks = new Map<string, Cidr>();
  for (const part of value.split(',')) {
    const network = networkIn(part.trim(), family);
    if (network === undefined) return undefined;
    networks.set(formatCidr(network), network);
  }
  return [...networks.values()];
}

function networkIn(value: string, family: IpFamily): Cidr | undefined {
  const cidr = parseCidr(value);
  return cidr?.address.family === family ? networkOf(cidr) : undefined;
}

function mtuIn(value: string): number | undefined {
  const mtu = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  return mtu <= 0xffff_ffff ? mtu : undefined;
}

/** Complete is a network and a subnet of either family, MTU and IPMASQ, as in the reference. */
function completed({ networks4, networks6, subnet4, subnet6, mtu, ipMasq }: Found): SubnetEnvReading {
  const lacking: string[] = [];
  const networks = [...(networks4 ?? []), ...(networks6 ?? [])];
  const subnets = [subnet4, subnet6].filter((subnet) => subnet !== undefined);
  if (networks.length === 0) lacking.push('FLANNEL_NETWORK', 'FLANNEL_IPV6_NETWORK');
  if (subnets.length === 0) lacking.push('FLANNEL_SUBNET', 'FLANNEL_IPV6_SUBNET');
  if (mtu === undefined) lacking.push('FLANNEL_MTU');
  if (ipMasq === undefined) lacking.push('FLANNEL_IPMASQ');
  return lacking.length > 0 || ipMasq === undefined
    ? { kind: 'incomplete', lacking }
    : { kind: 'complete', env: { networks, subnets, ipMasq } };
}
