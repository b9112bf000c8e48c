/** A program to run, and what it is given. */
export interface Call {
  readonly words: readonly [program: string, ...words: string[]];
  /** The complete environment, but for PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is on standard input; the program runs once for each, one run after the other. */
  readonly inputs: readonly string[];
}
