import { buildGoModule, type GoModule } from './go-module.ts';

/** The IPAM plugin of the reference suite, for the machine this runs on. */
export const GO_HOST_LOCAL: GoModule = {
  cache: 'go-host-local',
  module: 'github.com/containernetworking/plugins',
  version: 'v1.9.1',
  packages: ['plugins/ipam/host-local'],
  target: 'host',
};

/**
 * Compiles it: once, then it is kept.
 *
 * @returns Its folder.
 * @throws {Error} When there is no Go here, or it cannot compile it.
 */
export async function buildGoHostLocal(): Promise<string> {
  return await buildGoModule(GO_HOST_LOCAL);
}
