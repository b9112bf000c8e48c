/** Writes to standard error, which runtimes keep: one JSON line an event, a fixed phrase and its fields. */
export interface Log {
  /** Something an operator should know although the operation goes on. */
  warn(phrase: string, fields: Readonly<Record<string, unknown>>): void;
}
