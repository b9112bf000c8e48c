import { type Spread, spreadOf } from './spread.ts';

/** Something to measure against others. */
export interface Contender {
  /** Whose program: `bun`, `pkg`, `Go`. */
  readonly who: string;
  /** What it does: the same words for those that are to be compared. */
  readonly what: string;
  /** Does it once, leaves the world as it was, and answers what it measured: `ADD` and so on. */
  run(index: number): Measures | Promise<Measures>;
}

export type Measures = Readonly<Record<string, number>>;

/** The figures of one contender. */
export interface Row {
  readonly who: string;
  readonly what: string;
  readonly measures: Readonly<Record<string, Spread>>;
}

/**
 * Runs contenders in turn, A B A B …, so that what the machine does meanwhile meets all of them.
 *
 * @param counted How many runs of each count; from five on, a tenth more at the start do not.
 */
export async function inTurn(contenders: readonly Contender[], counted: number): Promise<readonly Row[]> {
  const warmUps = counted < 5 ? 0 : Math.ceil(counted / 10);
  const seen = contenders.map((contender) => ({ contender, runs: [] as Measures[] }));
  for (let index = 0; index < warmUps + counted; index += 1) {
    // Programs are waited for blocking; in between, a signal that ends the bench is heard
    await new Promise((resolve) => setImmediate(resolve));
    for (const { contender, runs } of seen) {
      const measures = await contender.run(index);
      if (index >= warmUps) runs.push(measures);
    }
  }
  return seen.map(({ contender: { who, what }, runs }) => ({ who, what, measures: spreads(runs) }));
}

function spreads(runs: readonly Measures[]): Row['measures'] {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(runs.map((run) => run[name] ?? Number.NaN))]),
  );
}
