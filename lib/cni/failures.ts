import type { CniError } from './error.ts';

/**
 * Ends an operation that goes on after a failure, as GC should (specification section 2, GC). Without one it has succeeded.
 *
 * @throws {CniError} The first failure, the others in its details.
 */
export function throwFailures([first, ...others]: readonly CniError[]): void {
  if (first === undefined) return;
  throw others.length === 0 ? first : first.withDetails(`Also: ${others.map(sentenceOf).join('; ')}`);
}

/** An error in one sentence, to be quoted in another's details. */
export function sentenceOf({ message, details }: CniError): string {
  return details === '' ? message : `${message} (${details})`;
}
