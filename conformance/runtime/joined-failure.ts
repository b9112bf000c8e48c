import { CniError } from '../../lib/cni/error.ts';

/** One of several failures, and what was being done. */
export interface Failure {
  readonly prefix: string;
  readonly error: CniError;
}

/**
 * Throws all failures as one, if there are any: one line each, as Go joins errors.
 *
 * @throws {CniError} With the code of the first; its cause is an `AggregateError` of all.
 */
export function throwJoined(failures: readonly Failure[]): void {
  const [first] = failures;
  if (first === undefined) return;
  const lines = failures.map(({ prefix, error }) => `${prefix}: ${describeError(error)}`);
  const msg = lines.join('\n');
  throw new CniError({
    code: first.error.code,
    msg,
    cause: new AggregateError(failures.map(({ error }) => error)),
  });
}

/** An error on one line as the Go library prints it: message and details with a semicolon between. */
export function describeError({ message, details }: CniError): string {
  return details === '' ? message : `${message}; ${details}`;
}
