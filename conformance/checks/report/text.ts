import { CHECK_GROUPS } from '../check.ts';
import { HEADINGS, SPECIFICATION } from '../specification.ts';
import type { Failure, Verdict } from '../verdict.ts';
import type { Run } from './report.ts';
import { totalsOf } from './totals.ts';

/** More commands than this are not read by anybody; the JSON report has them all. */
const MOST_COMMANDS = 6;

/** The report for people: a line for each check, more for one that failed, and the reasons why others do not apply. */
export function textReport({ subject, runtime, verdicts }: Run): string {
  const groups = CHECK_GROUPS.map((group) => verdicts.filter(({ check }) => check.group === group));
  const parts = [
    `${subject.plugin} (${subject.executable}), kind ${subject.kind}, network "${subject.network.name}", runtime ${runtime}, by CNI specification ${SPECIFICATION.version}`,
    ...groups.filter((group) => group.length > 0).map(groupText),
    ...reasonsText(verdicts),
    totalsText(verdicts),
  ];
  return `${parts.join('\n\n')}\n`;
}

function groupText(verdicts: readonly Verdict[]): string {
  const width = Math.max(...verdicts.map(({ check }) => check.id.length));
  return [verdicts[0]?.check.group, ...verdicts.flatMap((verdict) => verdictLines(verdict, width))].join(
    '\n',
  );
}

function verdictLines(verdict: Verdict, width: number): readonly string[] {
  const { id, rule } = verdict.check;
  const line = `  ${wordFor(verdict).padEnd(14)}  ${id.padEnd(width)}  ${plain(rule)}`;
  return verdict.outcome === 'failed' ? [line, ...failureLines(verdict)] : [line];
}

function wordFor(verdict: Verdict): string {
  if (verdict.outcome !== 'failed') return verdict.outcome;
  return verdict.known === undefined ? 'FAILED' : 'known failure';
}

function failureLines({ check, expected, seen, reproduce, known }: Verdict & Failure): readonly string[] {
  const { section, title } = HEADINGS[check.heading];
  const commands = reproduce.slice(0, MOST_COMMANDS);
  const more = reproduce.length - commands.length;
  return [
    labelled('rule', `${check.level}, section ${section}, "${title}", ${plain(check.place)}`),
    ...(known === undefined ? [] : [labelled('known', known)]),
    labelled('expected', expected),
    labelled('seen', seen),
    ...commands.map((command, index) => labelled(index === 0 ? 'by hand' : '', `$ ${command}`)),
    ...(more > 0 ? [labelled('', `and ${more} more commands: --report json has them all`)] : []),
  ];
}

function labelled(label: string, text: string): string {
  return `    ${label.padEnd(8)}  ${text}`;
}

/** Each reason once, with the checks it is for. */
function reasonsText(verdicts: readonly Verdict[]): readonly string[] {
  const reasons = new Map<string, string[]>();
  for (const verdict of verdicts)
    if (verdict.outcome === 'not applicable')
      reasons.set(verdict.why, [...(reasons.get(verdict.why) ?? []), verdict.check.id]);
  if (reasons.size === 0) return [];
  const lines = [...reasons].flatMap(([why, ids]) => [`  ${why}`, `    ${ids.join(', ')}`]);
  return [['not applicable, because', ...lines].join('\n')];
}

function totalsText(verdicts: readonly Verdict[]): string {
  const { passed, failed, knownFailures, notApplicable } = totalsOf(verdicts);
  const known = knownFailures === 0 ? '' : `, ${knownFailures} known to fail`;
  return `${passed} passed, ${failed} failed${known}, ${notApplicable} not applicable`;
}

/** Rules are written in Markdown. */
function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}
