import { expect, test } from 'vitest';
import { parseResolvConf } from '../../../ipam/host-local/resolv-conf.ts';

test.each([
  { what: 'nothing', text: '', dns: {} },
  { what: 'comments', text: '# nameserver 1.1.1.1\n;nameserver 2.2.2.2\n#nameserver 3.3.3.3', dns: {} },
  {
    what: 'every keyword',
    text: 'nameserver 10.96.0.10\ndomain a.b\nsearch a.b c.d\noptions ndots:5 edns0',
    dns: {
      nameservers: ['10.96.0.10'],
      domain: 'a.b',
      search: ['a.b', 'c.d'],
      options: ['ndots:5', 'edns0'],
    },
  },
  {
    what: 'repeated keywords',
    text: 'nameserver 1\nnameserver 2\ndomain a\ndomain b\nsearch a\nsearch b',
    dns: { nameservers: ['1', '2'], domain: 'b', search: ['a', 'b'] },
  },
  { what: 'blanks, tabs and carriage returns', text: '\t nameserver\t 1 \r\n', dns: { nameservers: ['1'] } },
  { what: 'keywords without a word', text: 'nameserver\nsearch\n', dns: {} },
  { what: 'keywords in capitals or unknown', text: 'NAMESERVER 1\nsortlist 1', dns: {} },
])('resolv.conf with $what', ({ text, dns }) => {
  expect(parseResolvConf(text)).toEqual(dns);
});
