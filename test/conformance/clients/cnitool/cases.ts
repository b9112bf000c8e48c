import { clientCommands } from '../../../../conformance/clients/client-commands.ts';
import { packagers } from '../../../executables/executable.ts';
import type { Backend } from '../../../executables/packaged-node.ts';

const clients = await clientCommands();

/** Every client with the executables of every packager; `$client.name` and `$packager` in titles. */
export const CLIENTS = clients.flatMap((client) => packagers.map((packager) => ({ client, packager })));

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
