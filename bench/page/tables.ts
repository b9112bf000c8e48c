import type { FullNodes, Growth, OnePod, Size } from '../results.ts';
import { AFTER_GO } from '../sections/growth.ts';
import { START, THREE_IN_A_ROW } from '../sections/one-pod.ts';
import { COMPRESSION } from '../sections/sizes.ts';
import type { Row } from '../timing/in-turn.ts';
import type { TracedCall } from '../trace-parts.ts';
import { HELLO, HOST_LOCAL, median, quotient } from './find.ts';
import { markdownTable, megabytes, milliseconds, NOTHING, ratioText, spreadText } from './format.ts';
import { PART_NAMES, PARTS } from './parts.ts';
import type { Target } from './targets/target.ts';

/** The targets, those that were missed with their reason. */
export function targetTable(targets: readonly Target[]): string {
  const rows = targets.map(({ wanted, found, verdict }) => [wanted, found, `**${verdict}**`]);
  const reasons = targets
    .filter(({ why }) => why !== undefined)
    .map(({ wanted, why }) => `- *${wanted}*: ${why}`);
  const table = markdownTable(['wanted', 'found', ''], rows);
  return reasons.length === 0
    ? table
    : [table, '', 'Why those that were missed are missed:', '', ...reasons].join('\n');
}

/** The lives of one pod by chain; the last column is ADD beside that of Go. */
export function onePodTable({ rows }: OnePod): string {
  const inOrder = byWhat(rows).filter(({ what }) => what !== HELLO && what !== 'true');
  const lives = inOrder.map(({ who, what, measures }) => [
    what,
    who,
    spreadText(measures.ADD),
    spreadText(measures.CHECK),
    spreadText(measures.DEL),
    what === THREE_IN_A_ROW ? '' : toGo(rows, { who, what, measure: 'ADD' }),
  ]);
  const starts = rows
    .filter(({ measures }) => START in measures)
    .map(({ who, what, measures }) => [what, who, spreadText(measures[START]), '', '', '']);
  return markdownTable(['what', 'who', 'ADD', 'CHECK', 'DEL', 'ADD to Go'], [...lives, ...starts]);
}

/** Full nodes, with the memory of all processes. */
export function fullNodeTable({ rows, memory }: FullNodes): string {
  const lines = byWhat(rows).map(({ who, what, measures }) => {
    const peak = memory.find((one) => one.who === who && one.what === what);
    return [
      what,
      who,
      spreadText(measures.attach),
      spreadText(measures['slowest ADD']),
      spreadText(measures.detach),
      spreadText(measures['slowest DEL']),
      toGo(rows, { who, what, measure: 'attach' }),
      peak === undefined ? NOTHING : megabytes(peak.bytes),
      `${peak?.processes ?? NOTHING}`,
    ];
  });
  return markdownTable(
    [
      'what',
      'who',
      'attach all',
      'slowest ADD',
      'detach all',
      'slowest DEL',
      'attach to Go',
      'memory, MB',
      'processes at that moment',
    ],
    lines,
  );
}

/** ADD and DEL by number of leases, and how many times faster than Go. */
export function growthTable({ steps }: Growth): string {
  const makers = (rows: readonly Row[]) =>
    rows.filter(({ what }) => what === HOST_LOCAL || what === AFTER_GO);
  const lines = steps.flatMap(({ leases, rows }) =>
    makers(rows).map(({ who, what, measures }) => [
      leases.toLocaleString('en-US'),
      what === AFTER_GO ? `${who}, after a Go ADD and DEL` : who,
      spreadText(measures.ADD),
      spreadText(measures.DEL),
      ...(['ADD', 'DEL'] as const).map((measure) =>
        who === 'Go'
          ? ''
          : timesFaster(measures[measure]?.median, median(rows, { who: 'Go', what: HOST_LOCAL, measure })),
      ),
    ]),
  );
  return markdownTable(
    ['leases', 'who', 'ADD', 'DEL', 'ADD, times faster than Go', 'DEL, times faster than Go'],
    lines,
  );
}

/** The parts of traced calls, a column each. */
export function traceTable(
  columns: readonly { readonly title: string; readonly call: TracedCall }[],
): string {
  const parts = PART_NAMES.filter((part) => columns.some(({ call }) => call.parts[part] >= 0.05));
  return markdownTable(
    ['part', ...columns.map(({ title }) => title)],
    [
      ...parts.map((part) => [PARTS[part], ...columns.map(({ call }) => milliseconds(call.parts[part]))]),
      ['the whole process', ...columns.map(({ call }) => milliseconds(call.wholeMs))],
    ],
  );
}

/** What the executables take on disk and in archives. */
export function sizeTable(sizes: readonly Size[]): string {
  const lines = sizes.map(({ who, target, files, imageBytes, installedBytes, gzipBytes, zstdBytes }) => [
    who,
    target,
    `${files}`,
    imageBytes === undefined ? NOTHING : megabytes(imageBytes),
    ...[installedBytes, gzipBytes, zstdBytes].map(megabytes),
  ]);
  const { gzip, zstd } = COMPRESSION;
  return markdownTable(['who', 'target', 'files', 'image', 'installed', gzip, zstd], lines);
}

function toGo(
  rows: readonly Row[],
  { who, what, measure }: { who: string; what: string; measure: string },
): string {
  if (who === 'Go') return '';
  return ratioText(
    quotient(median(rows, { who, what, measure }), median(rows, { who: 'Go', what, measure })),
  );
}

function timesFaster(ours: number | undefined, go: number | undefined): string {
  return ratioText(quotient(go, ours));
}

/** Those of one kind together, kinds as they come, in them by name: Go, bun, pkg. */
function byWhat(rows: readonly Row[]): readonly Row[] {
  const kinds = [...new Set(rows.map(({ what }) => what))];
  return kinds.flatMap((kind) =>
    rows.filter(({ what }) => what === kind).toSorted((one, other) => (one.who < other.who ? -1 : 1)),
  );
}
