import { describe, expect, test } from 'vitest';
import type { Check, CheckGroup } from '../../../../conformance/checks/check.ts';
import type { Need } from '../../../../conformance/checks/needs.ts';
import { judge, tinyNode, WHY_NOT } from './tiny-subject.ts';
import type { TinyName } from './wrong-plugins/wrong-plugin.ts';

interface Kind {
  readonly name: TinyName;
  readonly without: readonly Need[];
  readonly others: readonly string[];
  readonly groups: readonly CheckGroup[] | undefined;
}

/** Why checks do not apply to each kind of plugin: by the needs that it has not, and a few by what turns out. */
const KINDS: readonly Kind[] = [
  { name: 'tiny-bridge', without: ['no delegates', 'to be an IPAM plugin'], others: [], groups: undefined },
  {
    name: 'tiny-ipam',
    without: ['an interface', 'an interface of its own', 'delegates', 'visible interfaces'],
    others: [],
    groups: undefined,
  },
  {
    // Each of its calls takes one of tiny-bridge; what all plugins have in common is left to the others
    name: 'tiny-chain',
    without: ['an interface of its own', 'addresses of its own', 'to be an IPAM plugin', 'delegates'],
    others: ['del-after-failed-add'],
    groups: ['ADD', 'DEL', 'CHECK', 'GC', 'STATUS'],
  },
];

describe.skipIf(WHY_NOT !== '')(`the conformance suite${WHY_NOT}`, () => {
  test.each(KINDS)(
    'finds nothing wrong with $name, and skips what is not for it',
    async (kind) => {
      const verdicts = await judge(tinyNode(kind.name), ({ group }) => isIn(group, kind.groups));
      expect(verdicts.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      const skipped = verdicts
        .filter(({ outcome }) => outcome === 'not applicable')
        .map(({ check }) => check);
      const unneeded = verdicts.map(({ check }) => check).filter((check) => isNotFor(check, kind));
      expect(skipped).toEqual(unneeded);
    },
    120_000,
  );
});

function isIn(group: CheckGroup, groups: readonly CheckGroup[] | undefined): boolean {
  return groups === undefined || groups.includes(group);
}

function isNotFor({ id, needs = [] }: Check, { without, others }: Kind): boolean {
  return needs.some((need) => without.includes(need)) || others.includes(id);
}
