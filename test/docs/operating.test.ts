import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The first word of every call of the log in the sources. */
function events(): readonly string[] {
  const files = globSync('{lib,plugins,ipam}/**/*.ts', { cwd: root });
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(/\.warn\(\s*'([^']+)'/g)].map(([, event = '']) => event));
}

test('docs/operating.md explains every event of the log', () => {
  const page = readFileSync(join(root, 'docs/operating.md'), 'utf8');
  expect(events().length).toBeGreaterThan(5);
  for (const event of events()) expect(page).toContain(`\`${event}\``);
});
