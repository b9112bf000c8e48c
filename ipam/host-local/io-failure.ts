import type { CniError } from '../../lib/cni/error.ts';
import { fileFailure } from '../../lib/host/file-failure.ts';

/** Runs `action`; whatever the system refuses becomes a `CniError` with the message `msg`: see {@link ioFailure}. */
export function orIoFailure<Value>(msg: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw ioFailure(msg, error);
  }
}

/** The error for what the system refused: code 5, or 11 when another program has the file open. */
export function ioFailure(msg: string, cause: unknown): CniError {
  const nextStep = 'Check the disk, and that the account of the container runtime may write there';
  return fileFailure({ msg, cause, nextStep });
}
