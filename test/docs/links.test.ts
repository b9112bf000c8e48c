import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];

const LINK = /\]\(([^)\s]+)\)/g;

/** The anchors of a page as code hosts make them of its headings. */
function anchorsOf(page: string): readonly string[] {
  const headings = readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('every link in %s leads to a file that is there', (page) => {
  const links = [...readFileSync(join(root, page), 'utf8').matchAll(LINK)].map(([, link = '']) => link);
  for (const link of links.filter((each) => !/^\w+:/.test(each))) {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? join(root, page) : join(root, dirname(page), file);
    expect(existsSync(target), `${link} of ${page}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(target), `${link} of ${page}`).toContain(anchor);
  }
});

test('README.md leads to every page', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const unlinked = globSync('docs/*.md', { cwd: root }).filter((page) => !readme.includes(`](${page})`));
  expect(unlinked).toEqual([]);
});
