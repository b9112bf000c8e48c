import type { Part, TracedCall } from '../trace-parts.ts';
import { milliseconds } from './format.ts';

/** The parts of a traced call in the order in which most of them come, as the page names them. */
export const PARTS: Readonly<Record<Part, string>> = {
  before: 'the system starts the process',
  runtime: 'start of the runtime',
  modules: 'modules',
  input: 'reading the configuration',
  plugin: "the plugins' own code",
  files: 'files and folders',
  flush: 'flush to disk, with the writing',
  lock: 'lock',
  locked: 'own code under the lock',
  hns: 'calls of HNS',
  process: 'delegates as processes',
  output: 'output',
  trace: 'the trace itself',
  after: 'end of the process',
};

export const PART_NAMES = Object.keys(PARTS) as readonly Part[]; // a record has every key

/** The largest parts of a call in words: `start of the runtime 2.8 ms, modules 3.4 ms`. */
export function largestParts({ parts }: TracedCall, count: number): string {
  return PART_NAMES.toSorted((one, other) => parts[other] - parts[one])
    .slice(0, count)
    .map((part) => `${PARTS[part]} ${milliseconds(parts[part])} ms`)
    .join(', ');
}
