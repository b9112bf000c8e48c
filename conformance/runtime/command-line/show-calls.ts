import { basename } from 'node:path';
import type { ExecutePlugin, PluginEnd } from '../execute-plugin.ts';

/**
 * Shows every call of a plugin when it has ended: a line with its command, end and duration, then what it was given and
 * what it printed.
 *
 * @param write Gets whole lines.
 */
export function showCalls(execute: ExecutePlugin, write: (text: string) => void): ExecutePlugin {
  return async (path, start) => {
    const end = await execute(path, start);
    const parameters = Object.entries(start.environment).filter(([name]) => name.startsWith('CNI_'));
    const lines = [
      `${start.environment.CNI_COMMAND} ${basename(path)}: ${describeEnd(end)} after ${end.durationMs.toFixed(0)} ms`,
      ...parameters.map(([name, value]) => `  ${name}=${value}`),
      `  < ${start.stdin}`,
      ...end.stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `  > ${line}`),
    ];
    write(lines.map((line) => `${line}\n`).join(''));
    return end;
  };
}

function describeEnd({ reason }: PluginEnd): string {
  if (reason.kind === 'exited') return reason.exitCode === 0 ? 'success' : `exit code ${reason.exitCode}`;
  if (reason.kind === 'signalled') return `ended by ${reason.signal}`;
  return reason.kind === 'timed out' ? 'killed at its time limit' : `not started: ${reason.message}`;
}
