import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** How the comparison was asked for. */
export interface Options {
  /** The Go flannel, an executable of Windows; without it, it is compiled here. */
  readonly flannel?: string;
  /** The scenarios of flannel are left out. */
  readonly withoutFlannel: boolean;
  /** Parts of scenario IDs; all are played when there is none. */
  readonly words: readonly string[];
  /** Everything that was seen is printed too. */
  readonly verbose: boolean;
}

/** @throws {Error} Saying what is wrong with the command line. */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      flannel: { type: 'string' },
      'without-flannel': { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  const { flannel, verbose, 'without-flannel': withoutFlannel } = values;
  if (flannel !== undefined && withoutFlannel)
    throw new Error('--flannel and --without-flannel exclude each other: give one of them, or neither');
  if (flannel !== undefined && !existsSync(flannel)) throw new Error(`${flannel} is not there`);
  return { words: positionals, verbose, withoutFlannel, ...(flannel === undefined ? {} : { flannel }) };
}
