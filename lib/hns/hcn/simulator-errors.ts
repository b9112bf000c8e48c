import { CniError, CniErrorCode } from '../../cni/error.ts';

/** The environment variable that names the simulated HNS. */
export const SIMULATOR_VARIABLE = 'CNI_HNS_SIMULATOR';

const START = 'npm run -s simulate-hns -- --listen 127.0.0.1:PORT';

/** Nothing listens at the address of the simulated HNS, or it is none: code 100. */
export function simulatorUnavailable(address: string, cause: unknown): CniError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new CniError({
    code: CniErrorCode.hnsUnavailable,
    msg: `Cannot reach the simulated HNS at "${address}"`,
    details: `${SIMULATOR_VARIABLE} names that address: ${found}. Start one with "${START}", or unset ${SIMULATOR_VARIABLE}`,
    cause,
  });
}

/** The connection ended in the middle of a call, which may have taken effect: code 11. */
export function connectionLost(address: string, cause: unknown): CniError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new CniError({
    code: CniErrorCode.tryAgainLater,
    msg: `Lost the connection to the simulated HNS at "${address}"`,
    details: `${found}. See whether the process that ${SIMULATOR_VARIABLE} names still runs`,
    cause,
  });
}
