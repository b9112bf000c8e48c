import { CniError, CniErrorCode } from '../../lib/cni/error.ts';

/** Runs `action`; whatever the system refuses becomes a `CniError` with code 5 and the message `msg`. */
export function orIoFailure<Value>(msg: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw ioFailure(msg, error);
  }
}

/** The error for what the system refused: code 5. */
export function ioFailure(msg: string, cause: unknown): CniError {
  const found = cause instanceof Error ? cause.message : String(cause);
  return new CniError({
    code: CniErrorCode.ioFailure,
    msg,
    details: `${found}. Check the disk, and that the account of the container runtime may write there`,
    cause,
  });
}
