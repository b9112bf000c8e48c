import type { HnsApiVersion } from '../../lib/host/host.ts';
import { onWindows, type Packager, packagers } from './executable.ts';
import type { Backend } from './packaged-node.ts';

/** Which executables, on which network, through which version of the API. */
export interface Case {
  readonly packager: Packager;
  readonly backend: Backend;
  readonly api: HnsApiVersion;
}

const kinds = [
  { backend: 'overlay', api: 2 },
  { backend: 'l2bridge', api: 2 },
  { backend: 'overlay', api: 1 },
  { backend: 'l2bridge', api: 1 },
] as const;

/** All there are; under Wine, where a process takes long to start, version 1 on a kind of network for each packager. */
export const cases: readonly Case[] = packagers.flatMap((packager) =>
  kinds
    .filter(({ backend, api }) => !onWindows || api === 2 || (backend === 'overlay') === (packager === 'bun'))
    .map((kind) => ({ packager, ...kind })),
);
