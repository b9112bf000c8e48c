import type { FolderTimes, Piece } from '../../lib/host/files.ts';
import type { Owner } from './lease.ts';

/** The state of a folder that an index is true of. */
export interface Seal extends FolderTimes {
  /** The start of the machine it was made after. */
  readonly boot: string;
}

/** The first line of an index. */
export interface IndexHeader extends Seal {
  /** How many more changes may be added before all lease files are read again. */
  readonly changesLeft: number;
  /** Of the whole text. All of it is ASCII, so that bytes and characters are the same. */
  readonly length: number;
}

const KEY_LENGTH = 8;

/** The header is written over in place, so it has always as many characters. */
export const HEADER_LENGTH = 128;

const HEADER = /^cni-lease-index 1 (\d+) (\d+) (\S+) (\d+) (\d+) *\n/;

/** Reads the header of an index; `undefined` when the text is none, or a part of one. */
export function readHeader(text: string): IndexHeader | undefined {
  const [, modified, changed, boot, changesLeft, length] = HEADER.exec(text) ?? [];
  if (modified === undefined || changed === undefined || boot === undefined) return undefined;
  if (Number(length) !== text.length) return undefined;
  return {
    modified: BigInt(modified),
    changed: BigInt(changed),
    boot,
    changesLeft: Number(changesLeft),
    length: text.length,
  };
}

/** The header as text, its line break included. */
export function headerText({ modified, changed, boot, changesLeft, length }: IndexHeader): string {
  const words = ['cni-lease-index', 1, modified, changed, boot, changesLeft, length];
  return `${words.join(' ').padEnd(HEADER_LENGTH - 1)}\n`;
}

/** The line of a lease file, `undefined` for one whose owner nobody asks for. */
export function indexLine(fileName: string, owner: Owner): string | undefined {
  const containerId = containerOf(owner);
  return containerId === undefined ? undefined : `${keyOf(containerId)} ${fileName}\n`;
}

/** A line of an index. */
export interface IndexLine {
  readonly offset: number;
  readonly fileName: string;
}

/**
 * The lines of all lease files of a container, whatever the interface and the format. None is missing; some may be of
 * others, as keys are short, or of leases that are gone: their content tells.
 */
export function linesOf(text: string, containerId: string): readonly IndexLine[] {
  const start = `\n${keyOf(containerId)} `;
  const lines: IndexLine[] = [];
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    lines.push({ offset: at + 1, fileName: text.slice(at + start.length, text.indexOf('\n', at + 1)) });
  }
  return lines;
}

/** What is written over a line to strike it out, so that a container that comes again and again does not leave a trail. */
export function strike({ offset }: IndexLine): Piece {
  return { offset, text: '-'.repeat(KEY_LENGTH) };
}

function containerOf(owner: Owner): string | undefined {
  if (owner.kind === 'attachment') return owner.attachment.containerId;
  return owner.kind === 'container' ? owner.containerId : undefined;
}

/** FNV-1a with 32 bits, in hexadecimal: short, and among 60,000 leases one in 70,000 look-ups reads a file too many. */
function keyOf(content: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < content.length; index += 1) {
    hash = Math.imul(hash ^ content.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(KEY_LENGTH, '0');
}
