import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../../lib/ip/address.ts';

describe('parseAddress() and formatAddress()', () => {
  test.each([
    { text: '10.244.1.7', canonical: '10.244.1.7' },
    { text: '0.0.0.0', canonical: '0.0.0.0' },
    { text: '255.255.255.255', canonical: '255.255.255.255' },
    { text: 'FD00:0:0:0:0:0:0:2', canonical: 'fd00::2' },
    { text: '::', canonical: '::' },
    { text: '::1', canonical: '::1' },
    { text: '1::', canonical: '1::' },
    { text: '2001:db8:0:1:1:1:1:1', canonical: '2001:db8:0:1:1:1:1:1' },
    { text: '2001:0:0:1:0:0:0:1', canonical: '2001:0:0:1::1' },
    { text: '2001:db8:0:0:1:0:0:1', canonical: '2001:db8::1:0:0:1' },
    { text: '::ffff:10.1.2.3', canonical: '10.1.2.3' },
    { text: '::102:300', canonical: '::102:300' },
    { text: '64:ff9b::10.1.2.3', canonical: '64:ff9b::a01:203' },
  ])('$text is $canonical', ({ text, canonical }) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(canonical);
  });

  test.each([
    '',
    '10.1.2',
    '10.1.2.256',
    '010.1.2.3',
    '1..2.3',
    '0x10.1.1.1',
    ' 10.1.2.3',
    '10.1.2.3 ',
    '10.1.2.3/24',
    'fe80::1%eth0',
    '12345::',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    'localhost',
    '１０.1.2.3',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});
