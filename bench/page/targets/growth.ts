import type { Growth, Results } from '../../results.ts';
import { START } from '../../sections/one-pod.ts';
import type { Row } from '../../timing/in-turn.ts';
import { HELLO, HOST_LOCAL, median } from '../find.ts';
import { milliseconds } from '../format.ts';
import { judged, reasonOf, type Target } from './target.ts';

const WANTED = [
  { leases: 10_000, times: 5 },
  { leases: 60_000, times: 20 },
] as const;

/** host-local among many leases against the Go plugin. */
export function growthTargets({ growth, onePod }: Results): readonly Target[] {
  const hello = median(onePod?.rows, { who: 'bun', what: HELLO, measure: START });
  return WANTED.flatMap(({ leases, times }) =>
    (['ADD', 'DEL'] as const).map((measure) => {
      const time = (who: string, among: number) =>
        median(rowsOf(growth, among), { who, what: HOST_LOCAL, measure });
      return judged({
        wanted: `${measure} of host-local among ${leases.toLocaleString('en-US')} leases, \`bun\`: at least ${times} times faster than Go`,
        ours: time('bun', leases),
        other: time('Go', leases),
        named: 'of Go',
        limit: 1 / times,
        why: () => `${emptyFolder(time('bun', 0))} ${reasonOf({ hello, traced: undefined })}`,
      });
    }),
  );
}

/** What was measured among so many leases. */
export function rowsOf(growth: Growth | undefined, leases: number): readonly Row[] | undefined {
  return growth?.steps.find((step) => step.leases === leases)?.rows;
}

function emptyFolder(time: number | undefined): string {
  return time === undefined ? '' : `In an empty folder it takes ${milliseconds(time)} ms.`;
}
