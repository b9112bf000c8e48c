import type { ProcessEnd } from '../../lib/host/processes.ts';
import { realProcesses } from '../../lib/host/real-processes.ts';

/** How a plugin is to be started. */
export interface PluginStart {
  /** Every variable the plugin gets, `CNI_COMMAND` included; nothing is added. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it reads from standard input. */
  readonly stdin: string;
  /** Milliseconds after which it is killed, with every program it started; 120,000 by default. */
  readonly timeLimitMs?: number;
}

/** How a plugin ended. */
export interface PluginEnd extends ProcessEnd {
  /** `undefined` when it was not started, or ended by a signal or its time limit: `reason` tells. */
  readonly exitCode: number | undefined;
  /** From its start to its end. */
  readonly durationMs: number;
}

/** Runs one plugin to its end; never rejects. */
export type ExecutePlugin = (path: string, start: PluginStart) => Promise<PluginEnd>;

/** Longer than any plugin should take, shorter than the four minutes after which kubelet gives a sandbox up. */
const TIME_LIMIT_MS = 120_000;

/**
 * Runs the executable of a plugin, with no rule of the protocol applied: for tests of what a plugin does with any input.
 *
 * @param path Absolute path of the executable.
 */
export const executePlugin: ExecutePlugin = async (path, start) => {
  await import('execa'); // what the first call would load otherwise is not the plugin's time
  const started = performance.now();
  const end = await quiet.run({
    path,
    environment: start.environment,
    stdin: start.stdin,
    timeoutMs: start.timeLimitMs ?? TIME_LIMIT_MS,
  });
  const exitCode = end.reason.kind === 'exited' ? end.reason.exitCode : undefined;
  return { ...end, exitCode, durationMs: performance.now() - started };
};

/** What the plugin wrote to standard error is the caller's to show. */
const quiet = realProcesses(() => {});
