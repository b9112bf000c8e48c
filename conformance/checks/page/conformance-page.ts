import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GO_HOST_LOCAL } from '../../go/go-host-local.ts';
import { CHECKS } from '../all-checks.ts';
import { CHECK_GROUPS, type Check, type CheckGroup } from '../check.ts';
import { HEADINGS, type HeadingName, SPECIFICATION } from '../specification.ts';
import { UNOBSERVABLE_RULES } from '../unobservable.ts';

const root = join(import.meta.dirname, '../../..');

/** The page that is written from the checks. */
export const CONFORMANCE_PAGE = join(root, 'docs/conformance.md');

const NOTE =
  '<!-- Written by "npm run generate:docs" from conformance/checks/page/template.md and the checks. -->';

/** The text of {@link CONFORMANCE_PAGE}. */
export function conformancePage(): string {
  const template = readFileSync(join(import.meta.dirname, 'template.md'), 'utf8');
  const failures = Object.entries(goHostLocalFailures());
  const values: Readonly<Record<string, string>> = {
    version: SPECIFICATION.version,
    text: SPECIFICATION.text,
    count: `${CHECKS.length}`,
    checks: CHECK_GROUPS.map(groupSection).join('\n\n'),
    unobservable: UNOBSERVABLE_RULES.map(({ heading, place, rule, why }) =>
      row([placeOf(heading, place), rule, why]),
    ).join('\n'),
    go: `${GO_HOST_LOCAL.module} ${GO_HOST_LOCAL.version}`,
    goCount: `${failures.length}`,
    links: [...new Set(Object.values(HEADINGS).map(({ anchor }) => anchor))]
      .map((anchor) => `[${anchor}]: ${SPECIFICATION.text}#${anchor}`)
      .join('\n'),
    goFailures: failures.map(([id, why]) => row([`\`${id}\``, why])).join('\n'),
  };
  return `${NOTE}\n\n${template.replace(/\{\{(\w+)\}\}/g, (text, name) => values[name] ?? text)}`;
}

/** What the Go host-local is known to break: why, by the id of the check. */
export function goHostLocalFailures(): Readonly<Record<string, string>> {
  const file = join(import.meta.dirname, '../known-failures/go-host-local.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

function groupSection(group: CheckGroup): string {
  const rows = CHECKS.filter((check) => check.group === group).map(checkRow);
  return [
    `### ${group}`,
    '',
    row(['rule', 'check', 'place', 'needs']),
    row(['---', '---', '---', '---']),
    ...rows,
  ].join('\n');
}

function checkRow({ id, level, heading, place, rule, needs = [] }: Check): string {
  return row([rule, `\`${id}\``, `${level[0]} ${placeOf(heading, place)}`, needs.join(', ')]);
}

function placeOf(heading: HeadingName, place: string): string {
  const { section, title, anchor } = HEADINGS[heading];
  const name = title.replace(/^Section \d: |:.*$/g, '');
  return `[§${section} ${name}][${anchor}], ${place}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
