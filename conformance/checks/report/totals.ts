import type { Verdict } from '../verdict.ts';

/** How many checks ended how. */
export interface Totals {
  readonly passed: number;
  /** Failures that were not announced. */
  readonly failed: number;
  /** Failures that were. */
  readonly knownFailures: number;
  readonly notApplicable: number;
}

/** Counts the verdicts. */
export function totalsOf(verdicts: readonly Verdict[]): Totals {
  const count = (matches: (verdict: Verdict) => boolean) => verdicts.filter(matches).length;
  return {
    passed: count(({ outcome }) => outcome === 'passed'),
    failed: count((verdict) => verdict.outcome === 'failed' && verdict.known === undefined),
    knownFailures: count((verdict) => verdict.outcome === 'failed' && verdict.known !== undefined),
    notApplicable: count(({ outcome }) => outcome === 'not applicable'),
  };
}

/** Failures that were announced and did not happen: whoever announced them has to hear of it. */
export function unmetFailures(
  verdicts: readonly Verdict[],
  known: Readonly<Record<string, string>>,
): readonly string[] {
  return verdicts
    .filter(({ check, outcome }) => known[check.id] !== undefined && outcome !== 'failed')
    .map(({ check }) => check.id);
}
