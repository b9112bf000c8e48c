import { describe, expect, test } from 'vitest';
import { formatCidr } from '../../../lib/ip/cidr.ts';
import { parseSubnetEnv } from '../../../plugins/flannel/subnet-env.ts';

/** A reading with its prefixes as text. */
function read(text: string) {
  const reading = parseSubnetEnv(text);
  if (reading.kind !== 'complete') return reading;
  const { networks, subnets, ipMasq } = reading.env;
  return { networks: networks.map(formatCidr), subnets: subnets.map(formatCidr), ipMasq };
}

const ipv4 = 'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\n';
const ipv6 = 'FLANNEL_IPV6_NETWORK=fd00:10:244::/48\nFLANNEL_IPV6_SUBNET=fd00:10:244:3::1/64\n';
const rest = 'FLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';
const plain = { networks: ['10.244.0.0/16'], subnets: ['10.244.3.0/24'], ipMasq: true };

describe('parseSubnetEnv() reads', () => {
  test.each([
    { what: 'IPv4', text: ipv4 + rest, env: plain },
    {
      what: 'dual stack, IPv4 first',
      text: ipv6 + ipv4 + rest,
      env: {
        networks: ['10.244.0.0/16', 'fd00:10:244::/48'],
        subnets: ['10.244.3.0/24', 'fd00:10:244:3::/64'],
        ipMasq: true,
      },
    },
    {
      what: 'IPv6 alone',
      text: ipv6 + rest,
      env: { networks: ['fd00:10:244::/48'], subnets: ['fd00:10:244:3::/64'], ipMasq: true },
    },
    { what: 'CRLF line ends', text: (ipv4 + rest).replaceAll('\n', '\r\n'), env: plain },
    { what: 'a byte order mark', text: `\uFEFF${ipv4}${rest}`, env: plain },
    { what: 'no line end at the end', text: (ipv4 + rest).trimEnd(), env: plain },
    {
      what: 'blanks around keys and values',
      text: (ipv4 + rest).replaceAll(/^(.*)=(.*)$/gm, ' \t$1 = $2 '),
      env: plain,
    },
    {
      what: 'comments, blank lines and unknown keys',
      text: `# x=\n\n  \nFOO=b ar=\n${ipv4}${rest}`,
      env: plain,
    },
    {
      what: 'no masquerading',
      text: `${ipv4}FLANNEL_MTU=0\nFLANNEL_IPMASQ=false`,
      env: { ...plain, ipMasq: false },
    },
    {
      what: 'the last of a repeated key',
      text: `${ipv4}${rest}FLANNEL_SUBNET=10.244.9.1/24\nFLANNEL_IPMASQ=false\n`,
      env: { ...plain, subnets: ['10.244.9.0/24'], ipMasq: false },
    },
    {
      what: 'several networks, masked, without duplicates, in order',
      text: `FLANNEL_NETWORK=10.9.1.2/16,10.1.0.0/16, 10.9.0.0/16\nFLANNEL_SUBNET=10.1.17.1/24\n${rest}`,
      env: { networks: ['10.9.0.0/16', '10.1.0.0/16'], subnets: ['10.1.17.0/24'], ipMasq: true },
    },
    {
      what: 'a subnet of one family with a network of the other',
      text: `FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_IPV6_SUBNET=fd00::1/64\n${rest}`,
      env: { networks: ['10.244.0.0/16'], subnets: ['fd00::/64'], ipMasq: true },
    },
  ])('$what', ({ text, env }) => {
    expect(read(text)).toEqual(env);
  });
});

describe('parseSubnetEnv() names every key that lacks', () => {
  const network = ['FLANNEL_NETWORK', 'FLANNEL_IPV6_NETWORK'];
  const subnet = ['FLANNEL_SUBNET', 'FLANNEL_IPV6_SUBNET'];
  test.each([
    { text: '', lacking: [...network, ...subnet, 'FLANNEL_MTU', 'FLANNEL_IPMASQ'] },
    { text: ipv4, lacking: ['FLANNEL_MTU', 'FLANNEL_IPMASQ'] },
    { text: rest, lacking: [...network, ...subnet] },
    { text: `FLANNEL_IPV6_NETWORK=fd00::/48\n${rest}`, lacking: subnet },
    { text: `FLANNEL_IPV6_SUBNET=fd00::/64\n${rest}`, lacking: network },
    {
      text: `export FLANNEL_SUBNET=10.0.0.0/24\n${ipv6}${rest.replace('FLANNEL_MTU=1450\n', '')}`,
      lacking: ['FLANNEL_MTU'],
    },
  ])('in $text', ({ text, lacking }) => {
    expect(read(text)).toEqual({ kind: 'incomplete', lacking });
  });
});

describe('parseSubnetEnv() gives the number of a line it cannot understand', () => {
  test.each([
    { line: 'FLANNEL_MTU', problem: 'expected KEY=value' },
    { line: 'garbage', problem: 'expected KEY=value' },
    { line: 'FLANNEL_SUBNET=10.1.17.1/', problem: 'expected one IPv4 subnet' },
    { line: 'FLANNEL_SUBNET=10.1.17.1/24,10.1.18.1/24', problem: 'expected one IPv4 subnet' },
    { line: 'FLANNEL_SUBNET=fd00::1/64', problem: 'expected one IPv4 subnet' },
    { line: 'FLANNEL_SUBNET="10.1.17.1/24"', problem: 'expected one IPv4 subnet' },
    { line: 'FLANNEL_IPV6_SUBNET=10.1.17.1/24', problem: 'expected one IPv6 subnet' },
    { line: 'FLANNEL_NETWORK=', problem: 'expected IPv4 networks' },
    { line: 'FLANNEL_NETWORK=10.0.0.0/8,', problem: 'expected IPv4 networks' },
    { line: 'FLANNEL_NETWORK=10.0.0.0/8,fd00::/48', problem: 'expected IPv4 networks' },
    { line: 'FLANNEL_IPV6_NETWORK=10.0.0.0/8', problem: 'expected IPv6 networks' },
    { line: 'FLANNEL_MTU=abc', problem: 'expected a whole number' },
    { line: 'FLANNEL_MTU=-1', problem: 'expected a whole number' },
    { line: 'FLANNEL_MTU=4294967296', problem: 'expected a whole number' },
    { line: 'FLANNEL_IPMASQ=tr', problem: 'expected "true" or "false"' },
    { line: 'FLANNEL_IPMASQ=TRUE', problem: 'expected "true" or "false"' },
  ])('$line', ({ line, problem }) => {
    expect(read(`${ipv4}\n# comment\r\n${line}\r\n${rest}`)).toEqual({
      kind: 'malformed',
      line: { number: 5, text: line, problem: expect.stringContaining(problem) },
    });
  });

  test('a file of UTF-16, whose lines would pass for keys of others', () => {
    const bytes = Buffer.from(`\ufeff${ipv4}${rest}`, 'utf16le');
    expect(read(bytes.toString('utf8'))).toMatchObject({
      kind: 'malformed',
      line: { number: 1, problem: expect.stringContaining('UTF-16') },
    });
  });
});
