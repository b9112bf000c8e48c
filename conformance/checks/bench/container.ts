import type { JsonObject } from '../../../lib/cni/json.ts';
import type { Attachment } from '../../../lib/cni/parameters.ts';

/** A container of the suite: it exists in name, and as a network namespace where the plugin needs one. */
export interface Container {
  readonly containerId: string;
  /** `CNI_NETNS` */
  readonly netns: string;
}

/** A container's interface on the network: ADD has been or is about to be called for it. */
export interface TestAttachment extends Attachment, Container {
  /** What ADD is given as `prevResult`: the result of the plugins before the judged one. */
  readonly prevResult?: JsonObject;
}
