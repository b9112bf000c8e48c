import XMLBuilder from 'fast-xml-builder';
import { CHECK_GROUPS } from '../check.ts';
import { HEADINGS } from '../specification.ts';
import type { Verdict } from '../verdict.ts';
import type { Run } from './report.ts';
import { totalsOf } from './totals.ts';

/**
 * The report as JUnit XML: a suite for each group, a case for each check. A check that does not apply is skipped, and so is
 * a known failure, with the reason.
 */
export function junitReport({ subject, verdicts }: Run): string {
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true });
  const groups = CHECK_GROUPS.map((group) => verdicts.filter(({ check }) => check.group === group));
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': `CNI conformance of ${subject.plugin}`,
      ...counts(verdicts),
      testsuite: groups.filter((group) => group.length > 0).map((group) => suite(subject.plugin, group)),
    },
  });
}

function suite(plugin: string, verdicts: readonly Verdict[]) {
  const group = verdicts[0]?.check.group ?? '';
  return {
    '@name': group,
    ...counts(verdicts),
    testcase: verdicts.map((verdict) => ({
      '@classname': `${plugin}.${group}`,
      '@name': printable(`${verdict.check.id}: ${verdict.check.rule}`),
      '@time': seconds([verdict]),
      ...outcome(verdict),
    })),
  };
}

function counts(verdicts: readonly Verdict[]) {
  const { failed, knownFailures, notApplicable } = totalsOf(verdicts);
  return {
    '@tests': verdicts.length,
    '@failures': failed,
    '@skipped': knownFailures + notApplicable,
    '@time': seconds(verdicts),
  };
}

function outcome(verdict: Verdict) {
  if (verdict.outcome === 'passed') return {};
  if (verdict.outcome === 'not applicable') return { skipped: { '@message': printable(verdict.why) } };
  const { check, expected, seen, reproduce, known } = verdict;
  if (known !== undefined) return { skipped: { '@message': printable(`known failure: ${known}`) } };
  const { section, title } = HEADINGS[check.heading];
  const lines = [
    `${check.level}, section ${section}, ${title}, ${check.place}`,
    `expected ${expected}`,
    `seen ${seen}`,
    ...reproduce.map((command) => `$ ${command}`),
  ];
  return {
    failure: {
      '@message': printable(`expected ${expected}`),
      '@type': check.level,
      '#text': printable(lines.join('\n')),
    },
  };
}

function seconds(verdicts: readonly Verdict[]): string {
  return (verdicts.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(3);
}

/** Without what XML has no place for: a plugin may print any bytes. */
function printable(text: string): string {
  return text.toWellFormed().replaceAll(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');
}
