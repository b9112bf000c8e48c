import type { ProcessEnd, Processes, ProcessStart } from './processes.ts';
import { tryToWrite } from './program.ts';

const STDERR = 2;

/**
 * Runs programs with execa, which is loaded when the first one is run.
 *
 * @param passOn Given what a program wrote to standard error once it has ended; writes it to our own by default.
 */
export function realProcesses(passOn: (stderr: string) => void = writeStderr): Processes {
  return {
    async run(start) {
      const end = await execute(start);
      if (end.stderr !== '') passOn(end.stderr);
      return end;
    },
  };
}

async function execute(start: ProcessStart): Promise<ProcessEnd> {
  try {
    const { execa } = await import('execa');
    const ended = await execa(start.path, optionsFor(start));
    return { stdout: ended.stdout ?? '', stderr: ended.stderr ?? '', reason: reasonOf(ended, start) };
  } catch (thrown) {
    // With `reject: false` execa throws only when it cannot work with what it was given.
    const message = isExplained(thrown) ? thrown.message : 'the system refuses to run it';
    return { stdout: '', stderr: '', reason: { kind: 'not started', message } };
  }
}

/**
 * Whether an error is about what was to be run, which all of execa's and of the system's are that have a code. Under Bun
 * execa stumbles over the file the system refuses (no program, or one for another machine), and the system's own words are lost.
 */
function isExplained(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'code' in thrown;
}

function optionsFor({ environment, stdin, timeoutMs }: ProcessStart) {
  return {
    env: environment,
    extendEnv: false,
    input: stdin,
    timeout: timeoutMs,
    // A program whose time is up is not asked again, and neither are those it started: one that lives on would hold the
    // pipes open, and keep working on an attachment that is being deleted.
    killSignal: 'SIGKILL',
    killDescendants: true,
    reject: false,
    stripFinalNewline: false,
  } as const;
}

/** The members of execa's result that tell how a program ended. */
interface Ended {
  readonly timedOut: boolean;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function reasonOf(ended: Ended, { timeoutMs }: ProcessStart): ProcessEnd['reason'] {
  if (ended.timedOut) return { kind: 'timed out', afterMs: timeoutMs };
  if (ended.exitCode !== undefined) return { kind: 'exited', exitCode: ended.exitCode };
  if (ended.signal !== undefined) return { kind: 'signalled', signal: ended.signal };
  return { kind: 'not started', message: ended.originalMessage ?? 'the system gave no reason' };
}

/** Whole, as one write takes no more than a pipe has room for. A closed one fails nothing: what the delegate did is done. */
function writeStderr(text: string): void {
  tryToWrite(STDERR, text);
}
