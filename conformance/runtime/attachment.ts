import type { JsonObject } from '../../lib/cni/json.ts';
import type { Attachment } from '../../lib/cni/parameters.ts';

/**
 * The parameters of one attachment of a container to a network (specification section 3, Attachment Parameters). CHECK
 * and DEL must be given the same as ADD.
 */
export interface ContainerAttachment extends Attachment {
  /** `CNI_NETNS`: a path, or on Windows the GUID of a namespace. `''` is allowed for DEL only. */
  readonly netns: string;
  /** The pairs of `CNI_ARGS`, in order; none by default. */
  readonly args?: readonly CniArgument[];
  /** Capability arguments; a plugin gets those whose capability it declares, as `runtimeConfig`. None by default. */
  readonly capabilityArgs?: JsonObject;
}

/** One pair of `CNI_ARGS`. */
export type CniArgument = readonly [key: string, value: string];

/** `CNI_ARGS` as plugins get it: `KEY=value` pairs separated by `;`. */
export function printCniArguments(pairs: readonly CniArgument[]): string {
  return pairs.map((pair) => pair.join('=')).join(';');
}
