import { isJsonObject, type JsonValue } from '../../cni/json.ts';
import { formatAddress, parseAddress } from '../../ip/address.ts';
import { formatCidr, parseCidr } from '../../ip/cidr.ts';
import type { MemberForm } from './policy-forms.ts';
import { PROTOCOL_NAMES, protocolNumber } from './protocol-number.ts';

/**
 * Reads the value of a policy's member. Addresses and prefixes come out in canonical text.
 *
 * @returns The value for HNS, or `undefined` when it has not the form; {@link expectation} says which that is.
 */
export function readMember(form: MemberForm, value: JsonValue): JsonValue | undefined {
  return READERS[form](value);
}

/** What a member has to be, to end the sentence "… has to be". */
export function expectation(form: MemberForm): string {
  return EXPECTATIONS[form];
}

const READERS: Readonly<Record<MemberForm, (value: JsonValue) => JsonValue | undefined>> = {
  text: (value) => (typeof value === 'string' ? value : undefined),
  texts: (value) => listOf(value, (element) => (typeof element === 'string' ? element : undefined)),
  truth: (value) => (typeof value === 'boolean' ? value : undefined),
  u16: (value) => whole(value, 0xffff),
  u32: (value) => whole(value, 0xffff_ffff),
  u64: (value) => whole(value, Number.MAX_SAFE_INTEGER),
  address: (value) => (typeof value === 'string' ? canonicalAddress(value) : undefined),
  prefix: (value) => (typeof value === 'string' ? canonicalPrefix(value) : undefined),
  addresses: (value) =>
    listOf(value, (element) =>
      typeof element === 'string' ? (canonicalPrefix(element) ?? canonicalAddress(element)) : undefined,
    ),
  protocol: (value) =>
    typeof value === 'string' || typeof value === 'number' ? protocolNumber(value) : undefined,
  document: (value) => (isJsonObject(value) || Array.isArray(value) ? value : undefined),
};

const EXPECTATIONS: Readonly<Record<MemberForm, string>> = {
  text: 'a string',
  texts: 'a list of strings',
  truth: 'true or false',
  u16: 'a number from 0 to 65535',
  u32: 'a number from 0 to 4294967295',
  u64: 'a whole number',
  address: 'an IP address',
  prefix: 'a prefix such as "10.96.0.0/12"',
  addresses: 'a list of prefixes such as "10.244.0.0/16", or addresses',
  protocol: `a protocol (${PROTOCOL_NAMES}) or its number`,
  document: 'an object or a list',
};

function listOf(
  value: JsonValue,
  read: (element: JsonValue) => JsonValue | undefined,
): readonly JsonValue[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const elements = value.map(read);
  return elements.every((element) => element !== undefined) ? elements : undefined;
}

function whole(value: JsonValue, most: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most
    ? value
    : undefined;
}

function canonicalAddress(text: string): string | undefined {
  const address = parseAddress(text);
  return address && formatAddress(address);
}

function canonicalPrefix(text: string): string | undefined {
  const cidr = parseCidr(text);
  return cidr && formatCidr(cidr);
}
