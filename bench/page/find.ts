import type { Row } from '../timing/in-turn.ts';
import type { Spread } from '../timing/spread.ts';

/** Chains as their rows name them. */
export const OVERLAY_CHAIN = 'flannel → win-overlay → host-local';
export const BRIDGE_CHAIN = 'flannel → win-bridge → host-local';
export const OVERLAY_ALONE = 'win-overlay → host-local';
export const FLANNEL_TO_HOST_LOCAL = 'flannel → host-local';
export const HOST_LOCAL = 'host-local';
export const HELLO = 'hello-world';

/** Names one figure. */
export interface Wanted {
  readonly who: string;
  readonly what: string;
  readonly measure: string;
}

/** A figure, or `undefined` when it was not measured. */
export function figure(rows: readonly Row[] | undefined, { who, what, measure }: Wanted): Spread | undefined {
  return rows?.find((row) => row.who === who && row.what === what)?.measures[measure];
}

/** The median of a figure. */
export function median(rows: readonly Row[] | undefined, wanted: Wanted): number | undefined {
  return figure(rows, wanted)?.median;
}

/** How often `divisor` goes into `dividend`, where both were measured. */
export function quotient(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
}

/** The sum, where both were measured. */
export function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
