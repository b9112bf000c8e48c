import type { GoFlannel } from './go-flannel.ts';
import type { Scenario } from './scenario.ts';
import { BRIDGE_SCENARIOS } from './scenarios/bridge.ts';
import { FLANNEL_SCENARIOS } from './scenarios/flannel.ts';
import { OVERLAY_SCENARIOS } from './scenarios/overlay.ts';
import { VERSION_1_SCENARIOS } from './scenarios/version-1.ts';

/** Everything that is compared. */
export const SCENARIOS: readonly Scenario[] = [
  ...BRIDGE_SCENARIOS,
  ...OVERLAY_SCENARIOS,
  ...FLANNEL_SCENARIOS,
  ...VERSION_1_SCENARIOS,
];

/**
 * What can be compared with this Go flannel, or with none. Of a `cniVersion` that it does not take yet, its scenarios are
 * played with the newest it takes: so they are compared as fully.
 */
export function scenariosWith(flannel: Pick<GoFlannel, 'newestVersion'> | undefined): readonly Scenario[] {
  if (flannel === undefined) return SCENARIOS.filter((scenario) => !needsFlannel(scenario));
  const { newestVersion } = flannel;
  return SCENARIOS.map((scenario) =>
    needsFlannel(scenario) && scenario.cniVersion > newestVersion
      ? { ...scenario, cniVersion: newestVersion }
      : scenario,
  );
}

function needsFlannel({ plugin }: Scenario): boolean {
  return plugin === 'flannel';
}
