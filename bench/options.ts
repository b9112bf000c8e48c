import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** The parts of the bench, in the order of the page. */
export const SECTIONS = ['one-pod', 'full-node', 'growth', 'trace', 'size'] as const;
export type Section = (typeof SECTIONS)[number];

/** How the bench was asked for. */
export interface Options {
  /** What is measured; the page is written when it is everything. */
  readonly sections: readonly Section[];
  /** How much of it. */
  readonly scale: Scale;
  /** The run is only to show that the bench works: nothing is written but to a temporary folder. */
  readonly smoke: boolean;
  /** Whether the Windows executables are run under Wine. */
  readonly wine: boolean;
  /** Executables of the Go flannel for Windows and for Linux; without them it is compiled here. */
  readonly flannel: { readonly windows?: string; readonly linux?: string };
}

/** How often and how many. */
export interface Scale {
  /** Lives of one pod on Linux, and under Wine; a tenth more of them at the start do not count. */
  readonly runs: number;
  readonly wineRuns: number;
  /** Pods of a full node. */
  readonly pods: number;
  /** Full nodes on Linux, and under Wine. */
  readonly nodes: number;
  readonly wineNodes: number;
  /** Leases there are, and how often an ADD and a DEL are measured among them. */
  readonly leases: readonly { readonly count: number; readonly runs: number }[];
  /** Traced calls. */
  readonly traces: number;
  /** Whether images are packed to see how large that is, which takes a quarter of a minute each. */
  readonly packs: boolean;
  /** Whether there is a hello-world for Windows too: to make it takes as long. */
  readonly wineHello: boolean;
}

const FULL: Scale = {
  runs: 40,
  wineRuns: 20,
  pods: 110,
  nodes: 5,
  wineNodes: 3,
  leases: [
    { count: 0, runs: 30 },
    { count: 100, runs: 30 },
    { count: 1_000, runs: 30 },
    { count: 10_000, runs: 20 },
    { count: 60_000, runs: 10 },
  ],
  traces: 30,
  packs: true,
  wineHello: true,
};

const SMOKE: Scale = {
  runs: 1,
  wineRuns: 1,
  pods: 3,
  nodes: 1,
  wineNodes: 1,
  leases: [
    { count: 0, runs: 1 },
    { count: 100, runs: 1 },
    { count: 1_000, runs: 1 },
  ],
  traces: 1,
  packs: false,
  wineHello: false,
};

/** @throws {Error} Saying what is wrong with the command line. */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      smoke: { type: 'boolean', default: false },
      runs: { type: 'string' },
      pods: { type: 'string' },
      'without-wine': { type: 'boolean', default: false },
      flannel: { type: 'string' },
      'flannel-linux': { type: 'string' },
    },
  });
  const { smoke, runs, pods, flannel, 'flannel-linux': flannelLinux } = values;
  return {
    sections: positionals.length === 0 ? SECTIONS : positionals.map(sectionOf),
    scale: {
      ...(smoke ? SMOKE : FULL),
      ...(runs === undefined ? {} : { runs: countOf('--runs', runs, 10_000) }),
      ...(pods === undefined ? {} : { pods: countOf('--pods', pods, ADDRESSES) }),
    },
    smoke,
    wine: !values['without-wine'],
    flannel: {
      ...(flannel === undefined ? {} : { windows: existing(flannel) }),
      ...(flannelLinux === undefined ? {} : { linux: existing(flannelLinux) }),
    },
  };
}

function sectionOf(word: string): Section {
  const section = SECTIONS.find((name) => name === word);
  if (section === undefined)
    throw new Error(`There is no part "${word}". The parts are ${SECTIONS.join(', ')}`);
  return section;
}

/** For pods, of the subnet of the node that is measured. */
const ADDRESSES = 250;

function countOf(option: string, text: string, most: number): number {
  if (/^[1-9]\d*$/.test(text) && Number(text) <= most) return Number(text);
  throw new Error(`${option} cannot be "${text}". Write a number from 1 to ${most}`);
}

function existing(path: string): string {
  if (existsSync(path)) return path;
  throw new Error(
    `${path} is not there. Give the path of a Go flannel, or leave the option out and it is compiled here`,
  );
}
