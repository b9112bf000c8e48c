import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../../lib/ip/address.ts';
import {
  addressAt,
  type Cidr,
  contains,
  formatCidr,
  lastAddress,
  networkOf,
  parseCidr,
} from '../../../lib/ip/cidr.ts';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} is no prefix`);
  return parsed;
}

describe('parseCidr()', () => {
  test.each([
    { text: '10.244.1.7/24', network: '10.244.1.0/24', last: '10.244.1.255' },
    { text: '10.244.1.7/024', network: '10.244.1.0/24', last: '10.244.1.255' },
    { text: '0.0.0.0/0', network: '0.0.0.0/0', last: '255.255.255.255' },
    { text: '10.0.0.9/32', network: '10.0.0.9/32', last: '10.0.0.9' },
    { text: 'fd00::5/64', network: 'fd00::/64', last: 'fd00::ffff:ffff:ffff:ffff' },
    { text: '::/0', network: '::/0', last: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' },
    { text: '::ffff:10.1.2.3/120', network: '10.1.2.0/24', last: '10.1.2.255' },
  ])('$text lies in $network, which ends with $last', ({ text, network, last }) => {
    expect(formatCidr(networkOf(cidr(text)))).toBe(network);
    expect(formatAddress(lastAddress(cidr(text)))).toBe(last);
  });

  test.each([
    '10.244.1.7',
    '10.244.1.7/33',
    '10.244.1.7/-1',
    '10.244.1.7/+24',
    '10.244.1.7/',
    '/24',
    'fd00::/129',
    '::ffff:10.1.2.3/24',
    '10.1.2.3/24/8',
    '',
  ])('%j is no prefix', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('contains()', () => {
  test.each([
    { network: '10.244.1.0/24', address: '10.244.1.255', inside: true },
    { network: '10.244.1.0/24', address: '10.244.2.0', inside: false },
    { network: '::/0', address: '10.244.1.1', inside: false },
    { network: 'fd00::/64', address: 'fd00::1', inside: true },
  ])('$network and $address: $inside', ({ network, address, inside }) => {
    const parsed = parseAddress(address);
    expect(parsed && contains(cidr(network), parsed)).toBe(inside);
  });
});

describe('addressAt()', () => {
  test.each([
    { network: '10.244.1.77/24', offset: 2n, address: '10.244.1.2' },
    { network: '10.244.1.128/25', offset: 2n, address: '10.244.1.130' },
    { network: '10.255.255.0/24', offset: 256n, address: undefined },
    { network: '10.244.1.0/24', offset: -1n, address: undefined },
    { network: 'fd00::/64', offset: 2n, address: 'fd00::2' },
  ])('$offset places into $network is $address', ({ network, offset, address }) => {
    const found = addressAt(cidr(network), offset);
    expect(found && formatAddress(found)).toBe(address);
  });
});
