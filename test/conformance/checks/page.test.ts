import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../conformance/checks/all-checks.ts';
import {
  CONFORMANCE_PAGE,
  conformancePage,
  goHostLocalFailures,
} from '../../../conformance/checks/page/conformance-page.ts';
import { HEADINGS } from '../../../conformance/checks/specification.ts';
import { UNOBSERVABLE_RULES } from '../../../conformance/checks/unobservable.ts';

describe('docs/conformance.md', () => {
  test('is what "npm run generate:docs" writes', () => {
    expect(readFileSync(CONFORMANCE_PAGE, 'utf8')).toBe(conformancePage());
  });

  test('has every check with its rule, every rule that cannot be observed, and nothing left to fill in', () => {
    const page = conformancePage();
    for (const { id, rule } of CHECKS) expect(page).toContain(`| ${rule} | \`${id}\` |`);
    for (const { rule, why } of UNOBSERVABLE_RULES) expect(page).toContain(`| ${rule} | ${why} |`);
    expect(page).not.toContain('{{');
  });
});

describe('the checks', () => {
  test('have an id each', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9.]+(-[a-z0-9.]+)*$/);
  });

  test('and the rules without one cover every heading that has rules', () => {
    const covered = new Set([...CHECKS, ...UNOBSERVABLE_RULES].map(({ heading }) => heading));
    expect(Object.keys(HEADINGS).filter((name) => !covered.has(name as keyof typeof HEADINGS))).toEqual([]);
  });

  test('that are known to fail are there', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(Object.keys(goHostLocalFailures()).filter((id) => !ids.includes(id))).toEqual([]);
  });
});
