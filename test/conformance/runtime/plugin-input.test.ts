import { expect, test } from 'vitest';
import { parseNetworkList } from '../../../conformance/runtime/index.ts';
import type { NetworkPlugin } from '../../../conformance/runtime/network-list.ts';
import { attachmentInput, gcInput, statusInput } from '../../../conformance/runtime/plugin-input.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';

/** A list of one plugin with these keys. */
function listOf(keys: JsonObject) {
  const list = parseNetworkList(
    JSON.stringify({ cniVersion: '1.1.0', name: 'net', plugins: [{ type: 'x', ...keys }] }),
  );
  const [plugin] = list.plugins as [NetworkPlugin];
  return { list, plugin };
}

test.each([
  {
    title: 'name and version of the list in place of its own',
    keys: { name: 'own', cniVersion: '0.1.0' },
    input: { cniVersion: '1.1.0', name: 'net', type: 'x' },
  },
  {
    title: 'keys nobody knows, untouched',
    keys: { a: { b: [1, null] }, __proto__x: 1 },
    input: { __proto__x: 1, a: { b: [1, null] }, cniVersion: '1.1.0', name: 'net', type: 'x' },
  },
  {
    title: 'the capability arguments it declares, and not those it does not or has switched off',
    keys: { capabilities: { ips: true, mac: false, aliases: true } },
    capabilityArgs: { ips: ['10.1.0.5'], mac: '00-00', portMappings: [] },
    input: { cniVersion: '1.1.0', name: 'net', runtimeConfig: { ips: ['10.1.0.5'] }, type: 'x' },
  },
  {
    title: 'a capability argument that is null',
    keys: { capabilities: { mac: true } },
    capabilityArgs: { mac: null },
    input: { cniVersion: '1.1.0', name: 'net', runtimeConfig: { mac: null }, type: 'x' },
  },
  {
    title: 'no runtimeConfig where nothing applies, and no capabilities (§3 forbids them)',
    keys: { capabilities: { mac: true } },
    capabilityArgs: { ips: [] },
    input: { cniVersion: '1.1.0', name: 'net', type: 'x' },
  },
])('a plugin gets $title', ({ keys, capabilityArgs, input }) => {
  const { list, plugin } = listOf(keys);
  expect(JSON.stringify(attachmentInput(list, plugin, { capabilityArgs }))).toBe(JSON.stringify(input));
});

test('a plugin gets the previous result in the version that has', () => {
  const { list, plugin } = listOf({});
  const prevResult = { cniVersion: '0.2.0', ip4: { ip: '10.1.0.5/24' }, dns: {} } as const;
  expect(attachmentInput(list, plugin, { prevResult })).toEqual({
    cniVersion: '1.1.0',
    name: 'net',
    prevResult,
    type: 'x',
  });
});

test('GC tells of the valid attachments under both names, and of none without a list', () => {
  const { list, plugin } = listOf({});
  const attachments = [{ containerID: 'c1', ifname: 'eth0' }];
  expect(gcInput(list, plugin, [{ containerId: 'c1', ifName: 'eth0' }])).toEqual({
    'cni.dev/attachments': attachments,
    'cni.dev/valid-attachments': attachments,
    ...statusInput(list, plugin),
  });
  expect(gcInput(list, plugin, undefined)).toStrictEqual({ cniVersion: '1.1.0', name: 'net', type: 'x' });
});

test('keys that are the runtime’s alone are not taken from a file (§1)', () => {
  const { list, plugin } = listOf({ 'cni.dev/valid-attachments': [] });
  expect(gcInput(list, plugin, undefined)).toStrictEqual({ cniVersion: '1.1.0', name: 'net', type: 'x' });
});
