import type { Check } from './check.ts';

/** What came out of one check. */
export type Verdict = { readonly check: Check; readonly durationMs: number } & Outcome;

/** How a check can end. */
export type Outcome =
  | { readonly outcome: 'passed' }
  | Failure
  | { readonly outcome: 'not applicable'; readonly why: string };

/** A rule that was broken. */
export interface Failure {
  readonly outcome: 'failed';
  /** What the rule asks for, in this case. */
  readonly expected: string;
  /** What the plugin did instead. */
  readonly seen: string;
  /** Commands for a shell of this system that do by hand what the check did, in order. */
  readonly reproduce: readonly string[];
  /** Why this failure is known, where it was announced. */
  readonly known?: string;
}

/** Thrown by a check whose rule was broken. */
export class RuleBroken extends Error {
  readonly expected: string;
  readonly seen: string;

  constructor(expected: string, seen: string) {
    super(`expected ${expected}; seen: ${seen}`);
    this.name = 'RuleBroken';
    this.expected = expected;
    this.seen = seen;
  }
}

/** Thrown by a check whose rule does not apply to the plugin; the message says why. */
export class NotApplicable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotApplicable';
  }
}
