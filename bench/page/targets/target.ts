import type { TracedCall } from '../../trace-parts.ts';
import { quotient } from '../find.ts';
import { milliseconds, ratioText } from '../format.ts';
import { largestParts } from '../parts.ts';

/** What the suite wants to be, and what it was found to be. */
export interface Target {
  readonly wanted: string;
  /** In words, with the figures compared. */
  readonly found: string;
  readonly verdict: 'met' | 'missed' | 'not measured';
  /** Why it was missed, from the trace. */
  readonly why?: string;
}

/** A time of ours that is to be at most `limit` times another. */
export interface Wish {
  readonly wanted: string;
  readonly ours: number | undefined;
  readonly other: number | undefined;
  /** What the other is, after its milliseconds: `of Go`. */
  readonly named: string;
  readonly limit: number;
  /** Asked when it was missed. */
  readonly why: () => string;
}

export function judged({ wanted, ours, other, named, limit, why }: Wish): Target {
  const ratio = quotient(ours, other);
  if (ours === undefined || other === undefined || ratio === undefined) return notMeasured(wanted);
  const found = `${milliseconds(ours)} ms to ${milliseconds(other)} ms ${named}: ${ratioText(ratio)}`;
  return ratio <= limit
    ? { wanted, found, verdict: 'met' }
    : { wanted, found, verdict: 'missed', why: why() };
}

export function notMeasured(wanted: string): Target {
  return { wanted, found: 'one of the two was not measured', verdict: 'not measured' };
}

/** What a call cannot take less than, and what it spends most time on. */
export function reasonOf(evidence: {
  /** Milliseconds of hello-world by the same packager. */
  readonly hello: number | undefined;
  readonly traced: TracedCall | undefined;
}): string {
  const { hello, traced } = evidence;
  const sentences = [
    hello === undefined
      ? ''
      : `hello-world of the same packager takes ${milliseconds(hello)} ms: that is the runtime, whatever the program.`,
    traced === undefined ? '' : `The largest parts of a traced ADD: ${largestParts(traced, 5)}.`,
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** The traced ADD of a packager. */
export function tracedAdd(traces: readonly TracedCall[] | undefined, who: string): TracedCall | undefined {
  return traces?.find((call) => call.who === who && call.verb === 'ADD');
}
