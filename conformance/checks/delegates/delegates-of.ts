import type { Bench } from '../bench/bench.ts';
import { recordedLife } from './recorded.ts';

/** Names of the plugins that the judged one runs, in the order of their first call. */
export async function delegatesOf(bench: Bench): Promise<readonly string[]> {
  const life = await recordedLife(bench);
  const direct = life.flatMap(({ calls }) => calls).filter(({ caller }) => caller === '');
  return [...new Set(direct.map(({ plugin }) => plugin))];
}
