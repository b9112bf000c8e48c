import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildGoModule, type GoModule } from '../go/go-module.ts';
import type { GoFlannel } from './go-flannel.ts';

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
 * Installs the Windows executables of the Go plugins in a new folder, with flannel beside them if there is one. They are
 * compiled once for each version, then kept.
 *
 * @throws {Error} When there is no Go here, or it cannot compile them.
 */
export async function installGoPlugins(folder: string, flannel: GoFlannel | undefined): Promise<void> {
  const built = await buildGoModule(GO_PLUGINS);
  mkdirSync(folder);
  for (const name of readdirSync(built)) copyFileSync(join(built, name), join(folder, name));
  if (flannel !== undefined) copyFileSync(flannel.executable, join(folder, 'flannel.exe'));
}
