import type { Subject } from '../subject/subject.ts';
import type { Verdict } from '../verdict.ts';
import { jsonReport } from './json.ts';
import { textReport } from './text.ts';

/** The forms of a report. */
export const REPORT_FORMATS = ['text', 'json', 'junit'] as const;

/** How a report may be written. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What a run came to. */
export interface Run {
  readonly subject: Pick<Subject, 'plugin' | 'executable' | 'kind' | 'network'>;
  /** The runtime that executed the network: `builtin`, `cnitool`. */
  readonly runtime: string;
  readonly verdicts: readonly Verdict[];
}

/** Writes a report: for people, for programs, or for whatever shows the tests of a build. Each ends with a line break. */
export async function report(run: Run, format: ReportFormat): Promise<string> {
  if (format === 'json') return jsonReport(run);
  if (format === 'text') return textReport(run);
  const { junitReport } = await import('./junit.ts');
  return junitReport(run);
}
