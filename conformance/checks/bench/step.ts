import type { Variables } from './request.ts';

/** One thing a check did, in a form in which it can be done by hand. */
export type Step = ProgramStep | FileStep | CommandStep | NoteStep;

/** A program was run. */
export interface ProgramStep {
  readonly kind: 'program';
  /** Absolute path. */
  readonly program: string;
  readonly words: readonly string[];
  /** The variables that were set for it, beside what the suite itself was started with. */
  readonly variables: Variables;
  readonly stdin: string;
  readonly stdout: string;
}

/** A file was written, or removed when it has no content. */
export interface FileStep {
  readonly kind: 'file';
  /** Absolute path. */
  readonly path: string;
  readonly content?: string;
}

/** Something was done that a shell of this system does with one line. */
export interface CommandStep {
  readonly kind: 'command';
  readonly line: string;
}

/** Something was done that has no command everywhere. */
export interface NoteStep {
  readonly kind: 'note';
  readonly text: string;
}
