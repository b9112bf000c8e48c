import type { HeadingName } from './specification.ts';

/** A rule of the specification without a check. */
export interface UnobservableRule {
  readonly heading: HeadingName;
  /** Where under the heading. */
  readonly place: string;
  /** The rule in our words. Markdown, without a full stop. */
  readonly rule: string;
  /** Why there is no check. Markdown, without a full stop. */
  readonly why: string;
}

const OF_ADMINISTRATORS = 'a rule for whoever writes configurations';
const OF_RUNTIMES = 'a rule for runtimes: ours is held to it by the tests in `test/conformance/runtime`';

/** Every rule of the specification that cannot be observed from outside a plugin, and why. */
export const UNOBSERVABLE_RULES: readonly UnobservableRule[] = [
  {
    heading: 'configuration',
    place: '`name`',
    rule: 'The name of a network is unique on its host',
    why: OF_ADMINISTRATORS,
  },
  {
    heading: 'configuration',
    place: '`disableCheck`, `disableGC`, `loadOnlyInlinedPlugins`, `plugins`',
    rule: 'CHECK and GC are not called where they are disabled; plugins are gathered from the list and its folder',
    why: OF_RUNTIMES,
  },
  {
    heading: 'pluginConfiguration',
    place: 'paragraphs 1 and 2, other keys',
    rule: 'Every valid plugin object is used, and its keys are handed on as they are, those a runtime does not know too',
    why: OF_RUNTIMES,
  },
  {
    heading: 'pluginConfiguration',
    place: '`type`',
    rule: 'It names an executable, and has no character that paths cannot have',
    why: `${OF_RUNTIMES}. That of a delegated plugin is seen by \`delegate-type-form\``,
  },
  {
    heading: 'pluginConfiguration',
    place: 'reserved keys',
    rule: '`runtimeConfig`, `args` and keys beginning with `cni.dev/` are not written into configurations',
    why: OF_ADMINISTRATORS,
  },
  {
    heading: 'pluginConfiguration',
    place: 'well-known keys',
    rule: 'A plugin that uses `ipMasq`, `ipam` or `dns` gives them the meaning they have',
    why: 'whether it uses them cannot be told; what masquerading and name resolution do shows in packets alone. That `ipam` names the plugin that is called is seen by the checks of delegation',
  },
  {
    heading: 'versions',
    place: 'paragraph 2',
    rule: 'A runtime takes the highest version that a network offers and it supports',
    why: OF_RUNTIMES,
  },
  {
    heading: 'versions',
    place: 'paragraph 3',
    rule: 'The format of configurations stays compatible within a major version',
    why: 'a rule for the specification itself',
  },
  {
    heading: 'protocol',
    place: 'paragraph 5',
    rule: 'Plugins are executed in the network domain of the runtime',
    why: OF_RUNTIMES,
  },
  {
    heading: 'add',
    place: 'optional environment parameters, and those of DEL, CHECK and STATUS',
    rule: '`CNI_PATH` may be absent for all commands but GC',
    why: 'every runtime sets it, and the Go library, which most plugins are made with, asks for it with every command but VERSION',
  },
  {
    heading: 'add',
    place: 'required environment parameters, and those of all other commands',
    rule: '`CNI_COMMAND` is set',
    why: 'a program that is started without it was not called as a plugin: those made with the Go library, and ours, say what they are and succeed',
  },
  {
    heading: 'parameters',
    place: '`CNI_ARGS`, `CNI_PATH`',
    rule: 'Arguments are pairs separated by `;`, folders are separated as the system does it',
    why: `${OF_RUNTIMES}. That folders are read so is seen by the checks of delegation, which give more than one`,
  },
  {
    heading: 'add',
    place: 'paragraph 1',
    rule: 'The interface is there and carries packets',
    why: 'what an interface does shows in packets alone. That there is one is seen in HNS and in network namespaces (`check-missing-interface`), and CHECK answers for the rest',
  },
  {
    heading: 'add',
    place: 'paragraph 4, sentence 1',
    rule: 'ADD is not called twice for one attachment without a DEL in between',
    why: `${OF_RUNTIMES}. What the plugin does when it happens is seen by \`add-repeated\``,
  },
  {
    heading: 'del',
    place: 'paragraph 2, sentences 1 and 2',
    rule: 'DEL is given the final result of ADD as `prevResult`',
    why: OF_RUNTIMES,
  },
  {
    heading: 'check',
    place: 'plugin considerations, item 3, routes',
    rule: 'CHECK fails when a route of the plugin is missing',
    why: 'the suite takes no single route away: HNS has no way to, and one of a container goes with its interface (`check-missing-interface`). A route in `prevResult` that was never made may be that of a later plugin',
  },
  {
    heading: 'check',
    place: 'plugin considerations, items 4 and 5',
    rule: 'CHECK fails when firewall rules, traffic shaping or a daemon are missing, or the container cannot be reached',
    why: 'the suite does not know them, and cannot take them away. Reservations and interfaces it can: `check-missing-files`, `check-missing-interface`',
  },
  {
    heading: 'check',
    place: 'plugin considerations, item 6',
    rule: 'CHECK allows for the time that resources take to be ready',
    why: 'how long is reasonable is not said. Immediately after ADD it has to succeed: `check-after-add`',
  },
  {
    heading: 'check',
    place: 'runtime considerations',
    rule: 'CHECK is called between ADD and DEL, with its result and the same parameters, and not where it is disabled',
    why: OF_RUNTIMES,
  },
  {
    heading: 'status',
    place: 'paragraph 3',
    rule: 'STATUS fails when a service or daemon that the plugin relies on is not available',
    why: 'the suite does not know such services. With `--unready-config` a configuration can stand in for their absence: `status-not-ready`',
  },
  {
    heading: 'status',
    place: 'codes 50 and 51',
    rule: 'Two codes say that a plugin is not available, and whether running containers are cut off',
    why: 'the specification defines them without asking for them: any error of STATUS is accepted',
  },
  {
    heading: 'gc',
    place: 'paragraph 7',
    rule: 'GC is no substitute for DEL',
    why: OF_RUNTIMES,
  },
  {
    heading: 'gc',
    place: 'paragraph 4, sentence 1',
    rule: 'GC removes as much as it can',
    why: 'what a plugin could remove is known to itself. What can be seen has to be gone: `gc-removes-stale`',
  },
  {
    heading: 'lifecycle',
    place: 'list items 1, 2, 4, 6, 7 and 8',
    rule: 'Namespaces are made and removed, operations on one container wait for each other, GC runs alone, ADD is followed by DEL, configurations do not change meanwhile',
    why: OF_RUNTIMES,
  },
  {
    heading: 'attachmentParameters',
    place: 'list, and the paragraph after it',
    rule: 'Each attachment has its parameters, and plugins are given the folders to look for others in',
    why: OF_RUNTIMES,
  },
  {
    heading: 'adding',
    place: 'items 1 to 4, and those of deleting, checking and garbage-collecting',
    rule: 'Plugins are called in order, for DEL in reverse, each with its result; a missing executable is an error, and the first error ends all but GC',
    why: OF_RUNTIMES,
  },
  {
    heading: 'adding',
    place: 'last paragraph',
    rule: 'The result of the last plugin is kept for CHECK and DEL',
    why: OF_RUNTIMES,
  },
  {
    heading: 'deriving',
    place: 'the whole of it',
    rule: 'Plugins get their object with `cniVersion`, `name`, `runtimeConfig`, `prevResult` and the list of attachments, without `capabilities`',
    why: OF_RUNTIMES,
  },
  {
    heading: 'addSuccess',
    place: '`interfaces`',
    rule: 'All interfaces that were made are listed, those on the host too, with the `mac` and `mtu` they have',
    why: 'the suite does not know which were made. That the one in the container is listed is seen by `add-interface-name`',
  },
  {
    heading: 'addSuccess',
    place: '`ips`, `routes`, `dns`',
    rule: 'The addresses, routes and name servers listed are those that were set up',
    why: 'what was set up cannot be compared from outside; the addresses of a delegated IPAM plugin are (`delegation-result`)',
  },
  {
    heading: 'error',
    place: 'code 2',
    rule: 'An error with code 2 names the key and value that are not supported',
    why: 'which keys a plugin does not support is its own affair: it may ignore them',
  },
  {
    heading: 'error',
    place: 'codes 3, 5 and 11',
    rule: 'An unknown container, a failed read and a passing condition have codes of their own',
    why: 'they cannot be brought about in every plugin, and which condition passes only the plugin knows',
  },
];
