import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Variables } from '../bench/request.ts';
import type { FileStep } from '../bench/step.ts';
import {
  CALLER_VARIABLE,
  type RecordedCall,
  type RecorderPlace,
  type RecorderPlan,
  record,
} from './record.ts';

/** Stand-ins for plugins that note how they are called before they call them. */
export interface Recorders {
  /** Their folder: put it first in `CNI_PATH`. */
  readonly binDir: string;
  /** What the judged plugin's environment needs beside, so that they can be started. */
  readonly variables: Variables;
  /**
   * Says what they are to do from now on, and forgets the calls so far.
   *
   * @returns The file that says it.
   */
  begin(plan: RecorderPlan): FileStep;
  /** The calls since, in the order in which they ended. */
  calls(): readonly RecordedCall[];
}

/**
 * Installs a stand-in for every plugin of the folders but one.
 *
 * On Windows only `.exe` files are plugins: a stand-in is Node itself under the plugin's name, and `NODE_OPTIONS` has it run
 * the recording before anything else. Elsewhere it is a script.
 *
 * @param folder A new folder for all of it.
 * @param except The judged plugin.
 */
export function installRecorders(
  folder: string,
  binDirs: readonly string[],
  except: string,
  platform: NodeJS.Platform = process.platform,
): Recorders {
  const binDir = join(folder, 'bin');
  mkdirSync(binDir, { recursive: true });
  const programs = programsIn(binDirs, except);
  const variables = INSTALLERS[platform === 'win32' ? 'windows' : 'posix'](binDir, { folder, programs });
  return {
    binDir,
    variables,
    begin(plan) {
      rmSync(join(folder, 'calls'), { recursive: true, force: true });
      mkdirSync(join(folder, 'calls'));
      const [path, content] = [join(folder, 'plan.json'), JSON.stringify(plan)];
      writeFileSync(path, content);
      return { kind: 'file', path, content };
    },
    calls: () =>
      readdirSync(join(folder, 'calls'))
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => JSON.parse(readFileSync(join(folder, 'calls', name), 'utf8')) as RecordedCall),
  };
}

/** The first folder that has a plugin counts, as it does for whoever looks one up. */
function programsIn(binDirs: readonly string[], except: string): RecorderPlace['programs'] {
  const found = binDirs.toReversed().flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && isExecutable(join(folder, entry.name)))
      .map(({ name }): [string, string] => [name.replace(/\.exe$/i, ''), join(folder, name)]),
  );
  return Object.fromEntries(found.filter(([name]) => name !== except));
}

function isExecutable(path: string): boolean {
  if (process.platform === 'win32') return /\.exe$/i.test(path);
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // a library or a text beside the plugins
  }
}

const INSTALLERS: Record<'posix' | 'windows', (binDir: string, place: RecorderPlace) => Variables> = {
  posix(binDir, place) {
    for (const name of Object.keys(place.programs)) {
      const file = join(binDir, name);
      writeFileSync(file, `${SCRIPT_HEAD}${programText(place, JSON.stringify(name))}`);
      chmodSync(file, 0o755);
    }
    return {};
  },
  windows(binDir, place) {
    for (const name of Object.keys(place.programs)) linkOrCopy(process.execPath, join(binDir, `${name}.exe`));
    const preload = join(place.folder, 'record.cjs');
    // Every Node below the judged plugin loads this, the plugin itself perhaps as well: only the stand-ins are meant
    const own = `process.execPath.toLowerCase().startsWith(${JSON.stringify(binDir.toLowerCase())})`;
    const name = String.raw`process.execPath.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '')`;
    writeFileSync(preload, `if (${own}) {${programText(place, name)}}\n`);
    // Not --import: by the time that has loaded, Node has begun to read a program from standard input
    return { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` };
  },
};

/** Begun by a shell: the first line of a script takes no path with blanks in it, and no long one. To Node it is a text. */
const SCRIPT_HEAD = `#!/bin/sh\n":" //; exec '${process.execPath.replaceAll("'", `'\\''`)}' "$0"\n`;

function programText(place: RecorderPlace, name: string): string {
  return `;(${record})(${JSON.stringify(place)}, ${name}, ${JSON.stringify(CALLER_VARIABLE)});\n`;
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to); // on another volume
  }
}
