import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { JsonObject } from '../../../../../lib/cni/json.ts';
import { COMMON } from './common.ts';
import { objectOf } from './lists.ts';
import { CODES, Problem } from './problem.ts';
import type { TinyRequest } from './tiny-plugin.ts';

/** What may be wrong about a call of a delegated plugin. */
export interface DelegateCall {
  readonly command: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: string;
}

/** The call as it should be: the same environment but for the command, and the configuration as it came. */
export function callOf(command: string, request: TinyRequest): DelegateCall {
  const environment = { ...process.env, CNI_COMMAND: command };
  return { command, file: findDelegate(request), environment, stdin: request.text };
}

/** Calls it; its standard error is passed on. */
export function callDelegate({ command, file, environment, stdin }: DelegateCall, passOn = true): JsonObject {
  const end = spawnSync(file, [], { env: environment, input: stdin, encoding: 'utf8' });
  if (passOn) process.stderr.write(end.stderr);
  if (end.status === 0) return command === 'ADD' ? COMMON.parse(end.stdout) : {};
  const { code, msg } = COMMON.parse(end.stdout);
  throw new Problem(Number(code), String(msg));
}

/** Calls the IPAM plugin of the configuration as it should be called. */
export function delegate(command: string, request: TinyRequest): JsonObject {
  return callDelegate(callOf(command, request));
}

function findDelegate({ config }: TinyRequest): string {
  const type = String(objectOf(config.ipam).type);
  if (type.includes('/')) throw new Problem(CODES.configuration, `"${type}" is no name of a plugin`);
  const folders = (process.env.CNI_PATH ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, type)).find((file) => existsSync(file));
  if (found === undefined) throw new Problem(CODES.own, `there is no plugin "${type}" in CNI_PATH`);
  return found;
}
