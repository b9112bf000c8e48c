import { CniError, CniErrorCode } from './error.ts';

const IGNORE_UNKNOWN = 'IgnoreUnknown';

/**
 * Reads `CNI_ARGS`: pairs `KEY=value` separated by `;`, handled left to right, the last of a repeated key winning. Keys
 * are compared exactly, letter case included; `IgnoreUnknown` takes `1`, `true`, `0` and `false` in any letter case.
 *
 * @param text The variable's value; `''` holds no pairs.
 * @param known The keys the plugin understands, beside `IgnoreUnknown`.
 * @returns The values of the known keys that are there.
 * @throws {CniError} Code 4 for a pair of another form, and for unknown keys unless `IgnoreUnknown` is true.
 */
export function parseCniArgs<Key extends string>(
  text: string,
  known: readonly Key[],
): ReadonlyMap<Key, string> {
  const values = new Map<Key, string>();
  const unknown: string[] = [];
  let ignoreUnknown = false;
  for (const pair of text === '' ? [] : text.split(';')) {
    const [key, value] = splitPair(pair);
    const knownKey = known.find((name) => name === key);
    if (knownKey !== undefined) values.set(knownKey, value);
    else if (key === IGNORE_UNKNOWN) ignoreUnknown = parseSwitch(value);
    else unknown.push(pair);
  }
  if (unknown.length > 0 && !ignoreUnknown) throw unknownArguments(unknown, known);
  return values;
}

function splitPair(pair: string): readonly [key: string, value: string] {
  const [key, value, ...more] = pair.split('=');
  if (key !== undefined && value !== undefined && more.length === 0) return [key, value];
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `Cannot read CNI_ARGS: invalid pair ${JSON.stringify(pair)}`,
    details: 'Pairs are KEY=value with exactly one "=", separated by single ";" and none at the end',
  });
}

function parseSwitch(value: string): boolean {
  const text = value.toLowerCase();
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `Cannot read CNI_ARGS: ${IGNORE_UNKNOWN} is ${JSON.stringify(value)}`,
    details: 'It may be 1, true, 0 or false',
  });
}

function unknownArguments(unknown: readonly string[], known: readonly string[]): CniError {
  return new CniError({
    code: CniErrorCode.invalidEnvironment,
    msg: `unknown arguments in CNI_ARGS: ${unknown.map((pair) => JSON.stringify(pair)).join(', ')}`,
    details: `Known here: ${[...known, IGNORE_UNKNOWN].join(', ')}. Add "${IGNORE_UNKNOWN}=1" to pass others over`,
  });
}
