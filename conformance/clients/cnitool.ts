import { join } from 'node:path';
import { buildGoModule, type GoModule } from '../go/go-module.ts';

/** The command line tool of the CNI project: libcni, with the environment for its options. */
export const CNITOOL: GoModule = {
  cache: 'cnitool',
  module: 'github.com/containernetworking/cni',
  version: 'v1.3.0',
  packages: ['cnitool'],
  target: 'host',
};

/**
 * The real cnitool, for this machine: compiled once, then kept.
 *
 * @returns Its path.
 * @throws {Error} When there is no Go here, or it cannot compile it.
 */
export async function buildCnitool(): Promise<string> {
  const folder = await buildGoModule(CNITOOL);
  return join(folder, process.platform === 'win32' ? 'cnitool.exe' : 'cnitool');
}
