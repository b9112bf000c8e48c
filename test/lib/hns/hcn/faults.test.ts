import { describe, expect, test } from 'vitest';
import type { SimulatedHns } from '../../../../conformance/simulated-hns/simulated-hns.ts';
import type { HnsDriver } from '../../../../lib/hns/driver.ts';
import { HcnDriver } from '../../../../lib/hns/hcn/driver.ts';
import type { HcnFunction } from '../../../../lib/hns/hcn/functions.ts';
import { HRESULTS } from '../../../../lib/hns/hresult-symbols.ts';
import { endpointRequest, POD, simulatedNode } from './node.ts';
import { REACHES } from './reach.ts';

const namespace = { kind: 'namespace', id: POD } as const;

/** What a plugin does on ADD and DEL. */
async function wholeLife(driver: HnsDriver): Promise<void> {
  await driver.findNetwork('cbr0');
  const { id } = await driver.createEndpoint(endpointRequest());
  await driver.attach(id, namespace);
  await driver.findEndpoint('3f9c_cbr0');
  await driver.endpointsOf(endpointRequest().networkId);
  await driver.detach(id, namespace);
  await driver.deleteEndpoint(id);
}

const names = (hns: SimulatedHns) => hns.dump().endpoints.map((endpoint) => endpoint.Name);

const FUNCTIONS: readonly HcnFunction[] = [
  'HcnEnumerateNetworks',
  'HcnOpenNetwork',
  'HcnQueryNetworkProperties',
  'HcnCreateEndpoint',
  'HcnQueryEndpointProperties',
  'HcnEnumerateEndpoints',
  'HcnOpenEndpoint',
  'HcnOpenNamespace',
  'HcnModifyNamespace',
  'HcnDeleteEndpoint',
];

describe.each(REACHES)('a call that goes wrong, $way', ({ reach }) => {
  test.each(FUNCTIONS)('%s refused for good: code 103, no handle stays open', async (name) => {
    const hns = simulatedNode();
    const { api, close } = await reach(hns);
    hns.fail(name, { hresult: HRESULTS.E_UNEXPECTED });
    await expect(wholeLife(new HcnDriver(api))).rejects.toMatchObject({
      code: 103,
      details: expect.stringMatching(`^${name} answered 0x8000ffff E_UNEXPECTED`),
    });
    expect(hns.openHandles).toBe(0);
    await close();
  });

  test.each(FUNCTIONS)('%s refused for now: code 11', async (name) => {
    const hns = simulatedNode();
    const { api, close } = await reach(hns);
    hns.fail(name, { hresult: HRESULTS.RPC_S_SERVER_UNAVAILABLE });
    await expect(wholeLife(new HcnDriver(api))).rejects.toMatchObject({ code: 11 });
    expect(hns.openHandles).toBe(0);
    await close();
  });

  test.each(FUNCTIONS.flatMap((name) => (['before', 'after'] as const).map((when) => ({ name, when }))))(
    'the connection drops $when $name takes effect: code 11, no handle stays open',
    async ({ name, when }) => {
      const hns = simulatedNode();
      const { api, close } = await reach(hns);
      hns.drop(name, { when });
      await expect(wholeLife(new HcnDriver(api))).rejects.toMatchObject({ code: 11 });
      expect(hns.openHandles).toBe(0);
      await close();
    },
  );

  test.each([
    {
      fault: 'the creation is refused for now',
      set: (hns: SimulatedHns) => hns.fail('HcnCreateEndpoint', { hresult: HRESULTS.ERROR_TIMEOUT }),
    },
    {
      fault: 'the reply to the creation is lost',
      set: (hns: SimulatedHns) => hns.drop('HcnCreateEndpoint', { when: 'after' }),
    },
    {
      fault: 'the read-back is refused',
      set: (hns: SimulatedHns) => hns.fail('HcnQueryEndpointProperties', { hresult: HRESULTS.E_FAIL }),
    },
    {
      fault: 'the endpoint vanishes before the read-back',
      set: (hns: SimulatedHns) =>
        hns.fail('HcnQueryEndpointProperties', { hresult: HRESULTS.ERROR_NOT_FOUND }),
    },
    {
      fault: 'the connection drops in the read-back',
      set: (hns: SimulatedHns) => hns.drop('HcnQueryEndpointProperties'),
    },
    {
      fault: 'the creation is reported as failed although it was not',
      set: (hns: SimulatedHns) =>
        hns.fail('HcnCreateEndpoint', { hresult: HRESULTS.RPC_S_CALL_FAILED, when: 'after' }),
    },
    {
      fault: 'the creation fails half-way, with an error that tells nothing',
      set: (hns: SimulatedHns) =>
        hns.fail('HcnCreateEndpoint', { hresult: HRESULTS.E_UNEXPECTED, when: 'after' }),
    },
  ])('nothing remains of an endpoint when $fault', async ({ set }) => {
    const hns = simulatedNode();
    const { api, close } = await reach(hns);
    set(hns);
    await expect(new HcnDriver(api).createEndpoint(endpointRequest())).rejects.toThrow(
      /Cannot create|Lost the connection/,
    );
    expect(names(hns)).toEqual(['cbr0_ep']);
    expect(hns.openHandles).toBe(0);
    await close();
  });

  test('a close that fails does not undo what succeeded', async () => {
    const hns = simulatedNode();
    const { api, close } = await reach(hns);
    for (const name of ['HcnCloseEndpoint', 'HcnCloseNetwork'] as const) hns.drop(name);
    await new HcnDriver(api).createEndpoint(endpointRequest());
    expect(names(hns)).toEqual(['cbr0_ep', '3f9c_cbr0']);
    await close();
  });

  test('when removing it fails as well, both errors are told', async () => {
    const hns = simulatedNode();
    const { api, close } = await reach(hns);
    hns.fail('HcnQueryEndpointProperties', { hresult: HRESULTS.E_FAIL });
    hns.fail('HcnDeleteEndpoint', { hresult: HRESULTS.ERROR_ACCESS_DENIED });
    await expect(new HcnDriver(api).createEndpoint(endpointRequest())).rejects.toMatchObject({
      code: 103,
      details: expect.stringMatching(/E_FAIL.*Removing endpoint .* failed too.*ERROR_ACCESS_DENIED/s),
    });
    await close();
  });
});
