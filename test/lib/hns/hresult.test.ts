import { describe, expect, test } from 'vitest';
import { formatHresult, isFailure, symbolOf } from '../../../lib/hns/hresult.ts';
import { classOf, isAbsence } from '../../../lib/hns/hresult-class.ts';
import { refusalOf } from '../../../lib/hns/hresult-error.ts';
import { readErrorRecord } from '../../../lib/hns/hresult-record.ts';
import { HRESULTS } from '../../../lib/hns/hresult-symbols.ts';

describe('formatHresult()', () => {
  test.each([
    { hresult: 0x803b0001, shown: '0x803b0001 HCN_E_NETWORK_NOT_FOUND' },
    { hresult: -2143617023, shown: '0x803b0001 HCN_E_NETWORK_NOT_FOUND' }, // as a foreign function returns it
    { hresult: 0x803b0036, shown: '0x803b0036 HCN_INTERFACEPARAMETERS_ALREADY_APPLIED' },
    { hresult: 0xc037010e, shown: '0xc037010e ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND' },
    { hresult: 0x8037010e, shown: '0x8037010e ERROR_VMCOMPUTE_SYSTEM_NOT_FOUND' }, // HCS_E_SYSTEM_NOT_FOUND
    { hresult: 0x81234567, shown: '0x81234567' },
    { hresult: 0x1f, shown: '0x0000001f' },
  ])('$hresult is shown as $shown', ({ hresult, shown }) => {
    expect(formatHresult(hresult)).toBe(shown);
  });

  test('every number has one name', () => {
    for (const [symbol, hresult] of Object.entries(HRESULTS)) expect(symbolOf(hresult)).toBe(symbol);
  });
});

describe('isFailure()', () => {
  test.each([
    { hresult: 0, failure: false },
    { hresult: 1, failure: false }, // S_FALSE
    { hresult: 0x803b0001, failure: true },
    { hresult: -2143617023, failure: true },
  ])('$hresult: $failure', ({ hresult, failure }) => {
    expect(isFailure(hresult)).toBe(failure);
  });
});

describe('classOf()', () => {
  test.each([
    { hresult: 0x803b0001, is: 'not found' },
    { hresult: 0x803b0002, is: 'not found' },
    { hresult: 0x80070490, is: 'not found' },
    { hresult: 0x8037010e, is: 'not found' },
    { hresult: 0x803b0014, is: 'already done' },
    { hresult: 0x803b002b, is: 'already done' },
    { hresult: 0x803b0013, is: 'conflict' },
    { hresult: 0x803b002f, is: 'conflict' },
    { hresult: 0x803b0020, is: 'transient' },
    { hresult: 0x800706ba, is: 'transient' },
    { hresult: 0x800706bd, is: 'transient' }, // no name of its own, but of the RPC failures
    { hresult: 0x800706d9, is: 'transient' },
    { hresult: 0x803b001b, is: 'configuration' },
    { hresult: 0x80070057, is: 'configuration' },
    { hresult: 0x80070005, is: 'host' },
    { hresult: 0x8007007e, is: 'host' },
    { hresult: 0x803b0034, is: 'other' },
    { hresult: 0x8000ffff, is: 'other' },
    { hresult: 0x81234567, is: 'other' },
  ])('$hresult is $is', ({ hresult, is }) => {
    expect(classOf(hresult)).toBe(is);
  });

  test('an endpoint that is not attached is absent on a detach', () => {
    expect(isAbsence(HRESULTS.HCN_E_ENDPOINT_NOT_ATTACHED)).toBe(true);
    expect(isAbsence(HRESULTS.HCN_E_ENDPOINT_ALREADY_ATTACHED)).toBe(false);
  });
});

describe('readErrorRecord()', () => {
  test.each([
    { json: undefined, is: undefined },
    { json: '', is: undefined },
    {
      json: '{"Success":false,"Error":"Element not found. ","ErrorCode":2147943568}',
      is: { text: 'Element not found.', saysFailure: true },
    },
    { json: '{"success":false,"error":"x"}', is: { text: 'x', saysFailure: true } },
    { json: '{"Success":true,"Output":null}', is: { text: '', saysFailure: false } },
    { json: '{}', is: { text: '', saysFailure: false } },
    // What the record does not say outright: hcsshim takes any text for a failure, even under S_OK
    { json: 'the service has stopped', is: { text: 'the service has stopped', saysFailure: true } },
    {
      json: '{"Error":"The parameter is incorrect. "}',
      is: { text: 'The parameter is incorrect.', saysFailure: true },
    },
    { json: '{"ErrorCode":2147942487}', is: { text: '', saysFailure: true } },
    { json: '{"ErrorCode":-2147024809}', is: { text: '', saysFailure: true } },
    { json: '{"Success":true,"Error":"a warning"}', is: { text: 'a warning', saysFailure: false } },
    { json: '{"Error":"","ErrorCode":0}', is: { text: '', saysFailure: false } },
    // The compute service has notes on what went well
    { json: '{"Error":0,"ErrorMessage":"a note"}', is: { text: 'a note', saysFailure: false } },
    { json: '{"Error":-1070137074,"ErrorMessage":""}', is: { text: '', saysFailure: true } },
  ])('$json', ({ json, is }) => {
    expect(readErrorRecord(json)).toEqual(is);
  });
});

describe('refusalOf()', () => {
  const call = { attempted: 'create HNS endpoint "x"', call: 'HcnCreateEndpoint' };

  test.each([
    { hresult: 0x803b0020, code: 11, says: 'try again' },
    { hresult: 0x803b002f, code: 105, says: 'taken, reserved or outside' },
    { hresult: 0x803b0013, code: 105, says: 'Another endpoint holds this host port' },
    { hresult: 0x803b0014, code: 105, says: 'Get-HnsEndpoint' },
    { hresult: 0x80070422, code: 100, says: 'Set-Service hns' },
    { hresult: 0x80070424, code: 100, says: 'Install-WindowsFeature Containers' },
    { hresult: 0x8007007e, code: 100, says: 'Install-WindowsFeature Containers' },
    { hresult: 0x8007007f, code: 100, says: 'Windows Server 2019' },
    { hresult: 0x80070005, code: 103, says: 'elevated' },
    { hresult: 0x803b000d, code: 103, says: '"policies"' },
    { hresult: 0x80070490, code: 103, says: 'gone' },
    { hresult: 0x81234567, code: 103, says: 'event log' },
  ])('$hresult: code $code, next step "$says"', ({ hresult, code, says }) => {
    const error = refusalOf({ ...call, hresult });
    expect(error).toMatchObject({ code, message: 'Cannot create HNS endpoint "x"' });
    expect(error.details).toContain(`HcnCreateEndpoint answered ${formatHresult(hresult)}`);
    expect(error.details).toContain(says);
  });

  test("the record's text is told, its code overrules nothing", () => {
    const errorRecord = '{"Success":false,"Error":"The parameter is incorrect. ","ErrorCode":2151350304}';
    const error = refusalOf({ ...call, hresult: HRESULTS.E_INVALIDARG, errorRecord });
    expect(error).toMatchObject({
      code: 103,
      details: expect.stringContaining('E_INVALIDARG: The parameter is incorrect. HNS'),
    });
  });

  test('the document is quoted when HNS calls it wrong, and only then', () => {
    const sent = '{"Name":"x"}';
    expect(refusalOf({ ...call, sent, hresult: 0x803b001b }).details).toContain(
      'Document sent: {"Name":"x"}',
    );
    expect(refusalOf({ ...call, sent, hresult: 0x803b0020 }).details).not.toContain('Document sent');
  });

  test('a huge document is cut', () => {
    const sent = 'x'.repeat(1_000_000);
    expect(refusalOf({ ...call, sent, hresult: 0x803b001b }).details.length).toBeLessThan(2500);
  });
});
