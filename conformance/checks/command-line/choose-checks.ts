import { CHECKS } from '../all-checks.ts';
import { CHECK_GROUPS, type Check } from '../check.ts';
import type { ConformanceArguments } from './options.ts';
import { UsageError } from './usage.ts';

/**
 * The checks that were asked for, in their order.
 *
 * @throws {UsageError} When a name is that of no check and no group.
 */
export function chooseChecks({
  only,
  skip,
  mustOnly,
}: Pick<ConformanceArguments, 'only' | 'skip' | 'mustOnly'>): readonly Check[] {
  for (const name of [...only, ...skip])
    if (!CHECKS.some((check) => isNamed(check, name))) throw unknown(name);
  const chosen = CHECKS.filter(
    (check) =>
      (only.length === 0 || only.some((name) => isNamed(check, name))) &&
      !skip.some((name) => isNamed(check, name)) &&
      !(mustOnly && check.level !== 'MUST'),
  );
  if (chosen.length > 0) return chosen;
  throw new UsageError('no check is left: see --only, --skip and --must');
}

function isNamed({ id, group }: Check, name: string): boolean {
  return id === name || group === name;
}

function unknown(name: string): UsageError {
  const groups = CHECK_GROUPS.map((group) => JSON.stringify(group)).join(', ');
  return new UsageError(
    `no check and no group is named "${name}". Groups are ${groups}; --list prints the checks`,
  );
}
