import { isJsonObject } from '../cni/json.ts';
import { isFailure } from './hresult.ts';

/** What HNS says about a failure beside the HRESULT; its own `ErrorCode` never overrules the HRESULT that came with it. */
export interface ErrorRecord {
  /** The system's message without the blank it usually ends in; the raw text when the record is no JSON object. */
  readonly text: string;
  /**
   * Whether there was a failure, even under S_OK: `"Success":false`, or a text or a failing code where nothing says
   * `"Success":true`. (hcsshim takes every record that is not empty for a failure; hcn/hcnerrors.go.)
   */
  readonly saysFailure: boolean;
}

const LONGEST_RAW_TEXT = 500;

/**
 * Reads an error record of HCN or of the compute service, or the envelope of a failed `HNSCall`. Every member is optional, in any letter case.
 *
 * @returns `undefined` when there is no record.
 */
export function readErrorRecord(json: string | undefined): ErrorRecord | undefined {
  if (json === undefined || json.trim() === '') return undefined;
  const record = parsed(json);
  if (!isJsonObject(record)) return { text: json.trim().slice(0, LONGEST_RAW_TEXT), saysFailure: true };
  const members = new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
  // The compute service gives its HRESULT as "Error" and the text as "ErrorMessage".
  const text = [members.get('error'), members.get('errormessage')].find((value) => typeof value === 'string');
  return { text: text?.trim() ?? '', saysFailure: saysFailure(members) };
}

function saysFailure(members: ReadonlyMap<string, unknown>): boolean {
  const success = members.get('success');
  if (typeof success === 'boolean') return !success;
  // A text beside no failing code that is not in "Error" is a note of the compute service
  const [error, code] = [members.get('error'), members.get('errorcode')];
  return (
    (typeof error === 'string' && error.trim() !== '') ||
    [error, code].some((value) => typeof value === 'number' && isFailure(value))
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // the caller keeps the text as it is
  }
}
