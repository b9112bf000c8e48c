import { parseArgs } from 'node:util';
import { REPORT_FORMATS, type ReportFormat } from '../report/report.ts';
import { PLUGIN_KINDS, type PluginKind } from '../subject/plugin-kind.ts';
import { UsageError } from './usage.ts';

/** Who executes whole networks. */
export const RUNTIME_NAMES = ['builtin', 'cnitool'] as const;

export type RuntimeName = (typeof RUNTIME_NAMES)[number];

/** What the command line asks for. */
export type Arguments = { readonly command: 'help' } | { readonly command: 'list' } | ConformanceArguments;

/** A plugin is to be judged. */
export interface ConformanceArguments {
  readonly command: 'judge';
  readonly binDirs: readonly string[];
  readonly plugin: string;
  readonly config: string;
  readonly unreadyConfig: string | undefined;
  readonly kind: PluginKind | undefined;
  readonly netns: readonly string[];
  readonly ifName: string | undefined;
  readonly args: string | undefined;
  readonly capabilityArgs: string | undefined;
  readonly stateDirs: readonly string[];
  readonly timeLimitMs: number | undefined;
  readonly runtime: RuntimeName;
  readonly cnitool: string | undefined;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly mustOnly: boolean;
  readonly knownFailures: string | undefined;
  readonly keep: boolean;
  readonly report: ReportFormat;
  readonly output: string | undefined;
}

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

const OPTIONS = {
  'bin-dir': texts,
  plugin: text,
  config: text,
  'unready-config': text,
  kind: text,
  netns: texts,
  ifname: text,
  args: text,
  'capability-args': text,
  'state-dir': texts,
  'time-limit': text,
  runtime: text,
  cnitool: text,
  only: texts,
  skip: texts,
  must: flag,
  keep: flag,
  'known-failures': text,
  report: text,
  output: text,
  list: flag,
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws {UsageError} When the words are not those of the usage text. */
export function readArguments(words: readonly string[]): Arguments {
  const values = parsed(words);
  if (values.help === true) return { command: 'help' };
  if (values.list === true) return { command: 'list' };
  return {
    command: 'judge',
    binDirs: values['bin-dir'] ?? missing('--bin-dir DIR'),
    plugin: values.plugin ?? missing('--plugin NAME'),
    config: values.config ?? missing('--config FILE'),
    unreadyConfig: values['unready-config'],
    kind: values.kind === undefined ? undefined : oneOf('--kind', PLUGIN_KINDS, values.kind),
    netns: values.netns ?? [],
    ifName: values.ifname,
    args: values.args,
    capabilityArgs: values['capability-args'],
    stateDirs: values['state-dir'] ?? [],
    timeLimitMs: values['time-limit'] === undefined ? undefined : milliseconds(values['time-limit']),
    runtime: oneOf('--runtime', RUNTIME_NAMES, values.runtime ?? 'builtin'),
    cnitool: values.cnitool,
    only: values.only ?? [],
    skip: values.skip ?? [],
    mustOnly: values.must === true,
    knownFailures: values['known-failures'],
    keep: values.keep === true,
    report: oneOf('--report', REPORT_FORMATS, values.report ?? 'text'),
    output: values.output,
  };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: false }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

function missing(option: string): never {
  throw new UsageError(`${option} is missing`);
}

function oneOf<Name extends string>(option: string, names: readonly Name[], value: string): Name {
  const found = names.find((name) => name === value);
  if (found !== undefined) return found;
  throw new UsageError(`${option} may be ${names.join(', ')}, not "${value}"`);
}

function milliseconds(value: string): number {
  if (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0) return Number(value) * 1000;
  throw new UsageError(`--time-limit takes seconds above 0, not "${value}"`);
}
