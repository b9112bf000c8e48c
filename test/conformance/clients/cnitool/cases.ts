import { cnitoolCommand, OWN_COMMAND } from '../../../../conformance/clients/client-commands.ts';
import { packagers } from '../../../executables/executable.ts';
import type { Backend } from '../../../executables/packaged-node.ts';

const cnitool = await cnitoolCommand();

/**
 * cnitool with the executables of every packager, and our own command, which is to do the same: with those of one, since
 * it knows nothing of packagers. `$client.name` and `$packager` in titles.
 */
export const CLIENTS = [
  ...packagers.map((packager) => ({ client: cnitool, packager })),
  { client: OWN_COMMAND, packager: 'bun' as const },
];

/** On l2bridge the second address is the node's own endpoint, which is the gateway. */
const FIRST = {
  overlay: { address: '10.244.1.2', gateway: '10.244.1.1' },
  l2bridge: { address: '10.244.1.3', gateway: '10.244.1.2' },
} as const;

const backends: readonly Backend[] = ['overlay', 'l2bridge'];

/** The same on each backend of flanneld, with the first address of a pod there. */
export const NETWORKS = CLIENTS.flatMap((each) =>
  backends.map((backend) => ({ ...each, backend, ...FIRST[backend] })),
);
