/** What repeated measurements of one thing came to, in one unit. */
export interface Spread {
  readonly median: number;
  /** A tenth of the values lie below. */
  readonly low: number;
  /** A tenth of the values lie above. */
  readonly high: number;
  readonly runs: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const [low, median, high] = [0.1, 0.5, 0.9].map((share) => quantile(values, share));
  if (low === undefined || median === undefined || high === undefined) throw new Error('no values');
  return { median, low, high, runs: values.length };
}

/** The value a share of the values lie below: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
