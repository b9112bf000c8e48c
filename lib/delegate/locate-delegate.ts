import { basename, win32 } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Bundle, Invocable } from './bundle.ts';
import { findPlugin } from './find-plugin.ts';

/** What delegation depends on. */
export interface Delegation {
  readonly bundle: Bundle;
  /** Path of the running program. */
  readonly executable: string;
  /** The effects, for finding and running executables and for the plugins called in this process. */
  readonly host: Omit<Host, 'delegates'>;
}

/** An executable that was found; `load` gives the plugin itself when it is one of this very program. */
export interface LocatedDelegate {
  readonly type: string;
  readonly file: string;
  readonly load: (() => Promise<Invocable>) | undefined;
}

/**
 * Finds the executable a `type` names in `CNI_PATH`, and tells whether it is one of this program's own plugins: the very
 * file that is running, under the name of a plugin in the bundle.
 *
 * @throws {CniError} Code 7 or 120, as {@link findPlugin}.
 */
export function locateDelegate(type: string, path: string, delegation: Delegation): LocatedDelegate {
  const { bundle, host } = delegation;
  const file = findPlugin(type, path, host);
  const name = installedName(file, host.platform);
  const own = Object.hasOwn(bundle, name) && isRunning(file, delegation);
  return { type, file, load: own ? bundle[name] : undefined };
}

function isRunning(file: string, { executable, host: { files } }: Delegation): boolean {
  const found = files.identity(file);
  return found !== undefined && found === files.identity(executable);
}

/** Windows finds a file in any letter case. */
function installedName(file: string, platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? win32
        .basename(file)
        .toLowerCase()
        .replace(/\.exe$/, '')
    : basename(file);
}
