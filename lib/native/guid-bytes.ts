const GUID_BYTES = 16;

/** Where each byte of the text goes: a GUID structure has its first three groups as little-endian numbers. */
const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** A GUID as Windows functions take it (`REFGUID`): 16 bytes. `text` is 36 characters without braces. */
export function guidBytes(text: string): Uint8Array {
  const inTextOrder = Buffer.from(text.replaceAll('-', ''), 'hex');
  const bytes = new Uint8Array(GUID_BYTES);
  for (const [index, place] of ORDER.entries()) bytes[place] = inTextOrder[index] ?? 0;
  return bytes;
}
