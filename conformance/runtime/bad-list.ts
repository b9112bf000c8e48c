import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { JsonValue } from '../../lib/cni/json.ts';

/** An error of a key of a list, in libcni's words: code 7. */
export function badList(problem: string, advice: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `error parsing configuration list: ${problem}`,
    details: advice,
  });
}

/** What libcni calls a JSON value of the wrong type: the Go type it decodes it to. */
export function typeOf(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'map[string]interface {}';
}
