import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { winBridge } from '../../plugins/win-bridge/plugin.ts';
import { flannelState, WindowsNode } from '../plugins/windows-node.ts';

const root = join(import.meta.dirname, '../..');

function page(name: string): string {
  return readFileSync(join(root, 'docs', `${name}.md`), 'utf8');
}

test('docs/errors.md lists every error code under its name, and no other', () => {
  const listed = [...page('errors').matchAll(/^\| (\d+) \| (\w+) \|/gm)];
  expect(Object.fromEntries(listed.map(([, code, name]) => [name, Number(code)]))).toEqual(CniErrorCode);
});

test('docs/errors.md and docs/operating.md show the error a plugin gives', async () => {
  const { networks } = flannelState();
  const overlay = networks.filter(({ Type }) => Type === 'Overlay');
  const node = new WindowsNode(winBridge, { hns: { networks: overlay, endpoints: [] } });
  const given = await node.add().then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof CniError ? thrown.toDocument('1.0.0') : undefined),
  );
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(page('errors')) ?? [];
  expect(JSON.parse(shown)).toEqual(given);
  const [, event = ''] = /plugin type="flannel" failed \(add\): ([\s\S]*?) …/.exec(page('operating')) ?? [];
  expect(`${given?.msg}; ${given?.details}`).toContain(event.replaceAll('\n', ' '));
});

/** The codes in the first column of the tables of a page: `| 101, 102 | … |`. */
function codesOn(name: string): readonly number[] {
  const rows = [...page(name).matchAll(/^\| (\d+(?:, \d+)*) \|/gm)];
  return rows.flatMap(([, codes = '']) => codes.split(', ').map(Number));
}

/** The codes that sources throw. */
function codesIn(...patterns: readonly string[]): readonly number[] {
  const text = globSync([...patterns], { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'));
  const names = text.flatMap((source) =>
    [...source.matchAll(/CniErrorCode\.(\w+)/g)].map(([, name]) => name),
  );
  return Object.entries(CniErrorCode).flatMap(([name, code]) => (names.includes(name) ? [code] : []));
}

describe.each([
  { plugin: 'flannel', sources: ['plugins/flannel/*.ts', 'lib/delegate/*.ts'] },
  { plugin: 'win-bridge', sources: ['plugins/win-*/*.ts', 'lib/hns/**/*.ts', 'lib/delegate/*.ts'] },
  { plugin: 'host-local', sources: ['ipam/host-local/*.ts'] },
  { plugin: 'network-configuration', sources: ['lib/cni/*.ts'] },
])('docs/$plugin.md', ({ plugin, sources }) => {
  test('lists every code that is thrown', () => {
    const thrown = codesIn(...sources).filter(
      // All codes are defined in lib/cni, and two of STATUS are what delegates may answer.
      (code) => plugin !== 'network-configuration' || [1, 4, 6, 7, 999].includes(code),
    );
    expect(thrown.filter((code) => !codesOn(plugin).includes(code))).toEqual([]);
  });
});
