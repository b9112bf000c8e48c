import { createHash, hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The SHA-256 of a file's bytes, in hexadecimal; `undefined` when there is no such file. */
export function fingerprintOfFile(path: string): string | undefined {
  try {
    return hash('sha256', readFileSync(path), 'hex');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The SHA-256 of parts, in hexadecimal; no two lists of parts have the same. */
export function fingerprintOf(parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) {
    sum.update(`${typeof part === 'string' ? Buffer.byteLength(part) : part.length}:`);
    sum.update(part);
  }
  return sum.digest('hex');
}
