import { describe, expect, test } from 'vitest';
import { NIL_GUID, parseGuid } from '../../../../lib/hns/guid.ts';
import type { HcnApi, HcnHandle, HcnReply } from '../../../../lib/hns/hcn/api.ts';
import { apiOverCalls } from '../../../../lib/hns/hcn/api-over-calls.ts';
import { HcnDriver } from '../../../../lib/hns/hcn/driver.ts';
import { newGuid } from '../../../../lib/hns/hcn/new-guid.ts';
import { HRESULTS } from '../../../../lib/hns/hresult-symbols.ts';
import { BRIDGE, cidr, NOWHERE, OVERLAY, POD } from './node.ts';

/** An HNS whose only object answers with the given document. */
function answering(document: object, changes: Partial<HcnApi> = {}): HcnDriver {
  const api = apiOverCalls(async (name): Promise<HcnReply<string>> => {
    if (name.startsWith('HcnEnumerate')) return { hresult: 0, value: JSON.stringify([NOWHERE]) };
    if (name.startsWith('HcnOpen')) return { hresult: 0, value: '7' };
    if (name.startsWith('HcnQuery')) return { hresult: 0, value: JSON.stringify(document) };
    return { hresult: 0 };
  });
  return new HcnDriver({ ...api, ...changes });
}

const ENDPOINT = { ID: NOWHERE, Name: 'x', HostComputeNetwork: BRIDGE };

describe('endpoint documents of HNS', () => {
  test.each([
    {
      what: 'nothing but what must be',
      document: {},
      is: { addresses: [], routes: [], policies: [], macAddress: '', isRemote: false },
    },
    {
      what: 'null for every list',
      document: { IpConfigurations: null, Routes: null, Policies: null, Dns: null },
      is: { addresses: [], routes: [], policies: [] },
    },
    {
      what: 'a namespace in other letters',
      document: { hostcomputenamespace: POD.toLowerCase() },
      is: { namespaceId: POD.toLowerCase() },
    },
    {
      what: 'other letter case throughout',
      document: { ipconfigurations: [{ IPADDRESS: '10.0.0.5', prefixLength: 16 }] },
      is: { addresses: [cidr('10.0.0.5/16')] },
    },
    {
      what: 'an address without its prefix length',
      document: { IpConfigurations: [{ IpAddress: '10.0.0.5' }] },
      is: { addresses: [cidr('10.0.0.5/32')] },
    },
    { what: 'an empty configuration', document: { IpConfigurations: [{}] }, is: { addresses: [] } },
    {
      what: 'a route on the link',
      document: { Routes: [{ DestinationPrefix: '10.0.0.0/8', NextHop: '' }] },
      is: { routes: [] },
    },
    { what: 'the remote flag among others', document: { Flags: 9 }, is: { isRemote: true } },
    {
      what: 'a policy type in other letters',
      document: { Policies: [{ Type: 'OUTBOUNDNAT', Settings: { Exceptions: [] } }] },
      is: { policies: [{ Type: 'OutBoundNAT', Settings: { Exceptions: [] } }] },
    },
    {
      what: 'a policy of a later HNS',
      document: { Policies: [{ Type: 'Hologram', Settings: { Depth: 3 } }] },
      is: { policies: [{ Type: 'Hologram', Settings: { Depth: 3 } }] },
    },
    {
      what: 'a policy without settings',
      document: { Policies: [{ Type: 'L2Driver' }] },
      is: { policies: [{ Type: 'L2Driver', Settings: {} }] },
    },
    { what: 'members nobody knows', document: { Telemetry: { a: 1 }, Version: 3 }, is: { name: 'x' } },
  ])('$what', async ({ document, is }) => {
    expect(await answering({ ...ENDPOINT, ...document }).findEndpoint('x')).toMatchObject(is);
  });

  test.each([
    {},
    { HostComputeNamespace: null },
    { HostComputeNamespace: '' },
    { HostComputeNamespace: NIL_GUID },
  ])('%j is detached', async (document) => {
    const endpoint = await answering({ ...ENDPOINT, ...document }).findEndpoint('x');
    expect(endpoint).not.toHaveProperty('namespaceId');
  });

  test.each([
    { what: 'no ID', document: { ID: '' }, says: 'the ID ""' },
    { what: 'no network', document: { HostComputeNetwork: null }, says: 'the HostComputeNetwork ""' },
    {
      what: 'an address that is none',
      document: { IpConfigurations: [{ IpAddress: '10.0.0' }] },
      says: '"10.0.0"',
    },
  ])('$what is an error that says so', async ({ document, says }) => {
    await expect(answering({ ...ENDPOINT, ...document }).findEndpoint('x')).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining(says),
    });
  });
});

describe('network documents of HNS', () => {
  test('without a type it is NAT, without a prefix a subnet is none of ours', async () => {
    const driver = answering({
      ID: NOWHERE,
      Name: 'nat',
      Ipams: [
        {
          Subnets: [
            {},
            { IpAddressPrefix: '172.20.0.0/16', Routes: [{ NextHop: 'fd00::1', DestinationPrefix: '::/0' }] },
          ],
        },
      ],
    });
    expect(await driver.findNetwork('nat')).toEqual({
      id: NOWHERE,
      name: 'nat',
      type: 'NAT',
      subnets: [{ prefix: cidr('172.20.0.0/16') }],
    });
  });

  test('a subnet prefix that is none is an error', async () => {
    const driver = answering({
      ID: NOWHERE,
      Name: 'nat',
      Ipams: [{ Subnets: [{ IpAddressPrefix: '172.20/16' }] }],
    });
    await expect(driver.networks()).rejects.toMatchObject({
      details: expect.stringContaining('"172.20/16"'),
    });
  });
});

describe('answers of HNS', () => {
  const reply = async (value: HcnReply<never>) => value;

  test('what a filter lets through is compared again', async () => {
    expect(await answering(ENDPOINT).findEndpoint('y')).toBeUndefined();
    expect(await answering({ ID: NOWHERE, Name: 'nat' }).findNetwork('cbr0')).toBeUndefined();
    expect(await answering(ENDPOINT).endpointsOf(OVERLAY)).toEqual([]);
    expect(await answering(ENDPOINT).endpointsOf(parseGuid(BRIDGE.toLowerCase()) ?? NOWHERE)).toHaveLength(1);
    expect(await answering(ENDPOINT).namespaceExists(POD)).toBe(false);
  });

  test('S_OK with a record that says failure is a failure', async () => {
    const errorRecord = '{"Success":false,"Error":"Element not found. ","ErrorCode":2147943568}';
    const driver = answering(ENDPOINT, { HcnDeleteEndpoint: () => reply({ hresult: 0, errorRecord }) });
    await expect(driver.deleteEndpoint(NOWHERE)).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining('0x8007001f ERROR_GEN_FAILURE: Element not found'),
    });
  });

  test.each([
    { errorRecord: '{"Error":"The parameter is incorrect. ","ErrorCode":2147942487}' },
    { errorRecord: 'The parameter is incorrect.' },
  ])(
    'S_OK with the record $errorRecord is a failure, though it does not say "Success":false',
    async ({ errorRecord }) => {
      const driver = answering(ENDPOINT, { HcnDeleteEndpoint: () => reply({ hresult: 0, errorRecord }) });
      await expect(driver.deleteEndpoint(NOWHERE)).rejects.toMatchObject({
        code: 103,
        details: expect.stringContaining('ERROR_GEN_FAILURE: The parameter is incorrect'),
      });
    },
  );

  test('a delete refused because the endpoint is not attached leaves it, so it is not gone', async () => {
    const hresult = HRESULTS.HCN_E_ENDPOINT_NOT_ATTACHED;
    const driver = answering(ENDPOINT, { HcnDeleteEndpoint: () => reply({ hresult }) });
    await expect(driver.deleteEndpoint(NOWHERE)).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining('HCN_E_ENDPOINT_NOT_ATTACHED'),
    });
  });

  test('S_OK with a record that does not say failure is none', async () => {
    const driver = answering(ENDPOINT, {
      HcnDeleteEndpoint: () => reply({ hresult: 0, errorRecord: '{"Success":true}' }),
    });
    expect(await driver.deleteEndpoint(NOWHERE)).toBe('deleted');
  });

  test.each([
    { what: 'no list', value: '{}' },
    { what: 'no GUIDs', value: '["cbr0"]' },
    { what: 'no JSON', value: 'oops' },
  ])('an enumeration that is $what is an error that quotes it', async ({ value }) => {
    const driver = answering({}, { HcnEnumerateNetworks: async () => ({ hresult: 0, value }) });
    await expect(driver.networks()).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining(value),
    });
  });

  test.each(['', 'null', '[]'])('an enumeration of "%s" is empty', async (value) => {
    const driver = answering({}, { HcnEnumerateNetworks: async () => ({ hresult: 0, value }) });
    expect(await driver.networks()).toEqual([]);
  });

  test('success without a handle is no success, and closes none', async () => {
    const closed: HcnHandle[] = [];
    const driver = answering(ENDPOINT, {
      HcnOpenEndpoint: () => reply({ hresult: 0 }),
      HcnCloseEndpoint: async (handle) => {
        closed.push(handle);
        return { hresult: 0 };
      },
    });
    await expect(driver.findEndpoint('x')).rejects.toMatchObject({ code: 103 });
    expect(closed).toEqual([]);
  });

  test.each([
    {
      form: 'by HRESULT',
      hresult: 0x80070005,
      value: '{"Success":false,"Error":"Access is denied. "}',
      says: 'elevated',
    },
    {
      form: 'by its envelope alone',
      hresult: 0,
      value: '{"Success":false,"Error":"Access is denied. "}',
      says: 'ERROR_GEN_FAILURE: Access is denied',
    },
    {
      form: 'by an answer without a version',
      hresult: 0,
      value: '{"Success":true}',
      says: 'a version was expected',
    },
    { form: 'by an empty answer', hresult: 0, value: '', says: 'a JSON object was expected' },
  ])('a version that is refused $form', async ({ hresult, value, says }) => {
    const driver = answering({}, { HNSCall: async () => ({ hresult, value }) });
    await expect(driver.version()).rejects.toMatchObject({
      code: 103,
      details: expect.stringContaining(says),
    });
  });

  test('a version in other letters', async () => {
    const driver = answering(
      {},
      { HNSCall: async () => ({ hresult: 0, value: '{"success":true,"output":{"major":9}}' }) },
    );
    expect(await driver.version()).toEqual({ Major: 9, Minor: 0 });
  });
});

describe('newGuid()', () => {
  test.each([{ random: 0 }, { random: 0.5 }, { random: 0.999999 }])(
    'is of version 4 at $random',
    ({ random }) => {
      expect(newGuid(() => random)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    },
  );

  test('does not repeat itself', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => newGuid())).size).toBe(10_000);
  });
});
