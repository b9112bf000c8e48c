import { describe, expect, test } from 'vitest';
import type { SimulatedHnsOptions } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { type Guid, NIL_GUID } from '../../../lib/hns/guid.ts';
import type { HcnApi } from '../../../lib/hns/hcn/api.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';
import { created, given, guid, MISSING, POD, service } from './service.ts';

const change = (RequestType: string, EndpointId: Guid) =>
  JSON.stringify({ ResourceType: 'Endpoint', RequestType, Settings: { EndpointId } });

async function withEndpoint(options: SimulatedHnsOptions = {}) {
  const { hns, api } = service(options);
  const id = guid(String((await created(api, { Name: 'x' })).ID));
  return { hns, api, id };
}

async function modify(api: HcnApi, namespace: Guid, settings: string) {
  const handle = given(await api.HcnOpenNamespace(namespace));
  const reply = await api.HcnModifyNamespace(handle, settings);
  await api.HcnCloseNamespace(handle);
  return reply;
}

describe('a namespace of the simulated HNS', () => {
  test('lists an endpoint that is attached, which names the namespace', async () => {
    const { hns, api, id } = await withEndpoint();
    expect(await modify(api, POD, change('Add', id))).toEqual({ hresult: HRESULTS.S_OK });
    expect(hns.dump()).toMatchObject({
      namespaces: [
        { ID: POD, NamespaceId: 2, Type: 'Host', Resources: [{ Type: 'Endpoint', Data: { Id: id } }] },
      ],
      endpoints: [{ HostComputeNamespace: POD }],
    });
    expect(await modify(api, POD, change('Remove', id))).toEqual({ hresult: HRESULTS.S_OK });
    expect(hns.dump()).toMatchObject({
      namespaces: [{ Resources: [] }],
      endpoints: [{ HostComputeNamespace: NIL_GUID }],
    });
  });

  test.each([
    { conduct: {}, symbol: 'HCN_E_ENDPOINT_ALREADY_ATTACHED' },
    {
      conduct: { secondAttach: 'HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS' },
      symbol: 'HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS',
    },
  ] as const)('refuses the second attach with $symbol', async ({ conduct, symbol }) => {
    const { api, id } = await withEndpoint(conduct);
    await modify(api, POD, change('Add', id));
    expect(await modify(api, POD, change('Add', id))).toMatchObject({ hresult: HRESULTS[symbol] });
  });

  test.each([
    {
      what: 'detaching what is not in it',
      settings: (id: Guid) => change('Remove', id),
      hresult: HRESULTS.ERROR_NOT_FOUND,
    },
    {
      what: 'attaching an unknown endpoint',
      settings: () => change('Add', MISSING),
      hresult: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND,
    },
    {
      what: 'a request for another resource',
      settings: () => '{"ResourceType":"Port","RequestType":"Add"}',
      hresult: HRESULTS.HCN_E_REQUEST_UNSUPPORTED,
    },
    {
      what: 'an unknown request',
      settings: () => '{"ResourceType":"Endpoint","RequestType":"Borrow"}',
      hresult: HRESULTS.HCN_E_INVALID_JSON,
    },
    {
      what: 'an endpoint under the name it has on reading',
      settings: (id: Guid) =>
        JSON.stringify({ ResourceType: 'Endpoint', RequestType: 'Add', Settings: { Id: id } }),
      hresult: HRESULTS.HCN_E_INVALID_JSON,
    },
  ])('refuses $what', async ({ settings, hresult }) => {
    const { api, id } = await withEndpoint();
    expect(await modify(api, POD, settings(id))).toMatchObject({ hresult });
  });

  test('that is missing cannot be opened', async () => {
    expect(await service().api.HcnOpenNamespace(MISSING)).toMatchObject({
      hresult: HRESULTS.ERROR_NOT_FOUND,
    });
  });

  test('comes into being with the first attach where that is wanted, not before', async () => {
    const { hns, api, id } = await withEndpoint({ createNamespaces: true, namespaces: [] });
    expect(await modify(api, MISSING, change('Remove', id))).toMatchObject({
      hresult: HRESULTS.ERROR_NOT_FOUND,
    });
    expect(await modify(api, MISSING, change('Add', POD))).toMatchObject({
      hresult: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND,
    });
    expect(hns.dump().namespaces).toEqual([]);
    expect(await modify(api, MISSING, change('Add', id))).toEqual({ hresult: HRESULTS.S_OK });
    expect(hns.dump().namespaces).toMatchObject([{ ID: MISSING, Resources: [{ Data: { Id: id } }] }]);
  });

  test('gives its endpoints back when it is deleted, and cannot be while it has containers', async () => {
    const { hns, api, id } = await withEndpoint();
    await modify(api, POD, change('Add', id));
    const container = (RequestType: string) =>
      JSON.stringify({ ResourceType: 'Container', RequestType, Settings: { ContainerId: '3f9c' } });
    await modify(api, POD, container('Add'));
    expect(await api.HcnDeleteNamespace(POD)).toMatchObject({ hresult: HRESULTS.HCN_E_REQUEST_UNSUPPORTED });
    await modify(api, POD, container('Remove'));
    expect(await api.HcnDeleteNamespace(POD)).toEqual({ hresult: HRESULTS.S_OK });
    expect(hns.dump()).toMatchObject({ namespaces: [], endpoints: [{ HostComputeNamespace: NIL_GUID }] });
  });

  test('is made by a runtime with a compartment of its own', async () => {
    const { hns, api } = service();
    const handle = given(
      await api.HcnCreateNamespace(NIL_GUID, '{"Type":"Host","SchemaVersion":{"Major":2,"Minor":0}}'),
    );
    await api.HcnCloseNamespace(handle);
    expect(hns.dump().namespaces.map((namespace) => namespace.NamespaceId)).toEqual([2, 3]);
  });
});
