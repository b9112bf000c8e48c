import { CONDUCT_DIFFERENCES } from './conduct.ts';
import { ENDPOINT_DIFFERENCES } from './endpoint.ts';
import type { IntendedDifference } from './intended-difference.ts';
import { POLICY_DIFFERENCES } from './policies.ts';
import { RESULT_DIFFERENCES } from './result.ts';

/** A heading of the documentation and what comes under it. */
export interface DifferenceGroup {
  readonly heading: string;
  readonly differences: readonly IntendedDifference[];
}

/**
 * By where they show, in the order in which they are taken out: whole operations are judged by what was seen as it is, and
 * results by the documents of endpoints.
 */
export const DIFFERENCE_GROUPS: readonly DifferenceGroup[] = [
  { heading: 'Whole operations', differences: CONDUCT_DIFFERENCES },
  { heading: 'The result of ADD', differences: RESULT_DIFFERENCES },
  { heading: 'The document of the endpoint', differences: ENDPOINT_DIFFERENCES },
  { heading: 'The policies of the endpoint', differences: POLICY_DIFFERENCES },
];

/** All of them, in that order. */
export const INTENDED_DIFFERENCES: readonly IntendedDifference[] = DIFFERENCE_GROUPS.flatMap(
  ({ differences }) => differences,
);
