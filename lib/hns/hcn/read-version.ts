import { isFailure } from '../hresult.ts';
import { refusalOf } from '../hresult-error.ts';
import { readErrorRecord } from '../hresult-record.ts';
import { HRESULTS } from '../hresult-symbols.ts';
import type { HnsVersion } from '../version.ts';
import type { HcnApi } from './api.ts';
import { numberMember, objectMember } from './members.ts';
import { readObject, unreadable } from './read-json.ts';

/**
 * Asks HNS for its version by `HNSCall GET /globals/version`: HCN has no function for it.
 *
 * @throws {CniError} When HNS refuses, by HRESULT or by `"Success":false` in its envelope.
 */
export async function readVersion(api: HcnApi): Promise<HnsVersion> {
  const reply = await api.HNSCall('GET', '/globals/version', '');
  const envelope = reply.value ?? reply.errorRecord ?? '';
  const failed = isFailure(reply.hresult);
  if (failed || readErrorRecord(envelope)?.saysFailure) {
    throw refusalOf({
      attempted: 'read the version of HNS',
      call: 'HNSCall',
      hresult: failed ? reply.hresult : HRESULTS.ERROR_GEN_FAILURE,
      errorRecord: envelope,
    });
  }
  const output = objectMember(readObject(envelope, 'HNSCall'), 'Output');
  const Major = numberMember(output, 'Major');
  const Minor = numberMember(output, 'Minor') ?? 0;
  if (Major === undefined) throw unreadable('HNSCall', `a version was expected: ${envelope}`);
  return { Major, Minor };
}
