import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../../conformance/checks/all-checks.ts';
import { judge, tinyNode, WHY_NOT } from './tiny-subject.ts';
import { WRONG_PLUGINS } from './wrong-plugins/index.ts';

describe.skipIf(WHY_NOT !== '')(`the conformance suite${WHY_NOT}`, () => {
  test.each(WRONG_PLUGINS)(
    '$caughtBy catches: $fault',
    async ({ name, caughtBy, ...wrong }) => {
      const node = tinyNode(name, { name, caughtBy, ...wrong });
      const [verdict] = await judge(node, ({ id }) => id === caughtBy);
      expect(verdict).toMatchObject({ check: { id: caughtBy }, outcome: 'failed' });
    },
    30_000,
  );

  test('every check has caught something', () => {
    const catching = new Set(WRONG_PLUGINS.map(({ caughtBy }) => caughtBy));
    expect(CHECKS.map(({ id }) => id).filter((id) => !catching.has(id))).toEqual([]);
  });
});
