import { describe, expect, test } from 'vitest';
import { INTENDED_DIFFERENCES } from '../../../conformance/reference/intended-differences/index.ts';
import { SCENARIOS, scenariosWith } from '../../../conformance/reference/scenarios.ts';

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

describe('scenariosWith()', () => {
  test('leaves those of flannel out where there is no Go flannel', () => {
    const plugins = new Set(scenariosWith(undefined).map(({ plugin }) => plugin));
    expect([...plugins].sort()).toEqual(['win-bridge', 'win-overlay']);
  });

  test('plays all of them as they are with a Go flannel that takes every version', () => {
    expect(scenariosWith({ newestVersion: '1.1.0' })).toEqual(SCENARIOS);
  });

  test('plays those of flannel with a version that its older Go plugin takes, and nothing else is different', () => {
    const played = scenariosWith({ newestVersion: '0.4.0' });
    const lowered = SCENARIOS.map((scenario) =>
      scenario.plugin === 'flannel' && scenario.cniVersion === '1.0.0'
        ? { ...scenario, cniVersion: '0.4.0' }
        : scenario,
    );
    expect(played).toEqual(lowered);
    expect(played).not.toEqual(SCENARIOS);
  });
});
