import type { Results } from '../../bench/results.ts';
import { AFTER_GO } from '../../bench/sections/growth.ts';
import { START, THREE_IN_A_ROW } from '../../bench/sections/one-pod.ts';
import type { Row } from '../../bench/timing/in-turn.ts';
import type { TracedCall } from '../../bench/trace-parts.ts';

/** A row whose runs all took the same. */
export function row(who: string, what: string, measures: Readonly<Record<string, number>>): Row {
  const entries = Object.entries(measures).map(
    ([name, median]) => [name, { median, low: median, high: median, runs: 3 }] as const,
  );
  return { who, what, measures: Object.fromEntries(entries) };
}

/** The life of one pod. */
export function life(who: string, what: string, add: number): Row {
  return row(who, what, { ADD: add, CHECK: add, DEL: add });
}

function node(who: string, what: string, total: number): Row {
  return row(who, what, { attach: total, 'slowest ADD': total, detach: total, 'slowest DEL': total });
}

function traced(who: string): TracedCall {
  const parts = {
    before: 1,
    runtime: 3,
    modules: 4,
    trace: 0.1,
    input: 0.1,
    plugin: 2,
    files: 0.5,
    flush: 1.5,
    lock: 0.2,
    locked: 0.3,
    hns: 2.5,
    process: 0,
    output: 0.1,
    after: 1,
  };
  return { who, what: OVERLAY, verb: 'ADD', wholeMs: 16.3, parts, runs: 3 };
}

const OVERLAY = 'flannel → win-overlay → host-local';

/** What a run could find out where everything is there and every target is met. */
export const EVERYTHING: Results = {
  command: 'npm run bench',
  machine: {
    date: '2025-11-21',
    commit: '0123456789',
    system: 'Debian',
    processor: 'P',
    processors: 2,
    memoryBytes: 2 ** 34,
    fileSystem: 'ext4',
    flushMs: 0.5,
    versions: { Go: '1.26.8', 'Go plugins': 'v1.9.1' },
    loadBefore: 0.1,
    loadAfter: 1.9,
    seconds: 420,
  },
  onePod: {
    rows: [
      life('bun', OVERLAY, 8),
      life('pkg', OVERLAY, 30),
      row('bun', 'hello-world', { [START]: 4.5 }),
      row('pkg', 'hello-world', { [START]: 17 }),
      row('any', 'true', { [START]: 0.5 }),
      life('bun', 'host-local', 6),
      life('Go', 'host-local', 3),
      row('Go', THREE_IN_A_ROW, { ADD: 9, DEL: 9 }),
    ],
  },
  fullNode: {
    pods: 110,
    rows: [node('bun', OVERLAY, 1_000), node('Go', 'host-local', 400)],
    memory: [{ who: 'bun', what: OVERLAY, bytes: 400_000_000, processes: 90 }],
  },
  growth: {
    steps: [0, 10_000, 60_000].map((leases) => ({
      leases,
      rows: [
        life('bun', 'host-local', 6),
        life('pkg', 'host-local', 25),
        life('Go', 'host-local', 3 + leases / 100),
        life('bun', AFTER_GO, 8),
      ],
    })),
  },
  traces: [traced('bun'), traced('pkg')],
  sizes: [
    {
      who: 'bun',
      target: 'linux-x64',
      files: 4,
      imageBytes: 113_000_000,
      installedBytes: 113_000_000,
      gzipBytes: 54_000_000,
      zstdBytes: 47_000_000,
    },
  ],
  wine: {
    version: 'wine-10.0',
    onePod: {
      rows: [life('bun', OVERLAY, 130), life('Go', OVERLAY, 200), row('bun', 'hello-world', { start: 110 })],
    },
    fullNode: {
      pods: 110,
      rows: [node('bun', OVERLAY, 9_000), node('Go', OVERLAY, 12_000)],
      memory: [],
    },
    traces: [traced('bun')],
  },
  absent: [],
};
