import { NotApplicable, RuleBroken } from '../verdict.ts';
import { type Answer, refused, shown, succeeded } from './answer.ts';

/**
 * Holds a plugin to something.
 *
 * @param expected What the rule asks for, in this case: `every address in CIDR notation`.
 * @param seen What there is instead.
 * @throws {RuleBroken} When the condition is false.
 */
export function must(condition: boolean, expected: string, seen: string | (() => string)): asserts condition {
  if (!condition) throw new RuleBroken(expected, typeof seen === 'string' ? seen : seen());
}

/**
 * Holds a plugin to success.
 *
 * @param what The request, as the expectation names it: `a second DEL`.
 * @throws {RuleBroken} When it ended in any other way than with exit code 0.
 */
export function mustSucceed(answer: Answer, what: string): void {
  must(succeeded(answer), `${what} succeeds with exit code 0`, () => shown(answer));
}

/**
 * Holds a plugin to a refusal. Ending by a signal or not at all is none.
 *
 * @param what The request, as the expectation names it: `an ADD without CNI_IFNAME`.
 * @throws {RuleBroken} When it succeeded, or did not end by itself.
 */
export function mustRefuse(answer: Answer, what: string): void {
  must(refused(answer), `${what} is refused with an exit code other than 0`, () => shown(answer));
}

/** Ends a check whose rule does not apply. */
export function notApplicable(why: string): never {
  throw new NotApplicable(why);
}
