/** A string as Windows functions take it: UTF-16 with a zero at its end. */
export function wideString(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, 'utf16le');
}
