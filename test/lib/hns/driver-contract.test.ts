import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import type { HnsDriver, Sandbox } from '../../../lib/hns/driver.ts';
import type { HcnApi } from '../../../lib/hns/hcn/api.ts';
import { HcnDriver } from '../../../lib/hns/hcn/driver.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';
import { V1Driver } from '../../../lib/hns/v1/driver.ts';
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
} from './hcn/node.ts';
import { REACHES, type Reached } from './hcn/reach.ts';

/** Both generations of the API, and the places they attach to. Version 1 has no DNS options. */
const DRIVERS: readonly {
  readonly name: string;
  readonly open: (api: HcnApi) => HnsDriver;
  readonly here: Sandbox;
  readonly dnsOptions: readonly string[];
}[] = [
  {
    name: 'HcnDriver, namespaces',
    open: (api) => new HcnDriver(api),
    here: { kind: 'namespace', id: POD },
    dnsOptions: ['ndots:5'],
  },
  {
    name: 'V1Driver, namespaces',
    open: (api) => new V1Driver(api),
    here: { kind: 'namespace', id: POD },
    dnsOptions: [],
  },
  {
    name: 'V1Driver, containers',
    open: (api) => new V1Driver(api),
    here: { kind: 'container', id: '3f9c' },
    dnsOptions: [],
  },
];

const CASES = DRIVERS.flatMap((driver) => REACHES.map((reach) => ({ ...driver, ...reach })));

describe.each(CASES)('every HnsDriver: $name, $way', ({ open, here, dnsOptions, reach }) => {
  let hns: SimulatedHns;
  let reached: Reached;
  let driver: HnsDriver;

  beforeEach(async () => {
    hns = simulatedNode({ computeSystems: ['3f9c'] });
    reached = await reach(hns);
    driver = open(reached.api);
  });

  afterEach(async () => {
    expect(hns.openHandles, 'handles left open').toBe(0);
    await reached.close();
  });

  test('asks for the version once, again after a failure', async () => {
    hns.fail('HNSCall', { hresult: HRESULTS.HCN_E_MANAGER_STOPPED });
    await expect(driver.version()).rejects.toMatchObject({ code: 11 });
    expect(await driver.version()).toEqual({ Major: 15, Minor: 4 });
    expect(await driver.version()).toEqual({ Major: 15, Minor: 4 });
    expect(hns.journal.filter((entry) => entry.function === 'HNSCall')).toHaveLength(2);
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

  test('finds networks and endpoints by their exact names', async () => {
    expect(await driver.findNetwork('vxlan0')).toMatchObject({ id: OVERLAY });
    expect(await driver.findNetwork('VXLAN0')).toBeUndefined();
    expect(await driver.findNetwork('')).toBeUndefined();
    expect(await driver.findEndpoint('cbr0_ep')).toMatchObject({ networkId: BRIDGE });
    expect(await driver.findEndpoint('cbr0')).toBeUndefined();
    expect(await driver.findEndpoint('')).toBeUndefined();
  });

  test('creates an endpoint, reads back what HNS filled in, and finds it the same', async () => {
    const request = endpointRequest({
      addresses: [cidr('10.244.1.7/24'), cidr('fd00:1::7/64')],
      routes: [
        { destination: cidr('0.0.0.0/0'), nextHop: address('10.244.1.2') },
        { destination: cidr('::/0'), nextHop: address('fd00:1::1') },
      ],
    });
    const created = await driver.createEndpoint(request);
    expect(created).toMatchObject({
      ...request,
      dns: { ...request.dns, options: dnsOptions },
      macAddress: expect.stringMatching(/^00-15-5D(-[0-9A-F]{2}){3}$/),
      isRemote: false,
    });
    expect(created).not.toHaveProperty('namespaceId');
    expect(created.containers ?? []).toEqual([]);
    expect(await driver.findEndpoint(request.name)).toEqual(created);
  });

  test('leaves the address to HNS when none is asked for', async () => {
    const created = await driver.createEndpoint(endpointRequest({ addresses: [], routes: [] }));
    expect(created.addresses).toEqual([cidr('10.244.1.3/24')]); // .1 is the gateway, .2 the host's
    expect(created.routes).toEqual([{ destination: cidr('0.0.0.0/0'), nextHop: address('10.244.1.1') }]);
  });

  test('lists the endpoints of one network only', async () => {
    const created = await driver.createEndpoint(endpointRequest());
    expect((await driver.endpointsOf(BRIDGE)).map(({ name }) => name)).toEqual(['cbr0_ep', created.name]);
    expect(await driver.endpointsOf(OVERLAY)).toEqual([]);
  });

  test('attaches, again without complaint, detaches, again as absent', async () => {
    const { id, name } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, here);
    const attached = await driver.findEndpoint(name);
    if (here.kind === 'namespace') expect(attached).toMatchObject({ namespaceId: POD });
    else expect(attached).toMatchObject({ containers: ['3f9c'] });
    await driver.attach(id, here);
    expect(await driver.detach(id, here)).toBe('detached');
    expect(await driver.detach(id, here)).toBe('absent');
    const detached = await driver.findEndpoint(name);
    expect(detached?.namespaceId).toBeUndefined();
    expect(detached?.containers ?? []).toEqual([]);
  });

  test('what is missing is absent on delete and detach, and refused on attach', async () => {
    const gone: Sandbox = here.kind === 'namespace' ? { ...here, id: NOWHERE } : { ...here, id: 'gone' };
    const { id } = await driver.createEndpoint(endpointRequest());
    expect(await driver.deleteEndpoint(NOWHERE)).toBe('absent');
    expect(await driver.detach(NOWHERE, here)).toBe('absent');
    expect(await driver.detach(id, gone)).toBe('absent');
    await expect(driver.attach(NOWHERE, here)).rejects.toMatchObject({ code: 103 });
    await expect(driver.attach(id, gone)).rejects.toMatchObject({
      code: 103,
      message: expect.stringContaining(gone.id),
    });
  });

  test('knows which namespaces there are', async () => {
    expect(await driver.namespaceExists(NOWHERE)).toBe(false);
    expect(await driver.namespaceExists(POD)).toBe(true);
  });

  test('lists the endpoints in a namespace, of a namespace that is not there none', async () => {
    const [inside, outside] = [
      await driver.createEndpoint(endpointRequest()),
      await driver.createEndpoint(endpointRequest({ addresses: [cidr('10.244.1.8/24')] })),
    ];
    const attached = here.kind === 'namespace' ? [inside.id] : [];
    await driver.attach(inside.id, here);
    expect((await driver.endpointsIn(POD)).map(({ id }) => id)).toEqual(attached);
    expect(await driver.endpointsIn(NOWHERE)).toEqual([]);
    expect(await driver.detach(outside.id, here)).toBe('absent');
  });

  test('deletes an attached endpoint', async () => {
    const { id } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, here);
    expect(await driver.deleteEndpoint(id)).toBe('deleted');
    expect(await driver.deleteEndpoint(id)).toBe('absent');
    expect(hns.dump().namespaces[0]).toMatchObject({ Resources: [] });
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

  test('an endpoint that another namespace holds is a conflict', async () => {
    if (here.kind === 'container') return; // containers share endpoints
    const { id } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, { kind: 'namespace', id: OTHER_POD });
    await expect(driver.attach(id, here)).rejects.toMatchObject({
      code: 105,
      details: expect.stringContaining(OTHER_POD),
    });
  });
});
