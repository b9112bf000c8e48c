import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })];

/** The first folder of what pages name; `dist` and `generated` are made. */
const FOLDERS = ['bench', 'build', 'conformance', 'docs', 'examples', 'ipam', 'lib', 'plugins', 'test'];

/** What stands in backticks, word by word: `vitest run test/docs` names a folder too. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = '']) => code.split(' '));
}

function isThere(path: string): boolean {
  return path.includes('*') ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path));
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('names no file or folder of the project that is not there', () => {
    const paths = wordsOf(text).filter((word) => /^[\w-]+(\/[\w.*-]+)+\/?$/.test(word));
    const ours = paths.filter((path) => FOLDERS.includes(path.split('/')[0] ?? ''));
    expect(ours.filter((path) => !isThere(path))).toEqual([]);
  });

  test('names no npm script that is not there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const rows = readFileSync(join(root, 'docs/architecture.md'), 'utf8').matchAll(
    /^\| (`.*`) \| .* \| (.*) \|$/gm,
  );
  const table = [...rows].map(([, folders = '', start = '']) => ({
    folders: wordsOf(folders),
    start: wordsOf(start),
  }));

  test.each(table.filter(({ start }) => start.length > 0))(
    'starts $folders at a file that is there',
    ({ folders, start }) => {
      const found = (file: string) => folders.some((folder) => isThere(join(folder, file)));
      expect(start.filter((file) => !found(file) && !isThere(file.replace(/^\.\.\//, '')))).toEqual([]);
    },
  );

  test.each(['conformance', 'lib'])('has a row for every folder of %s', (folder) => {
    const named = table.flatMap(({ folders }) => folders);
    const there = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(there.map(({ name }) => `${folder}/${name}`).filter((name) => !named.includes(name))).toEqual([]);
  });
});

test.each(globSync('examples/*/package.json', { cwd: root }))(
  '%s installs the file that npm pack makes',
  (file) => {
    const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
    const { name, version } = read('package.json');
    expect(read(file).devDependencies[name]).toBe(`file:../../${name}-${version}.tgz`);
  },
);
