import type { ClientCommand } from './client-command.ts';
import { buildCnitool } from './cnitool.ts';

/**
 * The clients that the scenarios are played with.
 *
 * @throws {Error} When cnitool cannot be compiled here.
 */
export async function clientCommands(): Promise<readonly ClientCommand[]> {
  return [{ name: 'cnitool', file: await buildCnitool(), words: [] }];
}
