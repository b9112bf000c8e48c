/** The specification whose rules are checked. */
export const SPECIFICATION = {
  version: '1.1.0',
  text: 'https://github.com/containernetworking/cni/blob/spec-v1.1.0/SPEC.md',
} as const;

/** A heading of the specification. */
export interface Heading {
  /** Number of its section. */
  readonly section: 1 | 2 | 3 | 4 | 5;
  /** As the specification prints it, without code marks. */
  readonly title: string;
  /** The anchor under which it is found in the text. */
  readonly anchor: string;
}

/** The headings that rules stand under. */
export const HEADINGS = {
  configuration: { section: 1, title: 'Configuration format', anchor: 'configuration-format' },
  pluginConfiguration: {
    section: 1,
    title: 'Plugin configuration objects:',
    anchor: 'plugin-configuration-objects',
  },
  versions: { section: 1, title: 'Version considerations', anchor: 'version-considerations' },
  protocol: { section: 2, title: 'Overview', anchor: 'overview-1' },
  parameters: { section: 2, title: 'Parameters', anchor: 'parameters' },
  errors: { section: 2, title: 'Errors', anchor: 'errors' },
  add: {
    section: 2,
    title: 'ADD: Add container to network, or apply modifications',
    anchor: 'add-add-container-to-network-or-apply-modifications',
  },
  del: {
    section: 2,
    title: 'DEL: Remove container from network, or un-apply modifications',
    anchor: 'del-remove-container-from-network-or-un-apply-modifications',
  },
  check: {
    section: 2,
    title: "CHECK: Check container's networking is as expected",
    anchor: 'check-check-containers-networking-is-as-expected',
  },
  status: { section: 2, title: 'STATUS: Check plugin status', anchor: 'status-check-plugin-status' },
  version: {
    section: 2,
    title: 'VERSION: probe plugin version support',
    anchor: 'version-probe-plugin-version-support',
  },
  gc: { section: 2, title: 'GC: Clean up any stale resources', anchor: 'gc-clean-up-any-stale-resources' },
  lifecycle: { section: 3, title: 'Lifecycle & Ordering', anchor: 'lifecycle--ordering' },
  attachmentParameters: { section: 3, title: 'Attachment Parameters', anchor: 'attachment-parameters' },
  adding: { section: 3, title: 'Adding an attachment', anchor: 'adding-an-attachment' },
  deleting: { section: 3, title: 'Deleting an attachment', anchor: 'deleting-an-attachment' },
  checking: { section: 3, title: 'Checking an attachment', anchor: 'checking-an-attachment' },
  collecting: { section: 3, title: 'Garbage-collecting a network', anchor: 'garbage-collecting-a-network' },
  deriving: {
    section: 3,
    title: 'Deriving request configuration from plugin configuration',
    anchor: 'deriving-request-configuration-from-plugin-configuration',
  },
  delegation: { section: 4, title: 'Section 4: Plugin Delegation', anchor: 'section-4-plugin-delegation' },
  delegated: { section: 4, title: 'Delegated Plugin protocol', anchor: 'delegated-plugin-protocol' },
  delegating: {
    section: 4,
    title: 'Delegated plugin execution procedure',
    anchor: 'delegated-plugin-execution-procedure',
  },
  results: { section: 5, title: 'Section 5: Result Types', anchor: 'section-5-result-types' },
  addSuccess: { section: 5, title: 'ADD Success', anchor: 'add-success' },
  ipamSuccess: { section: 5, title: 'Delegated plugins (IPAM)', anchor: 'delegated-plugins-ipam' },
  versionSuccess: { section: 5, title: 'VERSION Success', anchor: 'version-success' },
  error: { section: 5, title: 'Error', anchor: 'error' },
} as const satisfies Record<string, Heading>;

/** By which checks name a heading. */
export type HeadingName = keyof typeof HEADINGS;
