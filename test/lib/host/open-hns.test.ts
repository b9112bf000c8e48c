import { describe, expect, test } from 'vitest';
import { startServer } from '../../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { openHns } from '../../../lib/host/open-hns.ts';

describe('openHns()', () => {
  test.each([1, 2] as const)('without HNS, version %i: code 100 says what would do', async (api) => {
    await expect(openHns(api, { platform: 'linux', simulator: '' })).rejects.toMatchObject({
      code: 100,
      details: expect.stringContaining('CNI_HNS_SIMULATOR'),
    });
  });

  test.each([
    { api: 1, calls: ['HNSCall'] },
    { api: 2, calls: ['HcnEnumerateNetworks'] },
  ] as const)('version $api is the one that answers', async ({ api, calls }) => {
    const hns = new SimulatedHns();
    const server = await startServer(hns);
    const driver = await openHns(api, { platform: 'linux', simulator: server.address });
    expect(await driver.networks()).toEqual([]);
    expect(hns.journal.map((entry) => entry.function)).toEqual(calls);
    await server.close();
  });
});
