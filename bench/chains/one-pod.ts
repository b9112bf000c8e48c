import type { Contender } from '../timing/in-turn.ts';
import { millisecondsOf, type Stopwatch } from '../timing/stopwatch.ts';
import { type Chain, podId } from './chain.ts';

/** The life of one pod on a chain: `ADD`, `CHECK` and `DEL`, a process each, in milliseconds. */
export function onePod(chain: Chain, stopwatch: Stopwatch): Contender {
  const { who, what } = chain;
  return {
    who,
    what,
    run(index) {
      const pod = podId(index);
      const add = stopwatch.time(chain.call('ADD', pod));
      const result = JSON.parse(add.stdout);
      const check = stopwatch.time(chain.call('CHECK', pod, result));
      const del = stopwatch.time(chain.call('DEL', pod, result));
      return { ADD: millisecondsOf(add), CHECK: millisecondsOf(check), DEL: millisecondsOf(del) };
    },
  };
}
