import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../machine.ts';
import { SECTIONS } from '../options.ts';
import { isAbsent } from '../programs.ts';
import type { Results } from '../results.ts';
import { METHOD } from '../timing/stopwatch.ts';
import { markdownTable } from './format.ts';
import { headline } from './headline.ts';
import { fullNodeTable, growthTable, onePodTable, sizeTable, targetTable, traceTable } from './tables.ts';
import { targetsOf } from './targets/index.ts';

const NOTE =
  '<!-- Written by "npm run bench" from bench/page/template.md and what it measured. Do not edit. -->';

const LEFT_OUT = 'Not measured.';

const BUSY =
  '**The machine was busy with other things when this was measured** (see its load average). Measure again on a quiet one.';

/** The bench itself had not begun when the load was looked at; an `npm ci` just before it may still be in it. */
function isBusy({ loadBefore, processors }: Machine): boolean {
  return loadBefore > 0.75 * processors;
}

/**
 * The text of docs/performance.md.
 *
 * @throws {Error} If the template wants something that is not here.
 */
export function performancePage(results: Results): string {
  const template = readFileSync(join(import.meta.dirname, 'template.md'), 'utf8');
  const values = valuesFor(results);
  const text = template.replace(/\{\{([\w-]+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`template.md has {{${name}}}, which is nothing`);
    return value;
  });
  return `${NOTE}\n\n${text.replaceAll(/\n{3,}/g, '\n\n')}`;
}

function valuesFor(results: Results): Readonly<Record<string, string>> {
  const { machine, onePod, fullNode, growth, traces = [], sizes, wine, absent } = results;
  const underWine = isAbsent(wine) ? undefined : wine;
  const whyNoWine = isAbsent(wine) ? `Not measured: ${wine.why}.` : LEFT_OUT;
  const columns = [
    ...traces.map((call) => ({ title: `${call.who} ${call.verb}, Linux`, call })),
    ...(underWine?.traces ?? []).map((call) => ({ title: `${call.who} ${call.verb}, Wine`, call })),
  ];
  return {
    go: goText(machine),
    busy: isBusy(machine) ? BUSY : '',
    figures: headline(results),
    targets: targetTable(targetsOf(results)),
    machine: machineTable(machine, underWine?.version),
    absent: absent.length === 0 ? '' : `Not compared with:\n\n${absent.map((one) => `- ${one}`).join('\n')}`,
    'one-pod-wine': underWine?.onePod ? onePodTable(underWine.onePod) : whyNoWine,
    'one-pod-linux': onePod ? onePodTable(onePod) : LEFT_OUT,
    pods: `${fullNode?.pods ?? underWine?.fullNode?.pods ?? 'No'}`,
    'full-node-wine': underWine?.fullNode ? fullNodeTable(underWine.fullNode) : whyNoWine,
    'full-node-linux': fullNode ? fullNodeTable(fullNode) : LEFT_OUT,
    growth: growth ? growthTable(growth) : LEFT_OUT,
    traces: `${traces[0]?.runs ?? 0}`,
    'traced-chain': traces[0]?.what ?? 'nothing',
    'traces-table': columns.length > 0 ? traceTable(columns) : LEFT_OUT,
    sizes: sizes ? sizeTable(sizes) : LEFT_OUT,
    command: results.command,
    minutes: (machine.seconds / 60).toFixed(1),
    sections: SECTIONS.map((section) => `\`${section}\``).join(', '),
    method: METHOD,
  };
}

function goText({ versions }: Machine): string {
  const flannel = versions['Go flannel'];
  return `the Go plugins ${versions['Go plugins'] ?? ''}${flannel === undefined ? '' : `, flannel that of ${flannel}`}`;
}

function machineTable(machine: Machine, wine: string | undefined): string {
  const { date, commit, system, processor, processors, memoryBytes, versions } = machine;
  const all = { ...versions, ...(wine === undefined ? {} : { Wine: wine }) };
  const { loadBefore, loadAfter, fileSystem, flushMs } = machine;
  return markdownTable(
    ['', ''],
    [
      ['date, commit', `${date}, ${commit}`],
      ['system', system],
      ['processors', `${processors} of ${processor}`],
      ['memory', `${(memoryBytes / 2 ** 30).toFixed(0)} GiB`],
      ['state of the plugins on', `${fileSystem}; a flush of a small file takes ${flushMs.toFixed(1)} ms`],
      [
        'load average (1 minute)',
        `${loadBefore.toFixed(1)} when it began, ${loadAfter.toFixed(1)} when it ended`,
      ],
      ...Object.entries(all).map(([name, version]) => [name, version]),
    ],
  );
}
