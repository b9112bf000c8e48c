import { CniError, CniErrorCode } from '../../lib/cni/error.ts';

/** What is wrong with a configuration as such, and not with the node: a delegate that says so did nothing with it. */
const REFUSED: readonly number[] = [
  CniErrorCode.unsupportedField,
  CniErrorCode.decodingFailure,
  CniErrorCode.invalidConfiguration,
];

/** Tells whether a delegate refused its configuration. */
export function isRefusal(thrown: unknown): boolean {
  return thrown instanceof CniError && REFUSED.includes(thrown.code);
}

/**
 * Calls a delegate with the configuration ADD kept. Where that names a plugin which is gone, or is refused, the error says
 * which configuration it is about: the one that the operator can see may be right.
 *
 * @param path Of the scratch file.
 * @throws {CniError} What `call` throws.
 */
export async function withKept(path: string, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (thrown) {
    if (!(thrown instanceof CniError)) throw thrown;
    const gone = thrown.code === CniErrorCode.delegateMissing;
    if (!gone && !isRefusal(thrown)) throw thrown;
    const next = gone ? 'put the plugin it names back' : 'correct it';
    throw thrown.withDetails(
      `The configuration is the one that ADD kept in ${path}: ${next}, or remove the file when nothing is left of the pod`,
    );
  }
}
