/**
 * Plugins with one fault each, for every check at least one. `wrong-plugin.ts` says what they are made of; tiny/ has the
 * plugins they would be without the fault.
 */
import { ATTACHING_FAULTS } from './attaching.ts';
import { CHECKING_FAULTS } from './checking.ts';
import { DELEGATING_FAULTS } from './delegating.ts';
import { PROTOCOL_FAULTS } from './protocol.ts';
import { RESULT_FAULTS } from './results.ts';
import type { WrongPlugin } from './wrong-plugin.ts';

export const WRONG_PLUGINS: readonly WrongPlugin[] = [
  ...PROTOCOL_FAULTS,
  ...RESULT_FAULTS,
  ...ATTACHING_FAULTS,
  ...CHECKING_FAULTS,
  ...DELEGATING_FAULTS,
];
