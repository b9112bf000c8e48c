import { describe, expect, test } from 'vitest';
import type { SimulatedHns } from '../../../../conformance/simulated-hns/simulated-hns.ts';
import type { HnsDriver } from '../../../../lib/hns/driver.ts';
import type { HcnFunction } from '../../../../lib/hns/hcn/functions.ts';
import { HRESULTS } from '../../../../lib/hns/hresult-symbols.ts';
import { MissingContainer } from '../../../../lib/hns/missing-container.ts';
import { V1Driver } from '../../../../lib/hns/v1/driver.ts';
import { BRIDGE, endpointRequest, NOWHERE, POD, simulatedNode } from '../hcn/node.ts';

const container = { kind: 'container', id: '3f9c' } as const;
const namespace = { kind: 'namespace', id: POD } as const;
const names = (hns: SimulatedHns) => hns.dump().endpoints.map((endpoint) => endpoint.Name);
const node = (options = {}) => simulatedNode({ computeSystems: ['3f9c'], ...options });

/** What a plugin does on ADD and DEL. */
async function wholeLife(driver: HnsDriver): Promise<void> {
  await driver.findNetwork('cbr0');
  const { id } = await driver.createEndpoint(endpointRequest());
  await driver.attach(id, container);
  await driver.endpointsOf(BRIDGE);
  await driver.detach(id, container);
  await driver.deleteEndpoint(id);
}

async function callsOfWholeLife(): Promise<{ name: HcnFunction; nth: number }[]> {
  const hns = node();
  await wholeLife(new V1Driver(hns.api()));
  const seen = new Map<HcnFunction, number>();
  return hns.journal.map(({ function: name }) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { name, nth: seen.get(name) ?? 0 };
  });
}

const CALLS = (await callsOfWholeLife()).filter(({ name }) => name !== 'HcsCloseComputeSystem');

describe('a call of version 1 that goes wrong', () => {
  test('are those of a whole life', () => {
    expect(CALLS.map(({ name }) => name)).toEqual([
      'HNSCall', // networks
      'HNSCall', // create
      'HNSCall', // what the endpoint is attached to
      'HcsOpenComputeSystem',
      'HcsModifyComputeSystem',
      'HNSCall', // endpoints
      'HNSCall', // what the endpoint is attached to
      'HcsOpenComputeSystem',
      'HcsModifyComputeSystem',
      'HNSCall', // delete
    ]);
  });

  test.each(CALLS)('$name no. $nth refused for good: code 103, no handle stays open', async (call) => {
    const hns = node();
    hns.fail(call.name, { nth: call.nth, hresult: HRESULTS.E_UNEXPECTED });
    await expect(wholeLife(new V1Driver(hns.api()))).rejects.toMatchObject({
      code: 103,
      details: expect.stringMatching(`^${call.name}.* answered 0x8000ffff E_UNEXPECTED`),
    });
    expect(hns.openHandles).toBe(0);
  });

  test.each(CALLS)('$name no. $nth refused for now: code 11', async (call) => {
    const hns = node();
    hns.fail(call.name, { nth: call.nth, hresult: HRESULTS.RPC_S_SERVER_UNAVAILABLE });
    await expect(wholeLife(new V1Driver(hns.api()))).rejects.toMatchObject({ code: 11 });
    expect(hns.openHandles).toBe(0);
  });

  test.each(['before', 'after'] as const)(
    'the connection drops %s it takes effect: code 11, no handle stays open',
    async (when) => {
      for (const { name, nth } of CALLS) {
        const hns = node();
        hns.drop(name, { nth, when });
        await expect(wholeLife(new V1Driver(hns.api())), `${name} ${nth}`).rejects.toMatchObject({
          code: 11,
        });
        expect(hns.openHandles).toBe(0);
      }
    },
  );

  test.each([
    {
      fault: 'refused for now',
      set: (hns: SimulatedHns) => hns.fail('HNSCall', { hresult: HRESULTS.ERROR_TIMEOUT }),
    },
    {
      fault: 'reported as failed',
      set: (hns: SimulatedHns) => hns.fail('HNSCall', { hresult: HRESULTS.RPC_S_CALL_FAILED, when: 'after' }),
    },
    { fault: 'answered into the void', set: (hns: SimulatedHns) => hns.drop('HNSCall', { when: 'after' }) },
    {
      fault: 'ended half-way, with an error that tells nothing',
      set: (hns: SimulatedHns) => hns.fail('HNSCall', { hresult: HRESULTS.E_UNEXPECTED, when: 'after' }),
      code: 103,
    },
  ])('nothing remains of an endpoint whose creation is $fault', async ({ set, code = 11 }) => {
    const hns = node();
    set(hns);
    await expect(new V1Driver(hns.api()).createEndpoint(endpointRequest())).rejects.toMatchObject({ code });
    expect(names(hns)).toEqual(['cbr0_ep']);
  });

  test('when removing it again fails as well, both errors are told', async () => {
    const hns = node();
    hns.fail('HNSCall', { hresult: HRESULTS.ERROR_TIMEOUT });
    hns.fail('HNSCall', { nth: 2, hresult: HRESULTS.ERROR_ACCESS_DENIED });
    await expect(new V1Driver(hns.api()).createEndpoint(endpointRequest())).rejects.toMatchObject({
      code: 11,
      details: expect.stringMatching(/ERROR_TIMEOUT.*Removing it again failed too.*ERROR_ACCESS_DENIED/s),
    });
  });
});

describe('an older host, which tells failures by text alone', () => {
  const older = () => node({ hnsCallFailsBy: 'envelope', missingEndpoint: 'ERROR_NOT_FOUND' });

  test('what is gone is absent', async () => {
    const driver = new V1Driver(older().api());
    expect(await driver.deleteEndpoint(NOWHERE)).toBe('absent');
    expect(await driver.detach(NOWHERE, container)).toBe('absent');
    expect(await driver.detach(NOWHERE, namespace)).toBe('absent');
  });

  test('a taken address is a conflict, a wrong policy a refusal that quotes the document', async () => {
    const driver = new V1Driver(older().api());
    await driver.createEndpoint(endpointRequest());
    await expect(driver.createEndpoint(endpointRequest({ name: 'x' }))).rejects.toMatchObject({
      code: 105,
      details: expect.stringContaining('HNSCall POST /endpoints/ answered 0x803b002f'),
    });
    const policies = [{ Type: 'OutBoundNAT', Settings: { Exceptions: ['x'] } }] as const;
    await expect(driver.createEndpoint(endpointRequest({ name: 'y', policies }))).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining('"ExceptionList":["x"]'),
    });
  });

  test('a text nobody knows is a refusal with the text', async () => {
    const hns = older();
    hns.fail('HNSCall', { hresult: HRESULTS.HCN_E_REGKEY_FAILURE });
    await expect(new V1Driver(hns.api()).networks()).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining('REGKEY_FAILURE'),
    });
  });
});

describe('attaching to containers', () => {
  test('several share an endpoint', async () => {
    const hns = node({ computeSystems: ['pause', 'app'] });
    const driver = new V1Driver(hns.api());
    const { id } = await driver.createEndpoint(endpointRequest());
    for (const id2 of ['pause', 'app']) await driver.attach(id, { kind: 'container', id: id2 });
    expect(await driver.findEndpoint('3f9c_cbr0')).toMatchObject({ containers: ['pause', 'app'] });
    expect(await driver.detach(id, { kind: 'container', id: 'PAUSE' })).toBe('detached');
    expect(await driver.findEndpoint('3f9c_cbr0')).toMatchObject({ containers: ['app'] });
  });

  test('a container that is attached already is left alone', async () => {
    const hns = node();
    const driver = new V1Driver(hns.api());
    const { id } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, container);
    const before = hns.journal.length;
    await driver.attach(id, { ...container, id: '3F9C' });
    expect(hns.journal.slice(before).map((entry) => entry.function)).toEqual(['HNSCall']);
  });

  test('a container the compute service does not know: what to do under which runtime', async () => {
    const driver = new V1Driver(node({ computeSystems: [] }).api());
    const { id } = await driver.createEndpoint(endpointRequest());
    const attached = driver.attach(id, container);
    await expect(attached).rejects.toBeInstanceOf(MissingContainer);
    await expect(attached).rejects.toMatchObject({
      code: 103,
      message: expect.stringContaining('"3f9c"'),
      details: expect.stringMatching(/0xc037010e.*containerd.*"apiVersion"/s),
    });
  });

  test.each([
    'ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND',
    'ERROR_VMCOMPUTE_SYSTEM_ALREADY_STOPPED',
    'ERROR_VMCOMPUTE_TERMINATED',
    'ERROR_VMCOMPUTE_INVALID_STATE',
  ] as const)('detaching from a container that is gone (%s) has HNS forget it', async (symbol) => {
    const hns = node();
    const driver = new V1Driver(hns.api());
    const { id } = await driver.createEndpoint(endpointRequest());
    await driver.attach(id, container);
    hns.fail(symbol.endsWith('NOT_FOUND') ? 'HcsOpenComputeSystem' : 'HcsModifyComputeSystem', {
      hresult: HRESULTS[symbol],
    });
    expect(await driver.detach(id, container)).toBe('absent');
    expect(await driver.findEndpoint('3f9c_cbr0')).toMatchObject({ containers: [] });
    expect(hns.openHandles).toBe(0);
  });

  test('what HNS says of a container that is gone does not keep it from going, unless it may pass', async () => {
    for (const { hresult, code } of [
      { hresult: HRESULTS.E_INVALIDARG, code: undefined },
      { hresult: HRESULTS.HCN_E_MANAGER_STOPPED, code: 11 },
    ]) {
      const hns = node();
      const driver = new V1Driver(hns.api());
      const { id } = await driver.createEndpoint(endpointRequest());
      await driver.attach(id, container);
      hns.fail('HcsOpenComputeSystem', { hresult: HRESULTS.ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND });
      hns.fail('HNSCall', { nth: 2, hresult });
      const outcome = driver.detach(id, container);
      if (code === undefined) expect(await outcome).toBe('absent');
      else await expect(outcome).rejects.toMatchObject({ code });
    }
  });

  test('"already attached" counts only when it is attached to this container', async () => {
    const hns = node();
    const driver = new V1Driver(hns.api());
    const { id } = await driver.createEndpoint(endpointRequest());
    const hresult = HRESULTS.HCN_E_ENDPOINT_ALREADY_ATTACHED;
    hns.fail('HcsModifyComputeSystem', { hresult });
    await expect(driver.attach(id, container)).rejects.toMatchObject({ code: 105 });
    hns.fail('HcsModifyComputeSystem', { hresult, when: 'after' });
    await driver.attach(id, container);
  });
});
