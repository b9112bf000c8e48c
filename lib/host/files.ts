/** One entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

declare const fileIdentity: unique symbol;

/** What makes two paths the same file: equal for hard links of one file, and for nothing else. */
export type FileIdentity = string & { readonly [fileIdentity]: true };

/** When a folder was changed, in nanoseconds since 1970, as exactly as the file system has it. */
export interface FolderTimes {
  /** Which entries there are. Any program may set it. */
  readonly modified: bigint;
  /** Anything about it, `modified` included. The system alone sets it. */
  readonly changed: bigint;
}

/** A text and the byte of the file where it goes. */
export interface Piece {
  readonly offset: number;
  readonly text: string;
}

/**
 * The file system. Synchronous, because a plugin does one thing at a time and a critical section under a lock must not
 * be interleaved. Paths are the platform's own. Failures throw the system's error (`code` such as `EACCES`).
 */
export interface Files {
  /** The text of a file, or `undefined` when there is none. */
  read(path: string): string | undefined;
  /** The entries of a folder, not recursive; empty when the folder does not exist. */
  list(folder: string): readonly FolderEntry[];
  /** Makes a file that did not exist, flushed to disk; `exists` when the name is taken, and then nothing is written. */
  create(path: string, text: string): 'created' | 'exists';
  /** Replaces or makes a file: temporary file, flush, rename. Readers see the old text or the new, never a part. */
  replace(path: string, text: string): void;
  /** As `replace`, for a file that can be made again: after a power cut it may be empty or cut short, or still the old one. */
  replaceUnflushed(path: string, text: string): void;
  /** Writes a file where it is, for what can be done without: after a power cut it may be empty or cut short. */
  replaceHint(path: string, text: string): void;
  /** Removes a file, and what a `create` or `replace` of it that was killed left behind. */
  remove(path: string): 'removed' | 'absent';
  /** Makes a folder and its parents. `mode` has no effect on Windows. */
  makeFolder(path: string, mode: number): void;
  /** The identity of a regular file, or `undefined` when the path is not one. */
  identity(path: string): FileIdentity | undefined;
  /** Whether there is anything at a path. */
  exists(path: string): boolean;
  /** Writes over parts of a file that exists, one after the other, unflushed: a crash may leave some of them out. */
  overwrite(path: string, pieces: readonly Piece[]): void;
  /** When a folder was changed, or `undefined` when there is none. */
  times(folder: string): FolderTimes | undefined;
  /**
   * Gives a folder a modification time that no change of its entries gives it, and that it never had: found again, it proves
   * that no entry has come or gone since. Only while the machine runs, for after a power cut entries may be older or newer
   * than the time of their folder: see {@link Files.bootMark}.
   *
   * @returns What {@link Files.times} answers from now on, or `undefined` where the file system keeps no time so exact.
   */
  mark(folder: string): FolderTimes | undefined;
  /** A text that differs between two starts of the machine, or `undefined` when that cannot be known. */
  bootMark(): string | undefined;
}

const TEMPORARY_NAME = /^\.cni-(.*)\.tmp$/;

/**
 * The name under which a file is written before it gets its own. It starts with a dot and ends in .tmp, so that no reader
 * takes it for an address or a container id; it is always the same, so that what a killed process left is found again.
 */
export function temporaryName(name: string): string {
  return `.cni-${name}.tmp`;
}

/** The name of the file that a temporary one was to become, or `undefined` when the name is no temporary one. */
export function nameOfTemporary(name: string): string | undefined {
  return TEMPORARY_NAME.exec(name)?.[1];
}

/**
 * Tells whether a file is one of those that `create` and `replace` write before the file gets its own name. One that is
 * found while nobody can be writing was left by a process that was killed, and may be removed.
 */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY_NAME.test(name);
}
