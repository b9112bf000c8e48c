import { CniError, CniErrorCode, type ErrorCode } from '../cni/error.ts';
import { FileInUse } from './files-in-use.ts';

/** What could not be done with a file, and why. */
export interface FailedFile {
  /** What could not be done, to which file. */
  readonly msg: string;
  /** The system's error. */
  readonly cause: unknown;
  /** For the operator, without a full stop: where the system refuses for good. */
  readonly nextStep: string;
  /** Where the system refuses for good; 5 when absent. */
  readonly code?: ErrorCode;
}

const FIND_PROGRAM =
  'Find the program that keeps the file open, such as a virus scanner, a backup or an editor ("handle.exe" or the ' +
  'Resource Monitor shows it), and have it leave this folder alone';

/** The CNI error for what the file system refused: code 11 when another program has the file open. */
export function fileFailure({ msg, cause, nextStep, code = CniErrorCode.ioFailure }: FailedFile): CniError {
  const found = cause instanceof Error ? cause.message : String(cause);
  if (!(cause instanceof FileInUse))
    return new CniError({ code, msg, details: `${found}. ${nextStep}`, cause });
  if (cause.state === 'in use')
    return new CniError({
      code: CniErrorCode.tryAgainLater,
      msg,
      details: `${found}. ${FIND_PROGRAM}`,
      cause,
    });
  const details = `${found}. ${nextStep}. Or another program keeps the file open`;
  return new CniError({ code, msg, details, cause });
}
