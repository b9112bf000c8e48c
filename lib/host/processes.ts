/** How a process is to be run. */
export interface ProcessStart {
  /** Absolute path of an executable file. */
  readonly path: string;
  /** The complete environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stdin: string;
  readonly timeoutMs: number;
}

/** How a process ended. */
export interface ProcessEnd {
  readonly stdout: string;
  readonly stderr: string;
  readonly reason:
    | { readonly kind: 'exited'; readonly exitCode: number }
    | { readonly kind: 'signalled'; readonly signal: string }
    | { readonly kind: 'timed out'; readonly afterMs: number }
    | { readonly kind: 'not started'; readonly message: string };
}

/** Runs other programs. */
export interface Processes {
  /**
   * Runs a program to its end; never rejects. A program need not read its standard input. What it wrote to standard
   * error is passed on to ours, however it ended (specification section 4). At its time limit it is killed with every
   * program it started.
   */
  run(start: ProcessStart): Promise<ProcessEnd>;
}
