import { CniError, CniErrorCode } from '../cni/error.ts';
import { isJsonObject, type JsonObject } from '../cni/json.ts';
import type { ProcessEnd } from '../host/processes.ts';

/** A delegate that was executed: its `type`, the command it was given, and how it ended. */
export interface Execution {
  readonly type: string;
  readonly command: string;
  readonly end: ProcessEnd;
}

/**
 * The error of a delegate that did not end well: its own when it printed one (specification section 5, Error), else
 * code 122 when its time was up and code 121 with what it printed.
 */
export function delegateFailure({ type, command, end }: Execution): CniError {
  const { reason, stdout } = end;
  const delegate = JSON.stringify(type);
  if (reason.kind === 'timed out') {
    return new CniError({
      code: CniErrorCode.delegateTimeout,
      msg: `${command} of plugin ${delegate} did not end within ${reason.afterMs / 1000} s and was killed`,
      details: excerpts(end),
    });
  }
  if (reason.kind === 'not started') {
    return new CniError({
      code: CniErrorCode.delegateFailed,
      msg: `Cannot start plugin ${delegate}`,
      details: `${reason.message}. Check that the file is an executable for this machine`,
    });
  }
  const reported = reportedError(stdout);
  if (reported !== undefined) return reported;
  const ending = reason.kind === 'exited' ? `exit status ${reason.exitCode}` : `signal ${reason.signal}`;
  return new CniError({
    code: CniErrorCode.delegateFailed,
    msg: `${command} of plugin ${delegate} failed without a CNI error: ${ending}`,
    details: excerpts(end),
  });
}

/** What a delegate printed, shortened, for the details of an error about it. */
export function excerpts({ stdout, stderr }: ProcessEnd): string {
  const printed = [
    { stream: 'standard output', text: stdout.trim() },
    { stream: 'standard error', text: stderr.trim() },
  ].filter(({ text }) => text !== '');
  if (printed.length === 0) return 'It printed nothing; run it by hand or look for its own log';
  return printed.map(({ stream, text }) => `its ${stream}: ${excerpt(text)}`).join('; ');
}

const MAX_EXCERPT = 400;

/** A program says last what ended it, so the end is kept too. */
function excerpt(text: string): string {
  const half = MAX_EXCERPT / 2;
  const shown = text.length > MAX_EXCERPT ? `${text.slice(0, half)} … ${text.slice(-half)}` : text;
  return JSON.stringify(shown);
}

/**
 * The CNI error a delegate printed, or `undefined` when it is none. Code 0 means success, and a delegate of the Go
 * library reports it when its own delegate died silently: it becomes 121 here.
 */
function reportedError(stdout: string): CniError | undefined {
  const document = parseObject(stdout);
  if (document === undefined) return undefined;
  const { code, msg = '', details = '' } = document;
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 0) return undefined;
  if (typeof msg !== 'string' || typeof details !== 'string' || `${code}${msg}` === '0') return undefined;
  return new CniError({ code: code === 0 ? CniErrorCode.delegateFailed : code, msg, details });
}

/** The JSON object a delegate printed, or `undefined` when it printed something else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // not JSON is an answer here: the caller quotes what was printed
  }
}
