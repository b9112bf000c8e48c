import type { JsonObject } from '../../../../../lib/cni/json.ts';
import { BRIDGE } from '../tiny/bridge.ts';
import { COMMON } from '../tiny/common.ts';
import { inVersion } from '../tiny/in-version.ts';
import { IPAM } from '../tiny/ipam.ts';
import { listOf } from '../tiny/lists.ts';
import type { TinyPlugin } from '../tiny/tiny-plugin.ts';
import { type WrongPlugin, wrongBridge, wrongIpam } from './wrong-plugin.ts';

/** Faults of the result of ADD. */
export const RESULT_FAULTS: readonly WrongPlugin[] = [
  ...['0.1.0', '0.2.0'].map((version) =>
    wrongIpam(`result-${version}`, `lists in a result of ${version}`, inForm(version, '1.1.0')),
  ),
  ...['0.3.0', '0.3.1', '0.4.0'].map((version) =>
    wrongIpam(`result-${version}`, `no family in a result of ${version}`, inForm(version, '1.1.0')),
  ),
  ...['1.0.0', '1.1.0'].map((version) =>
    wrongIpam(`result-${version}`, `the family in a result of ${version}`, inForm(version, '0.4.0')),
  ),
  wrongIpam('result-cni-version', 'the result in the newest version, whatever was asked', {
    inVersion: (result) => inVersion(result, '1.1.0'),
  }),
  wrongIpam('add-result', 'a line on standard output before the result', {
    succeed: (stdout, command) => ({
      stdout: command === 'ADD' ? `allocating\n${stdout}` : stdout,
      exitCode: 0,
    }),
  }),
  wrongIpam('result-addresses', 'an address without its prefix length', changedIp({ address: '10.9.0.2' })),
  wrongIpam('result-gateways', 'a gateway with a prefix length', changedIp({ gateway: '10.9.0.1/28' })),
  wrongIpam('result-routes', 'a route to "default"', changed({ routes: [{ dst: 'default' }] })),
  wrongIpam('result-dns', 'one nameserver in place of a list', changed({ dns: { nameservers: '10.9.0.1' } })),
  wrongIpam(
    'ipam-result',
    'an IPAM plugin that lists interfaces',
    changed({ interfaces: [{ name: 'eth0' }] }),
  ),
  wrongIpam('ipam-addresses', 'an IPAM plugin that gives no address', changed({ ips: [] })),
  wrongBridge('result-interface-index', 'an index beyond the interfaces', {
    add(request) {
      const result = BRIDGE.add(request);
      return { ...result, ips: listOf(result.ips).map((ip) => ({ ...ip, interface: 1 })) };
    },
  }),
  wrongBridge('result-interfaces', 'a mac that is none', {
    add: (request) => ({
      ...BRIDGE.add(request),
      interfaces: [{ name: request.ifName, mac: 'unknown', sandbox: request.netns }],
    }),
  }),
];

/** In one version the form of another. */
function inForm(version: string, form: string): Partial<TinyPlugin> {
  return {
    inVersion: (result, asked) =>
      asked === version
        ? { ...COMMON.inVersion(result, form), cniVersion: version }
        : COMMON.inVersion(result, asked),
  };
}

function changed(members: JsonObject): Partial<TinyPlugin> {
  return { add: (request) => ({ ...IPAM.add(request), ...members }) };
}

function changedIp(members: JsonObject): Partial<TinyPlugin> {
  return {
    add(request) {
      const result = IPAM.add(request);
      return { ...result, ips: listOf(result.ips).map((ip) => ({ ...ip, ...members })) };
    },
  };
}
