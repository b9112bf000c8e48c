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

  test('asks for the version once', async () => {
    expect(await driver.version()).toEqual({ Major: 15, Minor: 4 });
    expect(await driver.version()).toEqual({ Major: 15, Minor: 4 });
    expect(callsTo('HNSCall')).toHaveLength(1);
  });

  test('asks for the version again after a failure', async () => {
    hns.fail('HNSCall', { hresult: HRESULTS.HCN_E_MANAGER_STOPPED });
    await expect(driver.version()).rejects.toMatchObject({ code: 11 });
    expect(await driver.version()).toEqual({ Major: 15, Minor: 4 });
  });

  test('reads networks with subnets, gateways and the management address', async () => {
    expect(await driver.networks()).toEqual([
      {
        id: BRIDGE,
        name: 'cbr0',
        type: 'L2Bridge',
        subnets: [
          { prefix: cidr('10.244.1.0/24'), gateway: address('10.244.1.1') },
          { prefix: cidr('fd00:1::/64'), gateway: address('fd00:1::1') },
        ],
        managementAddress: address('192.168.79.39'),
      },
      {
        id: OVERLAY,
        name: 'vxlan0',
        type: 'Overlay',
        subnets: [{ prefix: cidr('10.244.2.0/24'), gateway: address('10.244.2.1') }],
        managementAddress: address('192.168.79.40'),
      },
    ]);
  });

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

  test('creates an endpoint and reads back what HNS filled in', async () => {
    const request = endpointRequest({ addresses: [cidr('10.244.1.7/24'), cidr('fd00:1::7/64')] });
    const { networkId, name, addresses, routes, dns, policies } = request;
    const created = await driver.createEndpoint(request);
    expect(created).toEqual({
      id: created.id,
      networkId,
      name,
      addresses,
      routes,
      dns,
      policies,
      macAddress: expect.stringMatching(/^00-15-5D(-[0-9A-F]{2}){3}$/),
      isRemote: false,
    });
    expect(await driver.findEndpoint(name)).toEqual(created);
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

  test('lists the endpoints of one network only', async () => {
    const created = await driver.createEndpoint(endpointRequest());
    expect((await driver.endpointsOf(BRIDGE)).map(({ name }) => name)).toEqual(['cbr0_ep', created.name]);
    expect(await driver.endpointsOf(OVERLAY)).toEqual([]);
  });

  test('attaches, again without complaint, detaches, again as absent', async () => {
    const { id, name } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, namespace);
    expect(await driver.findEndpoint(name)).toMatchObject({ namespaceId: POD });
    await driver.attach(id, namespace);
    expect(await driver.detach(id, namespace)).toBe('detached');
    expect(await driver.detach(id, namespace)).toBe('absent');
    expect(await driver.findEndpoint(name)).not.toHaveProperty('namespaceId');
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

  test('a missing endpoint is absent on delete and detach, and refused on attach', async () => {
    expect(await driver.deleteEndpoint(NOWHERE)).toBe('absent');
    expect(await driver.detach(NOWHERE, namespace)).toBe('absent');
    await expect(driver.attach(NOWHERE, namespace)).rejects.toMatchObject({ code: 103 });
  });

  test('deletes an attached endpoint', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, namespace);
    expect(await driver.deleteEndpoint(id)).toBe('deleted');
    expect(await driver.deleteEndpoint(id)).toBe('absent');
    expect(hns.dump().namespaces[0]).toMatchObject({ Resources: [] });
  });

  test('leaves out an endpoint that vanishes while endpoints are listed', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    hns.fail('HcnOpenEndpoint', { hresult: HRESULTS.ERROR_NOT_FOUND });
    expect((await driver.endpointsOf(BRIDGE)).map((endpoint) => endpoint.id)).toEqual([id]);
    hns.fail('HcnQueryEndpointProperties', { hresult: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND });
    expect(await driver.findEndpoint('3f9c_cbr0')).toBeUndefined();
  });

  test('creating on a network that is gone is refused', async () => {
    await expect(driver.createEndpoint(endpointRequest({ networkId: NOWHERE }))).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining('0x803b0001 HCN_E_NETWORK_NOT_FOUND'),
    });
  });

  test('two endpoints under one name: the first is found', async () => {
    const first = await driver.createEndpoint(endpointRequest());
    await driver.createEndpoint(endpointRequest({ addresses: [cidr('10.244.1.8/24')] }));
    expect(await driver.findEndpoint('3f9c_cbr0')).toEqual(first);
  });
});
