import type { Attachment } from '../../../lib/cni/parameters.ts';
import type { Step } from '../bench/step.ts';

/** Something on the node that belongs to a container, left by ADD. */
export interface Trace {
  /** What it is and where, for a report: the same for the same thing. */
  readonly shown: string;
  /**
   * Takes it away behind the plugin's back.
   *
   * @returns How to do it by hand.
   */
  readonly remove: () => Promise<Step>;
}

/** A place where containers leave traces. */
export interface TraceSource {
  /** What is looked at: `files below /var/lib/cni/networks`. */
  readonly what: string;
  /** What the traces are: files that plugins keep, or the interfaces of containers. */
  readonly kind: 'files' | 'interfaces';
  /** What there is of a container; of one interface of it where that can be told. */
  readonly find: (container: Pick<Attachment, 'containerId'>) => Promise<readonly Trace[]>;
}
