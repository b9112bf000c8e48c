import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

test('what is outside of lib/trace imports it when a trace is wanted, and before that the time of the start alone', () => {
  const files = globSync(['lib/**/*.ts', 'plugins/**/*.ts', 'ipam/**/*.ts'], { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('lib/trace/'));
  const imports = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/(from|import|import\()\s*'(\.[^']+)'/g)]
      .map(([, how, path = '']) => ({ how, path: posix.join(posix.dirname(file), path) }))
      .filter(({ path }) => path.startsWith('lib/trace/'))
      .map(({ how, path }) => `${file}: ${how} ${path}`),
  );
  expect(imports).toEqual([
    'lib/host/run-plugins.ts: import lib/trace/start-of-program.ts',
    'lib/host/run-plugins.ts: import( lib/trace/run-traced.ts',
  ]);
});
