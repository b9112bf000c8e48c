import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = globSync(['lib/**/*.ts', 'plugins/**/*.ts', 'ipam/**/*.ts'], { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);

/** Project files that a source file imports, statically or not, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) =>
    posix.join(posix.dirname(file), path),
  );
}

/** The plugin a file belongs to: `plugins/flannel`, `ipam/host-local`. */
function pluginOf(file: string): string | undefined {
  return /^(?:plugins|ipam)\/[^/.]+(?=\/)/.exec(file)?.[0];
}

describe('imports point one way', () => {
  test('there are sources to look at', () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  test.each(sources)('%s', (file) => {
    const imported = importsOf(file);
    const wrong = imported.filter((target) => {
      if (/^(conformance|bench|test|build)\//.test(target)) return true;
      if (file.startsWith('lib/') && /^(plugins|ipam)\//.test(target)) return true;
      if (/^lib\/(cni|ip)\//.test(file) && !/^(lib\/(cni|ip)|generated)\/|^package\.json$/.test(target))
        return true;
      const [own, other] = [pluginOf(file), pluginOf(target)];
      return own !== undefined && other !== undefined && own !== other;
    });
    expect(wrong).toEqual([]);
  });
});
