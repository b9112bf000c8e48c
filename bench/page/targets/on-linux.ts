import type { Results } from '../../results.ts';
import { START, THREE_IN_A_ROW } from '../../sections/one-pod.ts';
import { HELLO, median, OVERLAY_CHAIN } from '../find.ts';
import { milliseconds } from '../format.ts';
import { judged, notMeasured, reasonOf, type Target, tracedAdd } from './target.ts';

/** A pkg executable may take so much longer than hello-world. */
const WITHIN_MS = 25;

/** The whole chain on Linux, beside what a runtime and a Go program take to start. */
export function onLinux({ onePod, traces }: Results): readonly Target[] {
  const rows = onePod?.rows;
  const hello = (who: string) => median(rows, { who, what: HELLO, measure: START });
  const add = (who: string) => median(rows, { who, what: OVERLAY_CHAIN, measure: 'ADD' });
  const why = (who: string) => reasonOf({ hello: hello(who), traced: tracedAdd(traces, who) });
  const besideHello = (who: string, most: { readonly add: number; readonly hello: number }): Target =>
    judged({
      wanted: `One pod on Linux, ADD of the whole chain, \`${who}\`: at most ${most.add} ms where hello-world takes ${most.hello} ms`,
      ours: add(who),
      other: hello(who),
      named: 'of hello-world',
      limit: most.add / most.hello,
      why: () => why(who),
    });
  return [
    judged({
      wanted: 'One pod on Linux, ADD of the whole chain, `bun`: no slower than three Go host-local in a row',
      ours: add('bun'),
      other: median(rows, { who: 'Go', what: THREE_IN_A_ROW, measure: 'ADD' }),
      named: 'of three Go processes',
      limit: 1,
      why: () => why('bun'),
    }),
    withinOfHello(add('pkg'), hello('pkg'), () => why('pkg')),
    besideHello('bun', { add: 10, hello: 4.5 }),
    besideHello('pkg', { add: 35, hello: 17 }),
  ];
}

function withinOfHello(add: number | undefined, hello: number | undefined, why: () => string): Target {
  const wanted = `One pod on Linux, ADD of the whole chain, \`pkg\`: within ${WITHIN_MS} ms of a bare Node single executable`;
  if (add === undefined || hello === undefined) return notMeasured(wanted);
  const found = `${milliseconds(add)} ms to ${milliseconds(hello)} ms: ${milliseconds(add - hello)} ms more`;
  return add - hello <= WITHIN_MS
    ? { wanted, found, verdict: 'met' }
    : { wanted, found, verdict: 'missed', why: why() };
}
