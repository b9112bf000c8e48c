import { parseArgs } from 'node:util';
import type { Attachment } from '../../../lib/cni/parameters.ts';
import { UsageError } from './usage.ts';

/** The subcommands. */
export const SUBCOMMANDS = ['add', 'check', 'del', 'gc', 'status', 'version'] as const;

export type Subcommand = (typeof SUBCOMMANDS)[number];

/** What the command line asks for. */
export type Arguments = { readonly subcommand: 'help' } | NetworkArguments;

/** An operation on a network. */
export interface NetworkArguments {
  readonly subcommand: Subcommand;
  readonly network: string;
  /** `''` where it does not matter and was left out. */
  readonly netns: string;
  readonly ifName: string | undefined;
  readonly containerId: string | undefined;
  readonly cacheDir: string | undefined;
  readonly valid: readonly Attachment[] | undefined;
  readonly verbose: boolean;
}

const OPTIONS = {
  ifname: { type: 'string', short: 'i' },
  'container-id': { type: 'string' },
  'cache-dir': { type: 'string' },
  valid: { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws {UsageError} When the arguments are not those of the usage text. */
export function parseArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const [word, network, netns, ...more] = positionals;
  if (values.help === true || word === 'help') return { subcommand: 'help' };
  const subcommand = SUBCOMMANDS.find((known) => known === word);
  if (subcommand === undefined) throw unknown(word);
  if (network === undefined) throw new UsageError(`${subcommand} needs the name of a network`);
  if (netns === undefined && ['add', 'check', 'del'].includes(subcommand)) {
    throw new UsageError(`${subcommand} needs the namespace of the container after "${network}"`);
  }
  if (more.length > 0) throw new UsageError(`nothing is known to do with "${more.join(' ')}"`);
  if (values.valid !== undefined && subcommand !== 'gc') throw new UsageError('--valid is for gc alone');
  return {
    subcommand,
    network,
    netns: netns ?? '',
    ifName: values.ifname,
    containerId: values['container-id'],
    cacheDir: values['cache-dir'],
    valid: values.valid === undefined ? undefined : parseValid(values.valid),
    verbose: values.verbose === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function unknown(word: string | undefined): UsageError {
  const known = SUBCOMMANDS.join(', ');
  return new UsageError(
    word === undefined ? `a subcommand is missing: ${known}` : `"${word}" is none of ${known}`,
  );
}

function parseValid(text: string): readonly Attachment[] {
  const pairs = text === '' ? [] : text.split(',');
  return pairs.map((pair) => {
    const [containerId, ifName, ...more] = pair.split('/');
    if (containerId && ifName && more.length === 0) return { containerId, ifName };
    throw new UsageError(`--valid takes ID/IFNAME, such as c1/eth0, found "${pair}"`);
  });
}
