import type { ProgramStep } from '../bench/step.ts';

/** How commands are written for a shell. */
export interface Shell {
  readonly program: (call: ShellCall) => string;
  readonly writeFile: (path: string, content: string) => string;
  readonly removeFile: (path: string) => string;
  readonly note: (text: string) => string;
}

/** One program, as a shell is to start it. */
export interface ShellCall extends Pick<ProgramStep, 'program' | 'words' | 'variables'> {
  readonly stdin: readonly StdinPart[];
  /** A variable that keeps standard output for a later command. */
  readonly keptAs?: string;
}

/** Standard input is made of texts, and of what earlier programs printed. */
export type StdinPart = { readonly text: string } | { readonly variable: string };
