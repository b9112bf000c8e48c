import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../lib/cni/json.ts';
import type { HcnApi } from '../../../lib/hns/hcn/api.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';
import { created, given, MISSING, service } from './service.ts';

const CONTAINERS = { computeSystems: ['pause', 'app'] };

/** Adds an endpoint to a container, or removes it, as hcsshim does. */
async function change(api: HcnApi, requestType: string, container: string, settings: unknown) {
  const system = given(await api.HcsOpenComputeSystem(container));
  const request = { ResourceType: 'Network', Settings: settings, RequestType: requestType };
  const reply = await api.HcsModifyComputeSystem(system, JSON.stringify(request));
  await api.HcsCloseComputeSystem(system);
  return reply.hresult;
}

async function v1Endpoint(api: HcnApi, id: unknown): Promise<JsonObject> {
  return JSON.parse(given(await api.HNSCall('GET', `/endpoints/${id}`, ''))).Output;
}

describe('compute systems of the simulated HNS', () => {
  test('an endpoint is attached to containers, which both views show', async () => {
    const { hns, api } = service(CONTAINERS);
    const { ID } = await created(api, { Name: 'x' });
    expect(await v1Endpoint(api, ID)).toMatchObject({ State: 1 });
    expect(await v1Endpoint(api, ID)).not.toHaveProperty('SharedContainers');
    expect(await change(api, 'Add', 'pause', ID)).toBe(HRESULTS.S_OK);
    expect(await v1Endpoint(api, ID)).toMatchObject({ State: 2, SharedContainers: ['pause'] });
    expect(await change(api, 'Add', 'app', ID)).toBe(HRESULTS.S_OK);
    expect(await v1Endpoint(api, ID)).toMatchObject({ State: 3, SharedContainers: ['pause', 'app'] });
    expect(hns.dump().endpoints).toMatchObject([
      { Health: { Extra: { SharedContainers: ['pause', 'app'] } } },
    ]);
    expect(await change(api, 'Remove', 'pause', ID)).toBe(HRESULTS.S_OK);
    expect(await v1Endpoint(api, ID)).toMatchObject({ State: 2, SharedContainers: ['app'] });
    expect(await change(api, 'Remove', 'app', ID)).toBe(HRESULTS.S_OK);
    expect(await v1Endpoint(api, ID)).toMatchObject({ State: 1 });
    expect(hns.openHandles).toBe(2); // the network's and the endpoint's
  });

  test.each([
    { what: 'a second attach', act: ['Add', 'Add'], hresult: HRESULTS.HCN_E_ENDPOINT_ALREADY_ATTACHED },
    { what: 'a detach of what is not attached', act: ['Remove'], hresult: HRESULTS.ERROR_NOT_FOUND },
    { what: 'any other change', act: ['Update'], hresult: HRESULTS.ERROR_NOT_SUPPORTED },
  ])('$what is refused', async ({ act, hresult }) => {
    const { api } = service(CONTAINERS);
    const { ID } = await created(api, { Name: 'x' });
    const outcomes: number[] = [];
    for (const requestType of act) outcomes.push(await change(api, requestType, 'app', ID));
    expect(outcomes.at(-1)).toBe(hresult);
  });

  test('an unknown endpoint and a malformed request are refused', async () => {
    const { api } = service(CONTAINERS);
    expect(await change(api, 'Add', 'app', MISSING)).toBe(HRESULTS.HCN_E_ENDPOINT_NOT_FOUND);
    expect(await change(api, 'Add', 'app', 'x')).toBe(HRESULTS.ERROR_VMCOMPUTE_INVALID_JSON);
    expect(await change(api, 'Add', 'app', 1)).toBe(HRESULTS.HCN_E_INVALID_JSON);
  });

  test('a missing compute system is told as the compute service tells it', async () => {
    const { api } = service(CONTAINERS);
    const reply = await api.HcsOpenComputeSystem('gone');
    expect(reply.hresult).toBe(0xc037010e);
    expect(JSON.parse(reply.errorRecord ?? '')).toMatchObject({ Error: -1070137074, ErrorEvents: [] });
    expect(reply).not.toHaveProperty('value');
  });

  test('every container has one where the options say so', async () => {
    const { hns, api } = service({ createComputeSystems: true });
    expect((await api.HcsOpenComputeSystem('anything')).hresult).toBe(HRESULTS.S_OK);
    expect(hns.dump().computeSystems).toEqual([]);
  });

  test('properties are never empty, which hcsshim takes for a failure; IDs match in any letter case', async () => {
    const { api } = service(CONTAINERS);
    const system = given(await api.HcsOpenComputeSystem('APP'));
    expect(JSON.parse(given(await api.HcsGetComputeSystemProperties(system, '{}')))).toMatchObject({
      Id: 'app',
      SystemType: 'Container',
    });
  });

  test('a handle is closed once, and is no handle of HNS', async () => {
    const { api } = service(CONTAINERS);
    const system = given(await api.HcsOpenComputeSystem('app'));
    expect((await api.HcnCloseEndpoint(system)).hresult).toBe(HRESULTS.ERROR_INVALID_HANDLE);
    expect((await api.HcsCloseComputeSystem(system)).hresult).toBe(HRESULTS.S_OK);
    expect((await api.HcsCloseComputeSystem(system)).hresult).toBe(HRESULTS.ERROR_INVALID_HANDLE);
    expect((await api.HcsModifyComputeSystem(system, '{}')).hresult).toBe(HRESULTS.ERROR_INVALID_HANDLE);
  });

  test('faults strike, and the journal tells the container', async () => {
    const { hns, api } = service(CONTAINERS);
    const { ID } = await created(api, { Name: 'x' });
    hns.fail('HcsModifyComputeSystem', { hresult: HRESULTS.ERROR_VMCOMPUTE_TIMEOUT });
    expect(await change(api, 'Add', 'app', ID)).toBe(HRESULTS.ERROR_VMCOMPUTE_TIMEOUT);
    expect(hns.journal.slice(-3)).toMatchObject([
      { function: 'HcsOpenComputeSystem', arguments: { id: 'app' } },
      {
        function: 'HcsModifyComputeSystem',
        arguments: {
          system: { id: 'app' },
          configuration: { ResourceType: 'Network', Settings: ID, RequestType: 'Add' },
        },
        symbol: 'ERROR_VMCOMPUTE_TIMEOUT',
      },
      { function: 'HcsCloseComputeSystem', arguments: { system: { id: 'app' } } },
    ]);
  });
});
