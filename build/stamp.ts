import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a folder of executables was made of, and what came out. */
export interface Stamp {
  /** Fingerprint of everything that went in. */
  readonly inputs: string;
  /** Fingerprint of each file installed. */
  readonly files: Readonly<Record<string, string | undefined>>;
}

/** The stamp in a file, or `undefined` when there is none that can be used. */
export function readStamp(path: string): Stamp | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const stamp: Partial<Stamp> = JSON.parse(readFileSync(path, 'utf8'));
    return stamp.inputs === undefined || stamp.files === undefined
      ? undefined
      : { inputs: stamp.inputs, files: stamp.files };
  } catch {
    return undefined; // cut short while it was written: what it would have said is made again
  }
}

/** Writes a stamp. */
export function writeStamp(path: string, stamp: Stamp): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(stamp, null, 2)}\n`);
}
