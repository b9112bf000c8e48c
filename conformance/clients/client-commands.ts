import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClientCommand } from './client-command.ts';
import { buildCnitool } from './cnitool.ts';

/**
 * The real cnitool.
 *
 * @throws {Error} When it cannot be compiled here.
 */
export async function cnitoolCommand(): Promise<ClientCommand> {
  return { name: 'cnitool', file: await buildCnitool(), words: [] };
}

/** Our own runtime's command, which has cnitool's command line and keeps results in the same files. */
export const OWN_COMMAND: ClientCommand = {
  name: 'npm run cni',
  file: process.execPath,
  words: [
    // Most of a call would go into compiling the same sources. No variable, which plugins would inherit
    '--import',
    pathToFileURL(join(import.meta.dirname, 'compile-cache.ts')).href,
    join(import.meta.dirname, '../runtime/command-line.ts'),
  ],
};
