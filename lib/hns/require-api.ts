import { CniError, CniErrorCode, type ErrorCode, toCniError } from '../cni/error.ts';
import type { HnsApiVersion } from '../host/host.ts';
import type { HnsDriver } from './driver.ts';
import { supports, versionsWith } from './version.ts';

/**
 * Refuses an HNS that does not have the generation of the API that is to be used. Every HNS has version 1.
 *
 * @throws {CniError} Code 104 naming both versions of HNS, the one that is there and the one that is needed.
 */
export async function requireApi(hns: HnsDriver, api: HnsApiVersion): Promise<void> {
  if (api === 1) return;
  const version = await hns.version();
  if (supports(version, 'v2')) return;
  throw new CniError({
    code: CniErrorCode.hnsUnsupported,
    msg: 'Cannot use version 2 of the HNS API: the Host Networking Service of this node is too old',
    details:
      `It has version ${version.Major}.${version.Minor}; the HCN API needs ${versionsWith('v2')}. ` +
      'Update Windows, or set "apiVersion" to 1 in the configuration',
  });
}

/** What an old HNS is not to blame for: it is not there, or will answer in a moment. */
const OTHER_CAUSES: readonly ErrorCode[] = [CniErrorCode.tryAgainLater, CniErrorCode.hnsUnavailable];

/**
 * Explains the failure of what an operation asks HNS first, where HNS is too old for the API it was asked through. To ask
 * every time, before there is a failure, would cost every pod a call.
 *
 * @returns What to give to `catch`: it throws the error of {@link requireApi}, or else the failure.
 */
export function blamingOldHns(hns: HnsDriver, api: HnsApiVersion): (failure: unknown) => Promise<never> {
  return async (failure) => {
    if (OTHER_CAUSES.includes(toCniError(failure).code)) throw failure;
    await requireApi(hns, api).catch((reason: unknown) => {
      // An HNS that does not tell its version explains nothing.
      if (toCniError(reason).code === CniErrorCode.hnsUnsupported) throw reason;
    });
    throw failure;
  };
}
