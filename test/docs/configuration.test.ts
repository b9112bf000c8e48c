import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNetwork } from '../../lib/cni/invoke.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import { checkAgainstSchema } from '../../lib/cni/violations.ts';

const plugins = ['flannel', 'win-bridge', 'win-overlay', 'host-local'];

/** Keys of every network configuration, which have a page of their own. */
const common = [
  'type',
  'capabilities',
  'prevResult',
  'args',
  'cni.dev/valid-attachments',
  'cni.dev/attachments',
];

function page(plugin: string): string {
  return readFileSync(new URL(`../../docs/${plugin}.md`, import.meta.url), 'utf8');
}

function examplesOf(plugin: string): JsonObject[] {
  return [...page(plugin).matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = '']) => JSON.parse(json));
}

test('docs/network-configuration.md has the keys that every plugin reads', () => {
  const text = page('network-configuration');
  expect([...common, 'name', 'cniVersion', 'dns'].filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
});

describe.each(plugins)('docs/%s.md', (plugin) => {
  test('every example is accepted by the plugin', async () => {
    const form = await import(`../../generated/${plugin}.ts`);
    const examples = examplesOf(plugin);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const { spelled } = readNetwork(form, example);
      expect(() => checkAgainstSchema(spelled, form.validate, { what: 'the example' })).not.toThrow();
    }
  });

  test('every key of the schema is described, under its own spelling', async () => {
    const { spelling } = await import(`../../generated/${plugin}.ts`);
    const keys = Object.keys(spelling.keys).filter((key) => !common.includes(key) && key !== 'dns');
    const text = page(plugin);
    expect(keys.filter((key) => !text.includes(`\`${key}`))).toEqual([]);
    expect(text).toContain('](network-configuration.md)');
  });
});
