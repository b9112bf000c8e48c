import { isJsonObject, type JsonObject } from '../../../lib/cni/json.ts';
import type { ProcessEnd } from '../../../lib/host/processes.ts';

/** How a plugin answered one request. */
export interface Answer {
  readonly command: string;
  readonly end: ProcessEnd;
  /** The JSON object that standard output consists of; `undefined` when it is anything else. */
  readonly document: JsonObject | undefined;
}

/** Reads what a plugin left. */
export function answerOf(command: string, end: ProcessEnd): Answer {
  return { command, end, document: objectIn(end.stdout) };
}

/** Tells whether it ended with exit code 0. */
export function succeeded({ end: { reason } }: Answer): boolean {
  return reason.kind === 'exited' && reason.exitCode === 0;
}

/** Tells whether it ended by itself, with an exit code other than 0. */
export function refused({ end: { reason } }: Answer): boolean {
  return reason.kind === 'exited' && reason.exitCode !== 0;
}

/** The JSON object a text is; white space around it does not matter. */
export function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // what is no JSON is no document: the caller says so
  }
}

/** An answer in one line for a report. */
export function shown({ command, end }: Answer): string {
  const stdout = end.stdout === '' ? 'nothing on standard output' : excerpt(end.stdout);
  const stderr = end.stderr === '' ? '' : `; standard error: ${excerpt(end.stderr)}`;
  return `${command} ended ${ending(end)}, ${stdout}${stderr}`;
}

function ending({ reason }: ProcessEnd): string {
  switch (reason.kind) {
    case 'exited':
      return `with exit code ${reason.exitCode}`;
    case 'signalled':
      return `by ${reason.signal}`;
    case 'timed out':
      return `because it was killed after ${reason.afterMs} ms`;
    case 'not started':
      return `before it began: ${reason.message}`;
  }
}

const EXCERPT_LENGTH = 400;

/** A text in one line, cut where it is too long to be read. JSON loses its layout. */
export function excerpt(text: string): string {
  const document = objectIn(text);
  const line = (document === undefined ? text : JSON.stringify(document)).trim().replaceAll(/\s+/g, ' ');
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}…` : line;
}
