import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INTENDED_DIFFERENCES } from '../../../conformance/reference/intended-differences/index.ts';
import { DIFFERENCES_PAGE, differencesPage } from '../../../conformance/reference/page/differences-page.ts';

test('docs/differences-from-reference.md is what "npm run generate:docs" writes', () => {
  expect(readFileSync(DIFFERENCES_PAGE, 'utf8')).toBe(differencesPage());
});

test('the page has every intended difference with what both do and why, and nothing left to fill in', () => {
  const page = differencesPage();
  for (const { id, goPlugins, thisSuite, reason } of INTENDED_DIFFERENCES)
    expect(page).toContain(`| \`${id}\` | ${goPlugins} | ${thisSuite} | ${reason} |`);
  expect(page).not.toContain('{{');
});
