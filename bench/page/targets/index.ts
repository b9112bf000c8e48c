import type { Results } from '../../results.ts';
import { growthTargets } from './growth.ts';
import { onLinux } from './on-linux.ts';
import type { Target } from './target.ts';
import { underWine } from './under-wine.ts';

/** The targets, judged. Each is a ratio of two times on this machine. */
export function targetsOf(results: Results): readonly Target[] {
  return [...underWine(results), ...growthTargets(results), ...onLinux(results)];
}
