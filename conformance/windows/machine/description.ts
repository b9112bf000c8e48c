import { readFileSync } from 'node:fs';
import type { Packager } from '../../../build/images.ts';

/** Where the tests find what was prepared for them. All paths are this machine's. */
export interface MachineDescription {
  /** What runs Windows programs here, for the reader: `wine-10.0 (…)`, `Windows 10.0.20348`. */
  readonly name: string;
  /** The system with Wine and the folder of kept Windows folders; absent on Windows. */
  readonly wine?: {
    readonly systemRoot: string;
    readonly kept: string;
    /** The prefix with the test doubles, open; a path inside the system. */
    readonly prefix: string;
  };
  /**
   * Whether the executables reach the simulated HNS through the test doubles. Otherwise they are told of it by
   * CNI_HNS_SIMULATOR, lest they change what the real HNS of a node holds.
   */
  readonly hasDoubles: boolean;
  /** Folder of the test doubles, and the programs and the library of the traps. */
  readonly doubles: string;
  /** Folders of the plugins' executables. */
  readonly plugins: Readonly<Record<Packager, string>>;
  /** Folders of the programs in conformance/windows/programs. */
  readonly programs: Readonly<Record<Packager, string>>;
}

/** The environment variable that names the description's file. */
export const DESCRIPTION_VARIABLE = 'CNI_WINDOWS_MACHINE';

/**
 * The machine this test run is for.
 *
 * @throws {Error} Outside of `npm run conformance:windows`.
 */
export function describedMachine(): MachineDescription {
  const file = process.env[DESCRIPTION_VARIABLE];
  if (file === undefined) throw new Error('Start these tests with "npm run conformance:windows"');
  return JSON.parse(readFileSync(file, 'utf8')) as MachineDescription; // written by this check itself
}
