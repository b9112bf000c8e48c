/**
 * The executable. One image holds every plugin and is installed under each plugin's name; the name it was started under
 * picks one. A module is loaded when the command needs it, because start-up is what a plugin spends its time on.
 */

// First, so that it is the first to run
import '../lib/trace/start-of-program.ts';
import type { NetworkConfig } from '../lib/cni/configuration.ts';
import { variable } from '../lib/cni/environment.ts';
import { CniError, CniErrorCode } from '../lib/cni/error.ts';
import { invoke } from '../lib/cni/invoke.ts';
import type { Plugin } from '../lib/cni/plugin.ts';
import { type ProgramOutput, run, versionOutput } from '../lib/cni/run.ts';
import type { Bundle } from '../lib/delegate/bundle.ts';
import type { Host } from '../lib/host/host.ts';
import { programName, readStdin } from '../lib/host/program.ts';
import { realHost } from '../lib/host/real-host.ts';
import { runProgram } from '../lib/host/run-program.ts';

/** The release, which the build takes from package.json. */
declare const RELEASE: string;

const PLUGINS: Readonly<Record<string, () => Promise<Plugin<NetworkConfig, Host>>>> = {
  flannel: async () => (await import('./flannel/plugin.ts')).flannel,
  'win-bridge': async () => (await import('./win-bridge/plugin.ts')).winBridge,
  'win-overlay': async () => (await import('./win-overlay/plugin.ts')).winOverlay,
  'host-local': async () => (await import('../ipam/host-local/plugin.ts')).hostLocal,
};

/** The same plugins, as a plugin of this process may delegate to them. */
const BUNDLE: Bundle = Object.fromEntries(
  Object.entries(PLUGINS).map(([name, load]) => [
    name,
    async () => {
      const plugin = await load();
      return (config, parameters, host) => invoke(plugin, config, parameters, host);
    },
  ]),
);

async function main(): Promise<ProgramOutput> {
  const name = programName(process);
  const { env: environment, platform } = process;
  const load = Object.hasOwn(PLUGINS, name) ? PLUGINS[name] : undefined;
  if (load === undefined) throw unknownName(name);
  if (variable(environment, 'CNI_COMMAND', platform) === 'VERSION') return versionOutput();
  const input = { environment, platform, readStdin, release: RELEASE };
  const self = { plugin: name, bundle: BUNDLE, environment, platform, executable: process.execPath };
  const file = variable(environment, 'CNI_TRACE', platform);
  if (file === '') return await run(await load(), input, () => realHost(self));
  const mainBeganMs = performance.now();
  const { runTraced } = await import('../lib/trace/run-traced.ts');
  return await runTraced({ load, input, process: self, file, mainBeganMs });
}

function unknownName(name: string): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `no plugin is named ${JSON.stringify(name)}`,
    details: `This executable is the plugin whose name its file has: ${Object.keys(PLUGINS).join(', ')} (with .exe on Windows). Rename the file ${process.argv0}, or correct "type" in the network configuration`,
  });
}

runProgram(main);
