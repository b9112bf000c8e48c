import { expect, test } from 'vitest';
import { INTENDED_DIFFERENCES } from '../../../conformance/reference/intended-differences/index.ts';
import { SCENARIOS } from '../../../conformance/reference/scenarios.ts';

test.each([
  { what: 'scenario', ids: SCENARIOS.map(({ id }) => id) },
  { what: 'intended difference', ids: INTENDED_DIFFERENCES.map(({ id }) => id) },
])('every $what has an ID of its own', ({ ids }) => {
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(SCENARIOS)('$id ends with nothing attached: its last steps are DEL', ({ steps }) => {
  const pods = new Set(steps.map(({ pod, ifName }) => `${pod} ${ifName}`));
  const left = new Set<string>();
  for (const { verb, pod, ifName } of steps)
    if (verb === 'ADD') left.add(`${pod} ${ifName}`);
    else if (verb === 'DEL') left.delete(`${pod} ${ifName}`);
  expect(pods.size).toBeGreaterThan(0);
  expect([...left]).toEqual([]);
});
