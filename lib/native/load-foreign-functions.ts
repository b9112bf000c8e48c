import type { ForeignFunctions } from './foreign-functions.ts';

/**
 * The foreign functions of the runtime this program is in, loaded when they are first needed.
 *
 * @throws {CniError} Code 5 when a file they need is missing or made for another system.
 */
export async function loadForeignFunctions(): Promise<ForeignFunctions> {
  const { openForeignFunctions } = await import('#foreign-functions');
  return openForeignFunctions();
}
