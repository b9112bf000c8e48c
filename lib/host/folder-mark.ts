import { readFileSync, statSync, utimesSync } from 'node:fs';
import type { FolderTimes } from './files.ts';

/** How far back a mark lies, in milliseconds: further than the coarsest clock tick, near enough not to puzzle who looks. */
const LEAST_AGE_MS = 10_000;
const AGES_MS = 60_000;

/** So far, in microseconds, a mark lies behind a whole millisecond: a file system that rounds is found out. */
const LEAST_MICROSECONDS = 100;
const MICROSECONDS = 800;

/** Seconds in floating point are right to a quarter of a microsecond, times on NTFS to a tenth. */
const TOLERANCE_NS = 1_000n;

/** When a folder was changed; `undefined` when there is none. */
export function folderTimes(folder: string): FolderTimes | undefined {
  const found = statSync(folder, { bigint: true, throwIfNoEntry: false });
  return found && { modified: found.mtimeNs, changed: found.ctimeNs };
}

/** Marks a folder: see {@link Files.mark}. */
export function markFolder(folder: string): FolderTimes | undefined {
  const mark = chooseMark(Date.now(), Math.random);
  const seconds = Number(mark / 1_000n) / 1e6;
  utimesSync(folder, seconds, seconds);
  const times = folderTimes(folder);
  return times && keepsMark(times.modified, mark) ? times : undefined;
}

/**
 * A time, in nanoseconds since 1970, that nothing else gives a folder. The system gives an entry's coming or going the time
 * it has just then, to the tick of a coarse clock: two changes within a tick leave the same, so that an unchanged time
 * proves nothing. Hence the past, and chance.
 *
 * @param now Milliseconds since 1970.
 * @param random Answers a number from 0 to 1, without 1.
 */
export function chooseMark(now: number, random: () => number): bigint {
  const ms = Math.floor(now - LEAST_AGE_MS - random() * AGES_MS);
  const microseconds = Math.floor(LEAST_MICROSECONDS + random() * MICROSECONDS);
  return BigInt(ms) * 1_000_000n + BigInt(microseconds) * 1_000n;
}

/** Tells whether a file system that was given the time `mark`, and answers `found`, keeps times so exactly. */
export function keepsMark(found: bigint, mark: bigint): boolean {
  return found - mark <= TOLERANCE_NS && mark - found <= TOLERANCE_NS;
}

/**
 * Names the start of the machine: see {@link Files.bootMark}. Linux does so itself. Elsewhere it is the ten seconds in which
 * it happened, as the clock has it now; setting the clock looks like another start, which is the harmless mistake.
 */
export function bootMark(platform: NodeJS.Platform): string | undefined {
  if (platform === 'linux')
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() || undefined;
  const { uptime } = process.getBuiltinModule('node:os');
  return `${Math.round((Date.now() / 1000 - uptime()) / 10)}`;
}
