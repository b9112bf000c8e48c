import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { libraryEntries } from '../../build/library-entries.ts';

const root = join(import.meta.dirname, '../..');
const installed = () => join(inject('plugin'), 'node_modules/cni-windows');
const files = () =>
  globSync('**/*', { cwd: installed(), withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules/cni-windows/node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(installed().length + 1));

describe('the package', () => {
  test('has what its users need, and nothing of what the project is tested with', () => {
    const kinds = new Set(
      files().map((file) => file.replace(/^(library|docs)\/.*?([^/.]*)(\.d\.ts|\.\w+)$/, '$1/*$3')),
    );
    expect([...kinds].sort()).toEqual([
      'LICENSE',
      'README.md',
      'docs/*.md',
      'docs/*.svg',
      'library/*.d.ts',
      'library/*.js',
      'library/*.json',
      'package.json',
    ]);
    expect(files().filter((file) => /\.test\.|^library\/(test|bench|examples)\//.test(file))).toEqual([]);
  });

  test('names no folder of the machine it was made on', () => {
    const naming = files().filter((file) => readFileSync(join(installed(), file), 'utf8').includes(root));
    expect(naming).toEqual([]);
  });

  test('declares every module it imports', () => {
    const { name, dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(installed(), 'package.json'), 'utf8'),
    );
    const imported = files()
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [
        ...readFileSync(join(installed(), file), 'utf8').matchAll(
          /(?:^import[^'"]*|from |import\()['"]([^'"]+)['"]/gm,
        ),
      ])
      .map(([, specifier = '']) => specifier)
      .filter((specifier) => !/^(\.|#|node:|bun:)/.test(specifier))
      .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
    const declared = [name, ...Object.keys({ ...dependencies, ...optionalDependencies })];
    expect([...new Set(imported)].filter((module) => !declared.includes(module))).toEqual([]);
    expect(imported).toContain('execa');
  });

  test('exports what the reports in docs/api say, and no more', () => {
    expect(outputOf(['build/api-report.ts', '--check'], root)).toBe('');
  });

  test.each(libraryEntries(root))(
    '$specifier has types that a strict program of it alone compiles against, without settings of its own',
    ({ specifier }) => {
      const program = join(inject('plugin'), 'one-entry.ts');
      writeFileSync(program, `import * as entry from '${specifier}';\nexport { entry };\n`);
      const compiler = join(root, 'node_modules/typescript/bin/tsc');
      const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false'];
      const words = [compiler, ...strict, '--module', 'nodenext', '--types', '', program];
      expect(outputOf(words, inject('plugin'))).toBe('');
    },
  );
});

/** What a program prints, whether it succeeds or not. */
function outputOf(words: readonly string[], cwd: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  return `${stdout}${stderr}`;
}
