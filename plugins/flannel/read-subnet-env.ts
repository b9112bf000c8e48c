import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import { fileFailure } from '../../lib/host/file-failure.ts';
import type { Files } from '../../lib/host/files.ts';
import { FileInUse } from '../../lib/host/files-in-use.ts';
import { parseSubnetEnv, type SubnetEnv, type SubnetEnvReading } from './subnet-env.ts';

/** The pauses between readings, about 200 ms in all: far longer than flanneld takes to write six lines. */
const PAUSES_MS = [10, 30, 60, 100];

/** What was found at the path of a subnet.env. */
type Reading =
  | SubnetEnvReading
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly cause: unknown };

/** How patiently a subnet.env is read. */
export interface Patience {
  /** Read again what is not there at all. */
  readonly whenMissing: boolean;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/**
 * Reads flanneld's subnet.env. On Windows flanneld truncates and rewrites the file, so that a reader can meet it empty
 * or cut short: what is not complete is read again a few times.
 *
 * @throws {CniError} Code 11 when the file is missing or incomplete, 130 when a line of it is malformed or it cannot be read.
 */
export async function readSubnetEnv(
  path: string,
  files: Pick<Files, 'read'>,
  { whenMissing, pause = sleep }: Patience,
): Promise<SubnetEnv> {
  let reading = readOnce(path, files);
  for (const milliseconds of PAUSES_MS) {
    if (reading.kind === 'complete' || (reading.kind === 'missing' && !whenMissing)) break;
    if (reading.kind === 'unreadable' && reading.cause instanceof FileInUse) break; // has been waited for
    await pause(milliseconds);
    reading = readOnce(path, files);
  }
  if (reading.kind === 'complete') return reading.env;
  throw unusable(path, reading);
}

/** What flanneld says, if it can be read at once: for operations that can do without it. */
export function subnetEnvIfReadable(path: string, files: Pick<Files, 'read'>): SubnetEnv | undefined {
  const reading = readOnce(path, files);
  return reading.kind === 'complete' ? reading.env : undefined;
}

function readOnce(path: string, files: Pick<Files, 'read'>): Reading {
  try {
    const text = files.read(path);
    return text === undefined ? { kind: 'missing' } : parseSubnetEnv(text);
  } catch (cause) {
    return { kind: 'unreadable', cause };
  }
}

const NEXT_STEP = 'Check flanneld on this node: it writes this file when it has got a subnet';

function unusable(path: string, reading: Exclude<Reading, { kind: 'complete' }>): CniError {
  switch (reading.kind) {
    case 'missing':
      return new CniError({
        code: CniErrorCode.tryAgainLater,
        msg: `flannel has no subnet on this node yet: ${path} does not exist`,
        details: NEXT_STEP,
      });
    case 'incomplete':
      return new CniError({
        code: CniErrorCode.tryAgainLater,
        msg: `flannel has no subnet on this node yet: ${path} is incomplete`,
        details: `It lacks ${reading.lacking.join(', ')}. ${NEXT_STEP}`,
      });
    case 'malformed': {
      const { number, text, problem } = reading.line;
      return new CniError({
        code: CniErrorCode.subnetFile,
        msg: `Cannot understand line ${number} of ${path}`,
        details: `The line is ${JSON.stringify(text.slice(0, 200))}: ${problem}. ${NEXT_STEP}`,
      });
    }
    case 'unreadable':
      return fileFailure({
        code: CniErrorCode.subnetFile,
        msg: `Cannot read ${path}`,
        cause: reading.cause,
        nextStep: NEXT_STEP,
      });
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
