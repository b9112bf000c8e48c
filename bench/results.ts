/** Everything a run of the bench found out; what the page is made from. Times are milliseconds. */
import type { Machine } from './machine.ts';
import type { Absent } from './programs.ts';
import type { Row } from './timing/in-turn.ts';
import type { Peak } from './timing/memory.ts';
import type { TracedCall } from './trace-parts.ts';

export interface Results {
  readonly machine: Machine;
  /** What was asked for, as it can be typed. */
  readonly command: string;
  readonly onePod?: OnePod;
  readonly fullNode?: FullNodes;
  readonly growth?: Growth;
  readonly traces?: readonly TracedCall[];
  readonly sizes?: readonly Size[];
  readonly wine: Wine | Absent;
  /** What could not be compared with, and why. */
  readonly absent: readonly string[];
}

export interface OnePod {
  /** Measured together, in turn: chains, host-local, the hello-worlds, `true`. */
  readonly rows: readonly Row[];
}

export interface FullNodes {
  readonly pods: number;
  readonly rows: readonly Row[];
  readonly memory: readonly Memory[];
}

/** Of all processes of a full node. */
export interface Memory extends Peak {
  readonly who: string;
  readonly what: string;
}

export interface Growth {
  readonly steps: readonly { readonly leases: number; readonly rows: readonly Row[] }[];
}

/** What runs of the Windows executables under Wine gave. */
export interface Wine {
  readonly version: string;
  readonly onePod?: OnePod;
  readonly fullNode?: FullNodes;
  readonly traces?: readonly TracedCall[];
}

/** What one image, or a folder of executables, takes. */
export interface Size {
  readonly who: string;
  readonly target: string;
  readonly files: number;
  /** Of the image that all names are hard links to; absent for programs that are a file each. */
  readonly imageBytes?: number;
  readonly installedBytes: number;
  readonly gzipBytes: number;
  readonly zstdBytes: number;
}
