import { startServer } from '../../../../conformance/simulated-hns/server.ts';
import type { SimulatedHns } from '../../../../conformance/simulated-hns/simulated-hns.ts';
import type { HcnApi } from '../../../../lib/hns/hcn/api.ts';
import { connectToSimulator } from '../../../../lib/hns/hcn/simulator-client.ts';

/** An API to a simulated HNS, and how to leave it. */
export interface Reached {
  readonly api: HcnApi;
  close(): Promise<void>;
}

/** A way to reach a simulated HNS. */
export interface Reach {
  readonly way: string;
  reach(hns: SimulatedHns): Promise<Reached>;
}

/** Both ways there are: what holds for one holds for the other. */
export const REACHES: readonly Reach[] = [
  { way: 'in process', reach: async (hns) => ({ api: hns.api(), close: async () => {} }) },
  {
    way: 'over TCP',
    reach: async (hns) => {
      const server = await startServer(hns);
      return { api: connectToSimulator(server.address), close: () => server.close() };
    },
  },
];
