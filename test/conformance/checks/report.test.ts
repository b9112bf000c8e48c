import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../conformance/checks/all-checks.ts';
import type { Check } from '../../../conformance/checks/check.ts';
import { type Run, report } from '../../../conformance/checks/report/report.ts';
import { totalsOf, unmetFailures } from '../../../conformance/checks/report/totals.ts';
import type { Outcome, Verdict } from '../../../conformance/checks/verdict.ts';

const failure = {
  outcome: 'failed',
  expected: 'a second DEL succeeds with exit code 0',
  seen: 'DEL ended with exit code 1, <"no & lease">\u0000',
  reproduce: ['first', 'second'],
} as const;

const run: Run = {
  subject: {
    plugin: 'tiny',
    executable: '/bin/tiny',
    kind: 'ipam',
    network: { name: 'pods', cniVersion: '1.1.0', plugins: [], index: 0 },
  },
  runtime: 'builtin',
  verdicts: [
    verdict('version-reply', { outcome: 'passed' }),
    verdict('del-twice', failure),
    verdict('del-never-added', { ...failure, known: 'it was never promised' }),
    verdict('add-prev-result', { outcome: 'not applicable', why: 'it is no plugin for that' }),
    verdict('add-interface-name', { outcome: 'not applicable', why: 'it is no plugin for that' }),
  ],
};

function verdict(id: string, outcome: Outcome): Verdict {
  return { check: checkNamed(id), durationMs: 12.5, ...outcome };
}

function checkNamed(id: string): Check {
  const check = CHECKS.find((each) => each.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  return check;
}

test('totals count a known failure apart', () => {
  expect(totalsOf(run.verdicts)).toEqual({ passed: 1, failed: 1, knownFailures: 1, notApplicable: 2 });
});

test('a known failure that did not happen is found', () => {
  const known = { 'version-reply': 'it used to', 'del-never-added': 'it was never promised' };
  expect(unmetFailures(run.verdicts, known)).toEqual(['version-reply']);
});

describe('report()', () => {
  test('as text says what was expected and seen, how to do it by hand, and each reason once', async () => {
    const text = await report(run, 'text');
    expect(text).toMatch(/^ {2}FAILED +del-twice /m);
    expect(text).toMatch(/^ {2}known failure +del-never-added /m);
    expect(text).toContain('    expected  a second DEL succeeds with exit code 0\n');
    expect(text).toContain('    by hand   $ first\n              $ second\n');
    expect(text).toContain('  it is no plugin for that\n    add-prev-result, add-interface-name\n');
    expect(text).toMatch(/1 passed, 1 failed, 1 known to fail, 2 not applicable\n$/);
  });

  test('as JSON has every check with its source and verdict', async () => {
    const document = JSON.parse(await report(run, 'json'));
    expect(document).toMatchObject({
      specification: '1.1.0',
      plugin: { name: 'tiny' },
      totals: { failed: 1 },
    });
    expect(document.checks.find(({ id }: { id: string }) => id === 'del-twice')).toMatchObject({
      outcome: 'failed',
      level: 'MUST',
      source: { section: 2, place: 'paragraph 3' },
      reproduce: ['first', 'second'],
    });
  });

  test('as JUnit has a suite for each group, with what XML needs escaped or has no place for', async () => {
    const xml = await report(run, 'junit');
    expect(xml).toContain('<testsuites name="CNI conformance of tiny" tests="5" failures="1" skipped="3"');
    expect(xml).toContain('<testsuite name="DEL" tests="2" failures="1" skipped="1"');
    expect(xml).toContain('&lt;&quot;no &amp; lease&quot;&gt;\ufffd');
    expect(xml).toContain('<skipped message="known failure: it was never promised"></skipped>');
    expect(xml).not.toContain('\u0000');
  });
});
