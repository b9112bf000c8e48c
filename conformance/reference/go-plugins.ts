import { buildGoModule, type GoModule } from '../go/go-module.ts';

/** The Go plugins compared with, as their module has them. */
export const GO_PLUGINS: GoModule = {
  cache: 'go-plugins',
  module: 'github.com/containernetworking/plugins',
  version: 'v1.9.1',
  packages: [
    'plugins/main/windows/win-bridge',
    'plugins/main/windows/win-overlay',
    'plugins/ipam/host-local',
  ],
  target: 'windows',
};

/**
 * The Windows executables of the Go plugins: compiled once for each version, then kept.
 *
 * @returns Their folder.
 * @throws {Error} When there is no Go here, or it cannot compile them.
 */
export async function buildGoPlugins(): Promise<string> {
  return await buildGoModule(GO_PLUGINS);
}
