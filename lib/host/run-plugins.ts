// First, so that it is the first to run
import '../trace/start-of-program.ts';
import { variable } from '../cni/environment.ts';
import { CniError, CniErrorCode } from '../cni/error.ts';
import { type ProgramOutput, run, versionOutput } from '../cni/run.ts';
import { bundleOf, type PluginTable } from '../delegate/plugin-table.ts';
import { programName, readOptionalStdin, readStdin } from './program.ts';
import { realHost } from './real-host.ts';
import { runProgram } from './run-program.ts';

/**
 * Is the program: call it last in the file an executable is made of. The name the program was started under picks the
 * plugin; where that is none of the table, as under `node my-plugin.ts`, the name of the script does. A plugin that
 * delegates to another of the table does so in this process, if the file found in `CNI_PATH` is this very program; any
 * other file is executed. Ends the process with what the protocol asks for (specification section 2).
 *
 * @param about `release` is printed for whoever starts the program by hand.
 *
 * @example
 * runPlugins({ 'my-plugin': async () => (await import('./my-plugin.ts')).myPlugin }, { release: '1.0.0' });
 */
export function runPlugins(plugins: PluginTable, { release }: { readonly release: string }): void {
  runProgram(() => answerAs(plugins, release));
}

async function answerAs(plugins: PluginTable, release: string): Promise<ProgramOutput> {
  const name = nameOf(plugins);
  const { env: environment, platform } = process;
  const load = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
  if (load === undefined) throw unknownName(name, plugins);
  if (variable(environment, 'CNI_COMMAND', platform) === 'VERSION')
    return versionOutput(await readOptionalStdin());
  const input = { environment, platform, readStdin, release };
  const bundle = bundleOf(plugins);
  const self = { plugin: name, bundle, environment, platform, executable: process.execPath };
  const file = variable(environment, 'CNI_TRACE', platform);
  if (file === '') return await run(await load(), input, () => realHost(self));
  const mainBeganMs = performance.now();
  const { runTraced } = await import('../trace/run-traced.ts');
  return await runTraced({ load, input, process: self, file, mainBeganMs });
}

/** A program that is run from its source was started under the name of the JavaScript runtime. */
function nameOf(plugins: PluginTable): string {
  const name = programName(process);
  if (Object.hasOwn(plugins, name)) return name;
  const { argv, execPath, platform } = process;
  const script = programName({ argv0: argv[1] ?? '', execPath, platform }).replace(/\.[cm]?[jt]s$/, '');
  return Object.hasOwn(plugins, script) ? script : name;
}

function unknownName(name: string, plugins: PluginTable): CniError {
  return new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `no plugin is named ${JSON.stringify(name)}`,
    details: `This executable is the plugin whose name its file has: ${Object.keys(plugins).join(', ')} (with .exe on Windows). Rename the file ${process.argv0}, or correct "type" in the network configuration`,
  });
}
