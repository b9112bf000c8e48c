import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedHns } from '../../../../conformance/simulated-hns/simulated-hns.ts';
import { HcnDriver } from '../../../../lib/hns/hcn/driver.ts';
import { HRESULTS } from '../../../../lib/hns/hresult-symbols.ts';
import {
  address,
  BRIDGE,
  cidr,
  endpointRequest,
  NOWHERE,
  OTHER_POD,
  OVERLAY,
  POD,
  simulatedNode,
} from './node.ts';
import { REACHES, type Reached } from './reach.ts';

/** What every driver must do is in test/lib/hns/driver-contract.test.ts; this is about HCN alone. */
describe.each(REACHES)('HcnDriver on a simulated HNS, $way', ({ reach }) => {
  let hns: SimulatedHns;
  let reached: Reached;
  let driver: HcnDriver;
  const namespace = { kind: 'namespace', id: POD } as const;

  beforeEach(async () => {
    hns = simulatedNode();
    reached = await reach(hns);
    driver = new HcnDriver(reached.api);
  });

  afterEach(async () => {
    expect(hns.openHandles, 'handles left open').toBe(0);
    await reached.close();
  });

  const callsTo = (name: string) => hns.journal.filter((entry) => entry.function === name);

  test('finds a network by its exact name in four calls', async () => {
    expect(await driver.findNetwork('vxlan0')).toMatchObject({ id: OVERLAY });
    expect(hns.journal.map((entry) => entry.function)).toEqual([
      'HcnEnumerateNetworks',
      'HcnOpenNetwork',
      'HcnQueryNetworkProperties',
      'HcnCloseNetwork',
    ]);
    expect(await driver.findNetwork('VXLAN0')).toBeUndefined();
    expect(await driver.findNetwork('')).toBeUndefined();
  });

  test('sends prefix lengths, and no IpConfigurations when no address is asked for', async () => {
    await driver.createEndpoint(endpointRequest());
    const created = await driver.createEndpoint(endpointRequest({ name: 'x', addresses: [], routes: [] }));
    expect(created.addresses).toEqual([cidr('10.244.1.3/24')]); // .1 is the gateway, .2 the host's
    expect(created.routes).toEqual([{ destination: cidr('0.0.0.0/0'), nextHop: address('10.244.1.1') }]);
    const [first, second] = callsTo('HcnCreateEndpoint').map((entry) => entry.arguments.settings);
    expect(first).toMatchObject({ IpConfigurations: [{ IpAddress: '10.244.1.7', PrefixLength: 24 }] });
    expect(second).not.toHaveProperty('IpConfigurations');
    expect(second).not.toHaveProperty('Routes');
    expect(second).not.toHaveProperty('MacAddress');
  });

  test('names the namespace that holds an endpoint already', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, { kind: 'namespace', id: OTHER_POD });
    await expect(driver.attach(id, namespace)).rejects.toMatchObject({
      code: 105,
      details: expect.stringContaining(OTHER_POD),
    });
  });

  test('an endpoint on the switch without a namespace is a conflict too', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    hns.fail('HcnModifyNamespace', { hresult: HRESULTS.HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS });
    await expect(driver.attach(id, namespace)).rejects.toMatchObject({
      code: 105,
      details: expect.stringContaining('0x803b002b HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS'),
    });
  });

  test('a missing namespace fails the attach, and is absent on detach', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    const gone = { kind: 'namespace', id: NOWHERE } as const;
    await expect(driver.attach(id, gone)).rejects.toMatchObject({
      code: 103,
      message: expect.stringContaining(NOWHERE),
      details: expect.stringContaining('no such namespace'),
    });
    expect(await driver.detach(id, gone)).toBe('absent');
    expect(await driver.namespaceExists(NOWHERE)).toBe(false);
    expect(await driver.namespaceExists(POD)).toBe(true);
  });

  test('a container needs apiVersion 1', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    const container = { kind: 'container', id: '3f9c' } as const;
    await expect(driver.attach(id, container)).rejects.toMatchObject({
      details: expect.stringContaining('"apiVersion": 1'),
    });
  });

  test('leaves out an endpoint that vanishes while endpoints are listed', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    hns.fail('HcnOpenEndpoint', { hresult: HRESULTS.ERROR_NOT_FOUND });
    expect((await driver.endpointsOf(BRIDGE)).map((endpoint) => endpoint.id)).toEqual([id]);
    hns.fail('HcnQueryEndpointProperties', { hresult: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND });
    expect(await driver.findEndpoint('3f9c_cbr0')).toBeUndefined();
  });
});
