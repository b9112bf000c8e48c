import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeSubject } from '../../../conformance/checks/subject/make-subject.ts';
import { readNetworkFile } from '../../../conformance/checks/subject/network-file.ts';
import { kindOf } from '../../../conformance/checks/subject/plugin-kind.ts';
import { fittingSandboxes, givenSandbox } from '../../../conformance/checks/subject/sandboxes.ts';

const bridge = { type: 'bridge', ipam: { type: 'host-local' } };
const list = (...plugins: readonly object[]) =>
  JSON.stringify({ cniVersion: '1.1.0', name: 'pods', plugins });

describe('the kind of a plugin', () => {
  test.each([
    { plugin: 'bridge', text: list(bridge, { type: 'tuning' }), kind: 'interface' },
    { plugin: 'tuning', text: list(bridge, { type: 'tuning' }), kind: 'chained' },
    { plugin: 'host-local', text: list(bridge), kind: 'ipam' },
    { plugin: 'host-local', text: '{"name":"pods","type":"x","ipam":{"type":"host-local"}}', kind: 'ipam' },
    { plugin: 'host-local', text: list({ type: 'host-local', ipam: { type: 'host-local' } }), kind: 'ipam' },
  ])('$plugin in $text is $kind', ({ plugin, text, kind }) => {
    expect(kindOf(plugin, readNetworkFile(text, plugin, 'pods.conflist'))).toBe(kind);
  });
});

describe('readNetworkFile()', () => {
  test.each([
    { text: '{', says: 'pods.conflist is not JSON' },
    { text: '[]', says: 'expected a JSON object' },
    { text: '{"plugins":[{"type":"bridge"}]}', says: 'pods.conflist has no "name"' },
    { text: '{"name":"pods","plugins":{}}', says: '"plugins" of pods.conflist is not a list of objects' },
    { text: list({ type: 'ptp' }), says: 'does not name the plugin "bridge": found ptp' },
  ])('refuses $text and says $says', ({ text, says }) => {
    expect(() => readNetworkFile(text, 'bridge', 'pods.conflist')).toThrow(says);
  });
});

describe('network namespaces', () => {
  test.each([
    { kind: 'interface', platform: 'linux', simulated: false, root: true, plan: { kind: 'made' } },
    { kind: 'interface', platform: 'linux', simulated: true, root: true, plan: { values: ['{guid}'] } },
    { kind: 'interface', platform: 'win32', simulated: false, root: false, plan: { values: ['{guid}'] } },
    { kind: 'ipam', platform: 'linux', simulated: false, root: true, plan: { kind: 'given' } },
  ] as const)('for $kind on $platform, HNS simulated: $simulated, root: $root', ({ plan, ...where }) => {
    expect(fittingSandboxes(where)).toMatchObject(plan);
  });

  test('are numbered by a pattern, or taken one for each container until there are no more', () => {
    expect(givenSandbox(['/ns/{n}'], 7)).toBe('/ns/7');
    expect(givenSandbox(['{guid}'], 1)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(givenSandbox(['{guid}'], 1)).not.toBe(givenSandbox(['{guid}'], 1));
    expect([1, 2, 3].map((number) => givenSandbox(['/ns/a', '/ns/b'], number))).toEqual([
      '/ns/a',
      '/ns/b',
      undefined,
    ]);
  });
});

describe('makeSubject()', () => {
  test('knows the folders that a configuration names, and the one host-local has by itself', () => {
    const subject = (ipam: object, more = {}) =>
      makeSubject({
        binDirs: [binFolder('bridge')],
        plugin: 'bridge',
        network: { text: list({ type: 'bridge', ...more, ipam }), file: 'pods.conflist' },
        stateFolders: ['/run/bridge'],
      }).stateFolders;
    expect(subject({ type: 'host-local', dataDir: '/leases' }, { dataDir: '/own' })).toEqual(
      ['/run/bridge', '/own', '/leases'].map((folder) => resolve(folder)),
    );
    expect(subject({ type: 'host-local' })).toEqual(
      ['/run/bridge', '/var/lib/cni/networks'].map((folder) => resolve(folder)),
    );
    expect(subject({ type: 'dhcp' })).toEqual([resolve('/run/bridge')]);
  });

  test('says where it looked for an executable that is not there', () => {
    const folder = binFolder('bridge');
    const network = { text: list({ type: 'ptp' }), file: 'pods.conflist' };
    expect(() => makeSubject({ binDirs: [folder], plugin: 'ptp', network })).toThrow(
      `no executable "ptp" in ${folder}`,
    );
  });
});

function binFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'bin-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return folder;
}
