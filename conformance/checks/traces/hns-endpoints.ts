import type { Endpoint, HnsDriver } from '../../../lib/hns/driver.ts';
import { openHns } from '../../../lib/host/open-hns.ts';
import type { Trace, TraceSource } from './trace.ts';

/**
 * Endpoints of an HNS network that are named after a container, in Windows' own HNS or in a simulated one.
 *
 * @param simulator `CNI_HNS_SIMULATOR`, or `''`.
 * @param network Name of the network.
 */
export function hnsEndpoints(network: string, simulator: string): TraceSource {
  let driver: Promise<HnsDriver> | undefined;
  return {
    what: `endpoints of the HNS network "${network}"`,
    kind: 'interfaces',
    async find({ containerId }) {
      driver ??= openHns(2, { platform: process.platform, simulator });
      const hns = await driver;
      const found = await hns.findNetwork(network);
      const endpoints = found === undefined ? [] : await hns.endpointsOf(found.id);
      return endpoints
        .filter(({ name }) => name.includes(containerId))
        .map((endpoint) => traceOf(endpoint, hns));
    },
  };
}

function traceOf({ id, name }: Endpoint, hns: HnsDriver): Trace {
  return {
    shown: `HNS endpoint ${name}`,
    remove: async () => {
      await hns.deleteEndpoint(id);
      return {
        kind: 'note',
        text: `Remove the HNS endpoint ${name}: Get-HnsEndpoint ${id} | Remove-HnsEndpoint`,
      };
    },
  };
}
