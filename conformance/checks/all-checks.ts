import { CHECK_GROUPS, type Check } from './check.ts';
import { ADD_CHECKS } from './groups/add.ts';
import { RUNTIME_CHECKS } from './groups/by-runtime.ts';
import { CHECK_CHECKS } from './groups/check.ts';
import { CONCURRENCY_CHECKS } from './groups/concurrency.ts';
import { DEL_CHECKS } from './groups/del.ts';
import { DELEGATION_CHECKS } from './groups/delegation.ts';
import { ERROR_CHECKS } from './groups/errors.ts';
import { GC_CHECKS } from './groups/gc.ts';
import { PARAMETER_CHECKS } from './groups/parameters.ts';
import { RESULT_CHECKS } from './groups/result-types.ts';
import { STATUS_CHECKS } from './groups/status.ts';
import { VERSION_CHECKS } from './groups/version.ts';

/** Every check, in the order in which they are made and reported. */
export const CHECKS: readonly Check[] = [
  ...VERSION_CHECKS,
  ...PARAMETER_CHECKS,
  ...ERROR_CHECKS,
  ...ADD_CHECKS,
  ...RESULT_CHECKS,
  ...DEL_CHECKS,
  ...CHECK_CHECKS,
  ...GC_CHECKS,
  ...STATUS_CHECKS,
  ...DELEGATION_CHECKS,
  ...CONCURRENCY_CHECKS,
  ...RUNTIME_CHECKS,
].toSorted((one, other) => CHECK_GROUPS.indexOf(one.group) - CHECK_GROUPS.indexOf(other.group));
