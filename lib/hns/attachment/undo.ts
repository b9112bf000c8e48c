import { type CniError, toCniError } from '../../cni/error.ts';
import { sentenceOf } from '../../cni/failures.ts';

/** One effect of an operation, and how it is taken back. */
export interface UndoStep {
  /** Completes "could not …": `release the address`. */
  readonly what: string;
  readonly run: () => Promise<unknown>;
}

/**
 * Takes back what an operation did before it failed: every step, in the order given, whether or not the one before
 * succeeded.
 *
 * @param failure What made the operation fail; it stays the error to report.
 * @returns The error to throw: the failure, with the steps that failed too added to its details.
 */
export async function undo(failure: unknown, steps: readonly UndoStep[]): Promise<CniError> {
  let error = toCniError(failure);
  for (const { what, run } of steps) {
    try {
      await run();
    } catch (thrown) {
      error = error.withDetails(`While cleaning up, could not ${what}: ${sentenceOf(toCniError(thrown))}`);
    }
  }
  return error;
}
