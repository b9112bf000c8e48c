import type { Observation } from '../observation.ts';
import type { Scenario, Step } from '../scenario.ts';

/** What one step did in the two runs. */
export interface Pair {
  readonly reference: Observation;
  readonly ours: Observation;
}

/** What a difference may ask about. */
export interface StepContext {
  readonly scenario: Scenario;
  readonly step: Step;
  /** What the steps before did, as it was seen. */
  readonly earlier: readonly (Pair & { readonly step: Step })[];
}

/** Something that this suite does in another way than the Go plugins, on purpose. */
export interface IntendedDifference {
  /** By which reports name it. */
  readonly id: string;
  /** What the Go plugins do, what this suite does, and why, in an operator's words. Markdown. */
  readonly goPlugins: string;
  readonly thisSuite: string;
  readonly reason: string;
  /** Only scenarios with the Go flannel can show it. */
  readonly ofFlannel?: true;
  /**
   * Takes the difference out of what was seen, mostly by turning ours into what the Go plugins would have done. It does so only
   * where both sides are exactly as the difference says: anything else has to stay, to be reported.
   */
  readonly undo: (pair: Pair, context: StepContext) => Pair;
}
