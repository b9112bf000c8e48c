import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** How the comparison was asked for. */
export interface Options {
  /** The Go flannel, an executable of Windows; without it its scenarios are left out. */
  readonly flannel?: string;
  /** Parts of scenario IDs; all are played when there is none. */
  readonly words: readonly string[];
  /** Everything that was seen is printed too. */
  readonly verbose: boolean;
}

/**
 * Reads the command line. The Go flannel has to be given or to be left out in so many words: unlike the others it is not
 * compiled here.
 *
 * @throws {Error} Saying what is wrong with it.
 */
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
  const { flannel, verbose } = values;
  if ((flannel === undefined) !== values['without-flannel']) {
    throw new Error(
      'Give the Go flannel to compare with, "--flannel <path of flannel-amd64.exe>" of a release of flannel-io/cni-plugin, ' +
        'or leave its scenarios out with "--without-flannel"',
    );
  }
  if (flannel !== undefined && !existsSync(flannel)) throw new Error(`${flannel} is not there`);
  return { words: positionals, verbose, ...(flannel === undefined ? {} : { flannel }) };
}
