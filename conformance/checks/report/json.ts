import { HEADINGS, SPECIFICATION } from '../specification.ts';
import type { Verdict } from '../verdict.ts';
import type { Run } from './report.ts';
import { totalsOf } from './totals.ts';

/** The report as one JSON object: `specification`, `plugin`, `totals`, and `checks` with a verdict each. */
export function jsonReport({ subject, runtime, verdicts }: Run): string {
  const document = {
    specification: SPECIFICATION.version,
    plugin: {
      name: subject.plugin,
      executable: subject.executable,
      kind: subject.kind,
      network: subject.network.name,
    },
    runtime,
    totals: totalsOf(verdicts),
    checks: verdicts.map(checkDocument),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function checkDocument({ check, durationMs, ...outcome }: Verdict) {
  const { id, group, level, heading, place, rule } = check;
  const { section, title, anchor } = HEADINGS[heading];
  const source = { section, heading: title, place, address: `${SPECIFICATION.text}#${anchor}` };
  return { id, group, level, rule, source, durationMs: Math.round(durationMs), ...outcome };
}
