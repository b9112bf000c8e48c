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

/** Tells whether a scenario needs the Go flannel. */
export function needsFlannel({ plugin }: Scenario): boolean {
  return plugin === 'flannel';
}
