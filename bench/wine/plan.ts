import type { Packager } from '../../build/images.ts';
import type { Scale, Section } from '../options.ts';

/** What the script with Wine is told. All paths are this machine's. */
export interface WinePlan {
  /** An empty folder for its mounts. */
  readonly mounts: string;
  /** For the state of the plugins and other files; on the file system the page names. */
  readonly folder: string;
  /** Root folder of the system with Wine. */
  readonly root: string;
  /** Where Wine's Windows folders are kept. */
  readonly kept: string;
  /** Folder of the test doubles of HNS's libraries. */
  readonly doubles: string;
  /** Folders of our executables, and files of hello-world. */
  readonly executables: Readonly<Record<Packager, string>>;
  readonly hello?: Readonly<Record<Packager, string>>;
  /** Folder of the Go plugins, and whether flannel is among them. */
  readonly go?: { readonly folder: string; readonly hasFlannel: boolean };
  readonly sections: readonly Section[];
  readonly scale: Scale;
  /** The file for what it found out: `Wine` of bench/results.ts. */
  readonly output: string;
}
