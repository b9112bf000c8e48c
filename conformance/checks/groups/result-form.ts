import { isIP } from 'node:net';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../lib/cni/json.ts';

/** Something a result has that its version does not allow: `ips[0].version is missing`. */
export type Problem = string;

/** The members a result of a version has, and those it must not have because another version has them. */
const FORMS = {
  families: { own: ['ip4', 'ip6', 'dns'], foreign: ['ips', 'interfaces', 'routes'] },
  versioned: { own: ['interfaces', 'ips', 'routes', 'dns'], foreign: ['ip4', 'ip6'] },
  current: { own: ['interfaces', 'ips', 'routes', 'dns'], foreign: ['ip4', 'ip6'] },
} as const;

type Form = keyof typeof FORMS;

/** The form of results in a version: `ip4` and `ip6`, or lists, whose addresses name their family up to 0.4.0. */
function formOf(version: string): Form {
  if (/^0\.[12]\./.test(version)) return 'families';
  return version.startsWith('0.') ? 'versioned' : 'current';
}

/** What of a result does not have the form of its version; what is in the members is not looked at. */
export function formProblems(result: JsonObject, version: string): readonly Problem[] {
  const form = formOf(version);
  const { own, foreign } = FORMS[form];
  const strangers = foreign
    .filter((key) => result[key] !== undefined)
    .map((key) => `"${key}", which results of ${version} do not have`);
  const wrong = own
    .filter((key) => result[key] !== undefined && result[key] !== null)
    .filter((key) => (isListKey(key) ? !isListOfObjects(result[key]) : !isJsonObject(result[key])))
    .map((key) => `"${key}", which is not ${isListKey(key) ? 'a list of objects' : 'an object'}`);
  return [...strangers, ...wrong, ...familyProblems(result, form)];
}

function isListKey(key: string): boolean {
  return ['ips', 'interfaces', 'routes'].includes(key);
}

function isListOfObjects(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.every(isJsonObject);
}

/** `ips[].version` came with 0.3.0 and went with 1.0.0. */
function familyProblems({ ips }: JsonObject, form: Form): readonly Problem[] {
  if (!Array.isArray(ips)) return [];
  return ips.filter(isJsonObject).flatMap(({ version, address }, index) => {
    if (form === 'current')
      return version === undefined ? [] : [`"ips[${index}].version", which went with 1.0.0`];
    const family = String(address).includes(':') ? '6' : '4';
    return version === family ? [] : [`"ips[${index}].version", which is not "${family}"`];
  });
}

/** Tells whether a value is an address with a prefix length: `10.1.0.7/24`. */
export function isCidr(value: JsonValue | undefined): boolean {
  if (typeof value !== 'string') return false;
  const [address = '', length = '', ...more] = value.split('/');
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  return family !== 0 && more.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= longest;
}

/** Tells whether a value is an IP address without a prefix length. */
export function isAddress(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && isIP(value) !== 0;
}

/** Tells whether a value is a whole number that is not negative. */
export function isCount(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** Tells whether a value is a list of texts. */
export function isTexts(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
