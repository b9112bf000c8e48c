import { describe, expect, test } from 'vitest';
import type { JournalEntry } from '../../../conformance/simulated-hns/journal.ts';
import { NIL_GUID } from '../../../lib/hns/guid.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';
import { create, given, MISSING, NETWORK, service } from './service.ts';

describe('the journal of a simulated HNS', () => {
  test('has one entry a call with arguments by name, documents parsed and handles told by their objects', async () => {
    const { hns, api } = service();
    const handle = given(await create(api, { Name: 'x' }));
    await api.HcnCloseEndpoint(handle);
    const endpoint = hns.dump().endpoints[0]?.ID;
    expect(hns.journal).toEqual([
      {
        sequence: 1,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
        function: 'HcnOpenNetwork',
        arguments: { id: NETWORK },
        hresult: 0,
        reply: { handle: 1 },
      },
      {
        sequence: 2,
        time: expect.any(String),
        function: 'HcnCreateEndpoint',
        arguments: { network: { handle: 1, id: NETWORK }, id: NIL_GUID, settings: { Name: 'x' } },
        hresult: 0,
        reply: { handle: 2 },
      },
      {
        sequence: 3,
        time: expect.any(String),
        function: 'HcnCloseEndpoint',
        arguments: { endpoint: { handle: 2, id: endpoint } },
        hresult: 0,
        reply: null,
      },
    ]);
  });

  test('tells a refusal with its name and record, and a malformed document as it came', async () => {
    const { hns, api } = service();
    await api.HcnDeleteEndpoint(MISSING);
    await api.HcnEnumerateNetworks('{"Filter":');
    expect(hns.journal).toMatchObject([
      {
        arguments: { id: MISSING },
        hresult: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND,
        symbol: 'HCN_E_ENDPOINT_NOT_FOUND',
        reply: { Success: false, ErrorCode: HRESULTS.HCN_E_ENDPOINT_NOT_FOUND },
      },
      { arguments: { query: '{"Filter":' }, symbol: 'HCN_E_INVALID_JSON' },
    ]);
  });

  test('is seen call by call, and kept only when wanted', async () => {
    const seen: JournalEntry[] = [];
    const { hns, api } = service({ keepJournal: false, onCall: (entry) => seen.push(entry) });
    await api.HNSCall('GET', '/globals/version', '');
    expect(seen).toMatchObject([
      {
        sequence: 1,
        function: 'HNSCall',
        arguments: { method: 'GET', path: '/globals/version', request: '' },
        reply: { Success: true, Output: { Major: 15, Minor: 4 } },
      },
    ]);
    expect(hns.journal).toEqual([]);
  });
});

describe('faults of a simulated HNS', () => {
  test('strike the nth call from when they were set, without effect on the state', async () => {
    const { hns, api } = service();
    await create(api, {});
    hns.fail('HcnCreateEndpoint', { nth: 2, hresult: HRESULTS.HCN_E_MANAGER_STOPPED });
    expect((await create(api, {})).hresult).toBe(HRESULTS.S_OK);
    expect(await create(api, {})).toMatchObject({
      hresult: HRESULTS.HCN_E_MANAGER_STOPPED,
      errorRecord: expect.stringContaining(String(HRESULTS.HCN_E_MANAGER_STOPPED)),
    });
    expect((await create(api, {})).hresult).toBe(HRESULTS.S_OK);
    expect(hns.dump().endpoints).toHaveLength(3);
    expect(hns.journal.filter((entry) => entry.symbol === 'HCN_E_MANAGER_STOPPED')).toHaveLength(1);
  });

  test('strike every call until they are cleared', async () => {
    const { hns, api } = service();
    hns.failAlways('HNSCall', HRESULTS.ERROR_ACCESS_DENIED);
    for (let call = 0; call < 3; call += 1) {
      expect((await api.HNSCall('GET', '/networks/', '')).hresult).toBe(HRESULTS.ERROR_ACCESS_DENIED);
    }
    hns.clearFaults();
    expect((await api.HNSCall('GET', '/networks/', '')).hresult).toBe(HRESULTS.S_OK);
  });

  test.each([
    { when: 'before', endpoints: 0 },
    { when: 'after', endpoints: 1 },
  ] as const)(
    'drop the connection $when the call takes effect, and its handles with it',
    async ({ when, endpoints }) => {
      const { hns, api } = service();
      hns.drop('HcnCreateEndpoint', { when });
      await expect(create(api, {})).rejects.toMatchObject({ code: 11 });
      expect(hns.dump().endpoints).toHaveLength(endpoints);
      expect(hns.openHandles).toBe(0);
      expect((await create(api, {})).hresult).toBe(HRESULTS.S_OK);
    },
  );

  test('hold one call until it is let go', async () => {
    const { hns, api } = service();
    const { arrived, release } = hns.hold('HcnOpenNetwork', { nth: 2 });
    await api.HcnOpenNetwork(NETWORK);
    const held = api.HcnOpenNetwork(NETWORK);
    await arrived;
    expect(await Promise.race([held, api.HNSCall('GET', '/networks/', '').then(() => 'others go on')])).toBe(
      'others go on',
    );
    expect(hns.journal.map((entry) => entry.function)).toEqual(['HcnOpenNetwork', 'HNSCall']);
    release();
    expect(await held).toMatchObject({ hresult: 0 });
  });

  test('delay one call while others go on', async () => {
    const { hns, api } = service();
    hns.delay('HNSCall', 20, { nth: 1 });
    const order: string[] = [];
    await Promise.all([
      api.HNSCall('GET', '/networks/', '').then(() => order.push('delayed')),
      api.HNSCall('GET', '/networks/', '').then(() => order.push('second')),
    ]);
    expect(order).toEqual(['second', 'delayed']);
  });
});
