import { createRuntime, executePlugin, type PluginEnd, type Runtime } from '../runtime/index.ts';
import { command, labelled } from './show.ts';

/** What the runtime of a walk works with. */
export interface DemoRuntimeOptions {
  /** The folder of the plugins. */
  readonly binFolder: string;
  /** Where results are kept between ADD and DEL. */
  readonly cacheDir: string;
  /** `host:port` of the simulated HNS. */
  readonly simulator: string;
  /** What a plugin reads, for whoever reads the demonstration. */
  readonly input: string;
}

/** A container runtime that shows every call of a plugin: the command as it could be typed, its time, its end, its log. */
export function demoRuntime({ binFolder, cacheDir, simulator, input }: DemoRuntimeOptions): Runtime {
  // Of our own variables only what Windows needs to start a program
  const { SystemRoot } = process.env;
  return createRuntime({
    binDirs: [binFolder],
    cacheDir,
    environment: { SystemRoot, CNI_HNS_SIMULATOR: simulator },
    async execute(path, start) {
      const end = await executePlugin(path, start);
      const { CNI_COMMAND, CNI_CONTAINERID, CNI_IFNAME } = start.environment;
      const pod = CNI_CONTAINERID ? `CNI_CONTAINERID=${CNI_CONTAINERID} CNI_IFNAME=${CNI_IFNAME} ` : '';
      command(`CNI_COMMAND=${CNI_COMMAND} ${pod}flannel  < ${input}`, end.durationMs, outcome(end));
      return end;
    },
    onStderr: (text) => labelled('log', text.trimEnd().split('\n')),
  });
}

function outcome({ exitCode }: PluginEnd): string {
  return exitCode === 0 ? 'success' : `exit code ${exitCode ?? 'none'}`;
}
