import type { Bench } from './bench/bench.ts';
import type { Need } from './needs.ts';
import type { HeadingName } from './specification.ts';

/** The groups in which checks are reported, in this order. */
export const CHECK_GROUPS = [
  'VERSION',
  'parameters',
  'errors',
  'ADD',
  'result types',
  'DEL',
  'CHECK',
  'GC',
  'STATUS',
  'delegation',
  'concurrency',
] as const;

/** The group of a check. */
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** One rule of the specification that can be observed from outside a plugin, and how it is observed. */
export interface Check {
  /** By which reports and command lines name it: `del-twice`. */
  readonly id: string;
  readonly group: CheckGroup;
  /** How strongly the specification asks for it (RFC 2119). */
  readonly level: 'MUST' | 'SHOULD';
  readonly heading: HeadingName;
  /** Where under the heading: `paragraph 2`, `CNI_IFNAME`. */
  readonly place: string;
  /** The rule in our words. Markdown, without a full stop. */
  readonly rule: string;
  /**
   * What a plugin must have for the rule to apply to it.
   *
   * @internal
   */
  readonly needs?: readonly Need[];
  /**
   * Tries the rule on a plugin. Returning means that it was kept.
   *
   * @throws {RuleBroken} When it was broken.
   * @throws {NotApplicable} When it turns out on the way that it does not apply.
   * @internal
   */
  readonly judge: (bench: Bench) => Promise<void>;
}
