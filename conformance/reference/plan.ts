import type { Packager } from '../../build/images.ts';
import type { MachineDescription } from '../windows/machine/description.ts';
import type { Observation } from './observation.ts';
import type { Scenario } from './scenario.ts';

/** What a player is told: a part of the run with namespaces of its own. */
export interface PlayerPlan {
  /** A folder of this player's own. */
  readonly folder: string;
  /** Root folder of the system with Wine. */
  readonly root: string;
  /** Where Wine's Windows folders are kept. */
  readonly kept: string;
  readonly machine: Omit<MachineDescription, 'name' | 'wine' | 'hasDoubles'>;
  /** Folders of executables, those of ours by packager. */
  readonly executables: { readonly reference: string } & Readonly<Record<Packager, string>>;
  readonly scenarios: readonly Scenario[];
  /** The file for what was seen: {@link Played}. */
  readonly output: string;
}

/** What was seen by a player. */
export interface Played {
  /** What Wine calls itself. */
  readonly wine: string;
  readonly scenarios: readonly PlayedScenario[];
}

/** What was seen of a scenario in each run of it. */
export interface PlayedScenario {
  readonly id: string;
  readonly reference: readonly Observation[];
  readonly ours: Readonly<Record<Packager, readonly Observation[]>>;
}
