import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type PluginFolder, pluginFolder } from '../../lib/delegate/plugin-scripts.ts';

/** One call a recording plugin got. */
export interface RecordedCall {
  readonly type: string;
  /** The variables of the protocol, as they were set. */
  readonly variables: Readonly<Record<string, string>>;
  /** What it read, as text. */
  readonly input: string;
}

/** A folder of plugins that write down how they were called. */
export interface RecordingPlugins extends PluginFolder {
  /** What plugins inherit. */
  readonly environment: Readonly<Record<string, string>>;
  /** The calls since the last time it was asked, in order. */
  calls(): readonly RecordedCall[];
  /** The same as `type COMMAND`. */
  commands(): readonly string[];
}

/**
 * Plugins that answer as their configuration says: `answers.ADD` is printed, a code in it makes the call fail;
 * `says` is written to standard error.
 */
export function recordingPlugins(types: readonly string[]): RecordingPlugins {
  const folder = pluginFolder();
  const log = join(folder.path, 'calls.log');
  for (const type of types) folder.write(type, RECORDER);
  const calls = (): readonly RecordedCall[] => {
    const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
    rmSync(log, { force: true });
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line));
  };
  return {
    ...folder,
    environment: { CALLS_LOG: log },
    calls,
    commands: () => calls().map(({ type, variables }) => `${type} ${variables.CNI_COMMAND}`),
  };
}

const RECORDER = `
const text = input();
const config = JSON.parse(text);
const command = process.env.CNI_COMMAND;
const variables = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('CNI_')));
const type = require('node:path').basename(process.argv[1]);
appendFileSync(process.env.CALLS_LOG, JSON.stringify({ type, variables, input: text }) + "\\n");
if (config.says) writeSync(2, config.says);
const ADD = { cniVersion: config.cniVersion, ips: [{ address: '10.1.0.5/24' }] };
const VERSION = { cniVersion: '1.1.0', supportedVersions: ['0.4.0', '1.0.0', '1.1.0'] };
const answer = { ADD, VERSION, ...config.answers }[command];
if (answer !== undefined) print(answer);
process.exit(answer && answer.code !== undefined ? 1 : 0);
`;
