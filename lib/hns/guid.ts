declare const brand: unique symbol;

/**
 * A GUID as text: 36 characters, no braces, in the letter case it came in (HNS is asked with what it answered).
 * Compare with {@link sameGuid}. Only {@link parseGuid} makes one.
 */
export type Guid = string & { readonly [brand]: 'Guid' };

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The GUID of nothing: HNS shows it where an endpoint has no namespace. */
export const NIL_GUID = '00000000-0000-0000-0000-000000000000' as Guid;

/** The GUID in `text`, or `undefined` when it is not one. */
export function parseGuid(text: string): Guid | undefined {
  return GUID.test(text) ? (text as Guid) : undefined;
}

/** Compares without regard to letter case. */
export function sameGuid(one: Guid, other: Guid): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
