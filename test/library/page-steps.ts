import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Commands for a shell; each of `prints` has to be in what they print, with `…` standing for anything. */
export interface Commands {
  readonly kind: 'commands';
  /** Where the block starts in the page, counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly prints: readonly string[];
}

/** A file to write, by its path in the folder the reader is in. */
export interface WrittenFile {
  readonly kind: 'file';
  readonly path: string;
  readonly text: string;
}

/** One fenced block of a page that a reader does something with. */
export type Step = Commands | WrittenFile;

const FENCE = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/**
 * What a page has its reader do, in order: ```` ```sh ```` is run, ```` ```ts plugin.ts ```` is written to that file, and the
 * lines of ```` ```text ```` are seen after the commands before it.
 *
 * @throws {Error} On a block that is none of these.
 */
export function stepsOf(page: string): readonly Step[] {
  const steps: Step[] = [];
  for (const { 1: language, 2: path, 3: text = '', index } of page.matchAll(FENCE)) {
    const line = page.slice(0, index).split('\n').length;
    const before = steps.at(-1);
    if (path !== undefined) steps.push({ kind: 'file', path, text });
    else if (language === 'sh') steps.push({ kind: 'commands', line, text, prints: [] });
    else if (language === 'text' && before?.kind === 'commands') {
      steps[steps.length - 1] = { ...before, prints: text.trim().split('\n') };
    } else
      throw new Error(`line ${line}: the block is neither a command, nor a file, nor what a command prints`);
  }
  return steps;
}

/** The steps of a page of docs/. */
export function readSteps(page: string): readonly Step[] {
  return stepsOf(readFileSync(join(import.meta.dirname, '../../docs', page), 'utf8'));
}

/** Tells whether a line of a page is in what was printed, `…` standing for anything. */
export function isPrinted(line: string, output: string): boolean {
  const parts = line.split('…').map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*')).test(output);
}
