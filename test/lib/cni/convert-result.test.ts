import { describe, expect, test } from 'vitest';
import { convertResult } from '../../../lib/cni/convert-result.ts';
import { printResult } from '../../../lib/cni/print-json.ts';
import { readResult } from '../../../lib/cni/read-result.ts';
import type { AnyResult } from '../../../lib/cni/result.ts';
import { SPEC_VERSIONS, type SpecVersion } from '../../../lib/cni/spec-version.ts';

/** Reads, converts and prints on one line: what a caller of the given version gets. */
function converted(document: object, from: SpecVersion, to: SpecVersion): string {
  const result = convertResult(readResult(document as never, from, 'the result'), to);
  return JSON.stringify(JSON.parse(printResult(result)));
}

const full = {
  interfaces: [{ name: 'eth0', mac: '00-15', sandbox: 'ns', mtu: 1450, pciID: 'p', socketPath: 's' }],
  ips: [
    { address: '10.1.2.3/24', gateway: '10.1.2.1', interface: 0 },
    { address: 'fd00::5/64', gateway: 'fd00::1' },
    { address: '10.9.9.9/24' },
  ],
  routes: [
    { dst: '0.0.0.0/0', mtu: 9, table: 0 },
    { dst: '::/0', gw: 'fd00::1' },
  ],
  dns: { nameservers: ['10.96.0.10'], search: [] },
};

describe('convertResult()', () => {
  test.each<{ from: SpecVersion; to: SpecVersion; reason: string; document: object; text: string }>([
    {
      reason: 'the family is spelled out, what 0.4.0 has no word for is lost, dns is always there',
      from: '1.0.0',
      to: '0.4.0',
      document: { ...full, dns: undefined },
      text: '{"cniVersion":"0.4.0","interfaces":[{"name":"eth0","mac":"00-15","sandbox":"ns"}],"ips":[{"version":"4","interface":0,"address":"10.1.2.3/24","gateway":"10.1.2.1"},{"version":"6","address":"fd00::5/64","gateway":"fd00::1"},{"version":"4","address":"10.9.9.9/24"}],"routes":[{"dst":"0.0.0.0/0","mtu":9,"table":0},{"dst":"::/0","gw":"fd00::1"}],"dns":{}}',
    },
    {
      reason: 'one address a family, its routes without their attributes',
      from: '1.1.0',
      to: '0.2.0',
      document: full,
      text: '{"cniVersion":"0.2.0","ip4":{"ip":"10.1.2.3/24","gateway":"10.1.2.1","routes":[{"dst":"0.0.0.0/0"}]},"ip6":{"ip":"fd00::5/64","gateway":"fd00::1","routes":[{"dst":"::/0","gw":"fd00::1"}]},"dns":{"nameservers":["10.96.0.10"]}}',
    },
    {
      reason: 'routes of a family without an address are lost',
      from: '1.1.0',
      to: '0.1.0',
      document: { ips: [{ address: '10.1.2.3/24' }], routes: [{ dst: '::/0' }] },
      text: '{"cniVersion":"0.1.0","ip4":{"ip":"10.1.2.3/24"},"dns":{}}',
    },
    {
      reason: 'from 0.4.0 the family is what "version" says: an address of another value is skipped',
      from: '0.4.0',
      to: '0.2.0',
      document: {
        ips: [
          { version: '', address: '10.1.2.3/24' },
          { version: '4', address: '10.1.2.4/24' },
        ],
      },
      text: '{"cniVersion":"0.2.0","ip4":{"ip":"10.1.2.4/24"},"dns":{}}',
    },
    {
      reason: 'ip4 comes before ip6, routes keep every key',
      from: '0.2.0',
      to: '0.3.1',
      document: {
        ip6: { ip: 'fd00::5/64' },
        ip4: { ip: '10.1.2.3/24', routes: [{ dst: '0.0.0.0/0', mtu: 9 }] },
      },
      text: '{"cniVersion":"0.3.1","ips":[{"version":"4","address":"10.1.2.3/24"},{"version":"6","address":"fd00::5/64"}],"routes":[{"dst":"0.0.0.0/0","mtu":9}],"dns":{}}',
    },
    {
      reason: 'keys are sorted in 1.x, empty dns is left out',
      from: '0.1.0',
      to: '1.0.0',
      document: { ip4: { ip: '10.1.2.3/24', gateway: '10.1.2.1' }, dns: {} },
      text: '{"cniVersion":"1.0.0","ips":[{"address":"10.1.2.3/24","gateway":"10.1.2.1"}]}',
    },
    {
      reason: 'equal versions pass untouched: a 0.2.0 route keeps its mtu',
      from: '0.2.0',
      to: '0.2.0',
      document: { ip4: { ip: '10.1.2.3/24', routes: [{ dst: '0.0.0.0/0', mtu: 9 }] } },
      text: '{"cniVersion":"0.2.0","ip4":{"ip":"10.1.2.3/24","routes":[{"dst":"0.0.0.0/0","mtu":9}]},"dns":{}}',
    },
    {
      reason: 'an explicit scope and table of 0 are printed, an mtu of 0 is not',
      from: '1.0.0',
      to: '1.1.0',
      document: { routes: [{ dst: '0.0.0.0/0', mtu: 0, scope: 0, table: 0 }] },
      text: '{"cniVersion":"1.1.0","routes":[{"dst":"0.0.0.0/0","scope":0,"table":0}]}',
    },
    {
      reason:
        'the family is that of the address, whatever a "version" beside it says, which 1.x has no word for',
      from: '1.0.0',
      to: '0.4.0',
      document: {
        ips: [
          { version: '6', address: '10.1.2.3/24' },
          { version: '', address: 'fd00::5/64' },
        ],
      },
      text: '{"cniVersion":"0.4.0","ips":[{"version":"4","address":"10.1.2.3/24"},{"version":"6","address":"fd00::5/64"}],"dns":{}}',
    },
    {
      reason: 'what 0.4.0 has no word for does not come back in 1.x',
      from: '0.4.0',
      to: '1.1.0',
      document: { interfaces: full.interfaces },
      text: '{"cniVersion":"1.1.0","interfaces":[{"mac":"00-15","name":"eth0","sandbox":"ns"}]}',
    },
    {
      reason: 'an interface without a name has an empty one',
      from: '1.0.0',
      to: '1.0.0',
      document: { interfaces: [{ mac: '00-15' }] },
      text: '{"cniVersion":"1.0.0","interfaces":[{"mac":"00-15","name":""}]}',
    },
    {
      reason: 'an interface without a name has an empty one in 0.4.0 too',
      from: '0.4.0',
      to: '0.4.0',
      document: { interfaces: [{ name: null }] },
      text: '{"cniVersion":"0.4.0","interfaces":[{"name":""}],"dns":{}}',
    },
  ])('$from → $to: $reason', ({ from, to, document, text }) => {
    expect(converted(document, from, to)).toBe(text);
  });

  test.each(SPEC_VERSIONS.flatMap((from) => SPEC_VERSIONS.map((to) => ({ from, to }))))(
    '$from → $to → $from keeps the first address of each family',
    ({ from, to }) => {
      const start = convertResult({ cniVersion: '1.1.0', ips: full.ips.slice(0, 2) }, from);
      const back = convertResult(convertResult(start, to), from);
      const addresses = (result: AnyResult) => JSON.stringify(result).match(/[0-9a-f.:]+\/\d+/g);
      expect(addresses(back)).toEqual(addresses(start));
    },
  );

  test.each<SpecVersion>(['0.1.0', '0.2.0'])('%s cannot say that there is no address', (version) => {
    expect(() => convertResult({ cniVersion: '1.1.0' }, version)).toThrow(
      'cannot convert: no valid IP addresses',
    );
  });
});

describe('readResult()', () => {
  test('addresses come out in canonical form, IPv4-mapped ones as IPv4', () => {
    const ips = [{ address: 'FD00:0:0::5/064' }, { address: '::ffff:10.1.2.3/120' }];
    expect(converted({ ips }, '1.0.0', '1.0.0')).toBe(
      '{"cniVersion":"1.0.0","ips":[{"address":"fd00::5/64"},{"address":"10.1.2.3/24"}]}',
    );
  });
});
