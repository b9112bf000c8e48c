import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { JsonObject } from '../../lib/cni/json.ts';
import { type Chain, CNI_VERSION, escaped, inputOf, parametersOf } from './chain.ts';
import { filesBelow } from './files-below.ts';

/** Executables of one maker. */
export interface Maker {
  readonly who: string;
  /** Path of host-local, or of flannel; its delegates lie beside it. */
  readonly program: string;
  /** Where delegates are looked for; the program's folder when absent. */
  readonly path?: string;
}

export const NETWORK = 'pods';

/** host-local by itself, with an address range for every pod a node can have. */
export function hostLocalChain({ who, program }: Maker, dataDir: string, network = NETWORK): Chain {
  const config: JsonObject = {
    cniVersion: CNI_VERSION,
    name: network,
    type: 'host-local',
    ipam: { type: 'host-local', subnet: '10.88.0.0/16', dataDir },
  };
  return chainOf({ who, program }, 'host-local', config, dataDir);
}

/** flannel, which on Linux hands any delegate an `ipam`, with host-local for the delegate: two plugins and no network. */
export function flannelToHostLocal(maker: Maker, folder: string): Chain {
  const subnetFile = join(folder, 'subnet.env');
  mkdirSync(folder, { recursive: true });
  writeFileSync(subnetFile, SUBNET_ENV);
  const config: JsonObject = {
    cniVersion: CNI_VERSION,
    name: NETWORK,
    type: 'flannel',
    subnetFile,
    dataDir: join(folder, 'flannel'),
    ipam: { dataDir: join(folder, 'leases') },
    delegate: { type: 'host-local' },
  };
  return chainOf(maker, 'flannel → host-local', config, folder);
}

const SUBNET_ENV = `FLANNEL_NETWORK=10.244.0.0/16
FLANNEL_SUBNET=10.244.1.1/24
FLANNEL_MTU=1450
FLANNEL_IPMASQ=true
`;

/** What stays when no pod is left. */
const NO_REMAINS = ['lock', 'last_reserved_ip.0', 'subnet.env'];

function chainOf(
  { who, program, path = dirname(program) }: Maker,
  what: string,
  config: JsonObject,
  folder: string,
): Chain {
  return {
    who,
    what,
    call: (verb, pod, prevResult) => ({
      words: [program],
      environment: parametersOf(verb, pod, path),
      inputs: [inputOf(config, prevResult)],
    }),
    remains: async () => filesBelow(folder).filter((file) => !NO_REMAINS.includes(basename(file))),
    processes: new RegExp(`^${escaped(program)}`),
  };
}
