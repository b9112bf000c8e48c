import { CniError, CniErrorCode } from '../../lib/cni/error.ts';

/**
 * Calls a delegate with the configuration ADD kept. Where that names a plugin which is gone, the error says whose "type" it
 * is: the one in the configuration that the operator can see may be right.
 *
 * @param path Of the scratch file.
 * @throws {CniError} What `call` throws.
 */
export async function withKept(path: string, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (thrown) {
    if (!(thrown instanceof CniError) || thrown.code !== CniErrorCode.delegateMissing) throw thrown;
    throw thrown.withDetails(
      `The configuration is the one that ADD kept in ${path}: put the plugin it names back, or remove the file when nothing is left of the pod`,
    );
  }
}
