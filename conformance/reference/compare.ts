import { differingPlaces, type Place } from './document-difference.ts';
import type { IntendedDifference, Pair } from './intended-differences/intended-difference.ts';
import type { Observation } from './observation.ts';
import { type Scenario, type Step, stepTitle } from './scenario.ts';

/** How a scenario went by executables of ours, compared with the Go plugins. */
export interface Comparison {
  /** The intended differences that were met. */
  readonly intended: ReadonlySet<string>;
  readonly unexpected: readonly StepDifference[];
}

/** What is left of a step's differences when the intended ones are taken out. */
export interface StepDifference {
  readonly step: string;
  readonly places: readonly Place[];
}

/** Compares what the steps of a scenario did, in the run of the Go plugins and in ours. */
export function compare(
  scenario: Scenario,
  { reference, ours }: { readonly reference: readonly Observation[]; readonly ours: readonly Observation[] },
  differences: readonly IntendedDifference[],
): Comparison {
  const pairs = scenario.steps.map((step, index) => ({ step, ...pairAt(reference, ours, index) }));
  const intended = new Set<string>();
  const unexpected = pairs.flatMap(({ step, ...pair }, index) => {
    const context = { scenario, step, earlier: pairs.slice(0, index) };
    const rest = differences.reduce((left, difference) => {
      const without = difference.undo(left, context);
      if (placesOf(without).length >= placesOf(left).length) return left;
      intended.add(difference.id);
      return without;
    }, pair);
    return stepDifferences(step, index, rest);
  });
  return { intended, unexpected };
}

function pairAt(reference: readonly Observation[], ours: readonly Observation[], index: number): Pair {
  const [one, other] = [reference[index], ours[index]];
  if (one === undefined || other === undefined) throw new Error(`Step ${index + 1} was not performed`);
  return { reference: one, ours: other };
}

function placesOf({ reference, ours }: Pair): readonly Place[] {
  return differingPlaces(reference, ours);
}

function stepDifferences(step: Step, index: number, pair: Pair): readonly StepDifference[] {
  const places = placesOf(pair);
  return places.length === 0 ? [] : [{ step: stepTitle(step, index), places }];
}
