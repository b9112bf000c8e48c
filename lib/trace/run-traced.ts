import type { NetworkConfig } from '../cni/configuration.ts';
import { variable } from '../cni/environment.ts';
import type { Plugin } from '../cni/plugin.ts';
import { type ProgramInput, type ProgramOutput, run } from '../cni/run.ts';
import type { Host } from '../host/host.ts';
import type { PluginProcess } from '../host/real-host.ts';
import { realLog } from '../host/real-log.ts';
import { startOfProgram } from './start-of-program.ts';
import { Trace } from './trace.ts';
import { appendToTrace } from './trace-file.ts';
import { tracedHost } from './traced-host.ts';

/** A run of a plugin that is to be traced. */
export interface TracedRun {
  readonly load: () => Promise<Plugin<NetworkConfig, Host>>;
  readonly input: ProgramInput;
  readonly process: PluginProcess;
  /** `CNI_TRACE`: the file the trace goes to. */
  readonly file: string;
  /** When the program's `main` began, in milliseconds of `performance.now()`. */
  readonly mainBeganMs: number;
}

/**
 * Runs a plugin as `run` of lib/cni/run.ts does, and appends what time it took to a file while the process ends, after
 * its answer. A trace that cannot be written is a line in the log and nothing else.
 */
export async function runTraced(traced: TracedRun): Promise<ProgramOutput> {
  const { load, input, process: pluginProcess, file, mainBeganMs } = traced;
  const { plugin: name, environment, platform } = pluginProcess;
  const trace = new Trace();
  recordStart(trace, mainBeganMs);
  let outputBeganMs = mainBeganMs;
  process.once('exit', () => {
    trace.add({ category: 'output', name: 'output' }, outputBeganMs, performance.now());
    write(trace, { file, title: titleOf(pluginProcess), platform });
  });
  const plugin = await trace.during({ category: 'modules', name: `load ${name}` }, load);
  const readStdin = () => trace.during({ category: 'input', name: 'standard input' }, input.readStdin);
  const command = variable(environment, 'CNI_COMMAND', platform);
  const output = await trace.during({ category: 'plugin', name: `${name} ${command}` }, () =>
    run(plugin, { ...input, readStdin }, () => tracedHost(pluginProcess, trace)),
  );
  outputBeganMs = performance.now();
  return output;
}

function recordStart(trace: Trace, mainBeganMs: number): void {
  trace.add({ category: 'runtime', name: 'start of the runtime' }, 0, startOfProgram);
  for (const [name, start, end] of stagesOfNode()) trace.add({ category: 'runtime', name }, start, end);
  trace.add({ category: 'modules', name: 'load the program' }, startOfProgram, mainBeganMs);
  trace.add({ category: 'trace', name: 'load the trace' }, mainBeganMs, performance.now());
}

/** Node says how it got to the program; Bun does not. */
function stagesOfNode(): readonly (readonly [name: string, startMs: number, endMs: number])[] {
  const timing: typeof performance.nodeTiming | undefined = performance.nodeTiming;
  if (timing === undefined) return [];
  const { nodeStart, v8Start, environment, bootstrapComplete } = timing;
  return [
    ['before Node', 0, nodeStart],
    ['start of V8', nodeStart, v8Start],
    ['environment of Node', v8Start, environment],
    ['bootstrap of Node', environment, bootstrapComplete],
    ['compile the program', bootstrapComplete, startOfProgram],
  ];
}

/** How viewers call the process: `flannel ADD 7f3a…/eth0`. */
function titleOf({ plugin, environment, platform }: PluginProcess): string {
  const parameter = (name: string) => variable(environment, name, platform);
  const attachment = [parameter('CNI_CONTAINERID'), parameter('CNI_IFNAME')].filter((part) => part !== '');
  return [plugin, parameter('CNI_COMMAND'), attachment.join('/')].filter((part) => part !== '').join(' ');
}

interface Destination {
  readonly file: string;
  readonly title: string;
  readonly platform: NodeJS.Platform;
}

function write(trace: Trace, { file, title, platform }: Destination): void {
  const { pid } = process;
  const name = { name: 'process_name', ph: 'M', pid, tid: pid, args: { name: title } };
  const lines = [name, ...trace.events].map((event) => `${JSON.stringify(event)},\n`);
  try {
    appendToTrace(file, lines.join(''), platform);
  } catch (cause) {
    realLog({ trace: file }).warn('trace cannot be written', { cause: String(cause) });
  }
}
