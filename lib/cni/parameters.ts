/** The six commands of the protocol. */
export const COMMANDS = ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS', 'VERSION'] as const;

/** One of the six commands. */
export type Command = (typeof COMMANDS)[number];

/** What names one attachment of a container to a network (specification section 3). */
export interface Attachment {
  readonly containerId: string;
  readonly ifName: string;
}

/** The protocol's parameters, as environment variables carry them (specification section 2). Absent ones are `''`. */
export interface Parameters {
  readonly command: Command;
  /** `CNI_CONTAINERID` */
  readonly containerId: string;
  /** `CNI_NETNS`: on Windows a namespace GUID, `none` or `container:<id>`. */
  readonly netns: string;
  /** `CNI_IFNAME` */
  readonly ifName: string;
  /** `CNI_ARGS`: `KEY=value` pairs separated by `;`. */
  readonly args: string;
  /** `CNI_PATH`: folders of plugins, separated as the platform separates paths. */
  readonly path: string;
}
