import { isAbsent } from '../../programs.ts';
import type { Results, Wine } from '../../results.ts';
import { START } from '../../sections/one-pod.ts';
import type { Row } from '../../timing/in-turn.ts';
import { HELLO, median, OVERLAY_ALONE, OVERLAY_CHAIN, sum } from '../find.ts';
import { judged, reasonOf, type Target, tracedAdd } from './target.ts';

/** Our Windows executables against the Go plugins. */
export function underWine({ wine }: Results): readonly Target[] {
  const measured = isAbsent(wine) ? undefined : wine;
  return [onePod(measured), fullNode(measured)];
}

/** The whole chain where the Go flannel was given, else what of it can be compared. */
export function comparedChain(rows: readonly Row[] | undefined, measure: string): string {
  const whole = median(rows, { who: 'Go', what: OVERLAY_CHAIN, measure });
  const part = median(rows, { who: 'Go', what: OVERLAY_ALONE, measure });
  return whole === undefined && part !== undefined ? OVERLAY_ALONE : OVERLAY_CHAIN;
}

function onePod(wine: Wine | undefined): Target {
  const rows = wine?.onePod?.rows;
  const what = comparedChain(rows, 'ADD');
  return judged({
    wanted: `One pod under Wine, ADD of ${what}, \`bun\`: no slower than Go; aim: half`,
    ours: median(rows, { who: 'bun', what, measure: 'ADD' }),
    other: median(rows, { who: 'Go', what, measure: 'ADD' }),
    named: 'of Go',
    limit: 1,
    why: () => reasonUnder(wine),
  });
}

function fullNode(wine: Wine | undefined): Target {
  const rows = wine?.fullNode?.rows;
  const what = comparedChain(rows, 'attach');
  const total = (who: string) =>
    sum(median(rows, { who, what, measure: 'attach' }), median(rows, { who, what, measure: 'detach' }));
  return judged({
    wanted: `A full node under Wine, every pod attached and detached by ${what}, \`bun\`: no slower than Go`,
    ours: total('bun'),
    other: total('Go'),
    named: 'of Go',
    limit: 1,
    why: () => reasonUnder(wine),
  });
}

function reasonUnder(wine: Wine | undefined): string {
  return reasonOf({
    hello: median(wine?.onePod?.rows, { who: 'bun', what: HELLO, measure: START }),
    traced: tracedAdd(wine?.traces, 'bun'),
  });
}
