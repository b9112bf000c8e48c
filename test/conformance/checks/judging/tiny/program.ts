import { readFileSync, writeSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../../../../lib/cni/json.ts';
import { listOf } from './lists.ts';
import { CODES, Problem } from './problem.ts';
import type { TinyEnvironment, TinyOutput, TinyPlugin, TinyRequest } from './tiny-plugin.ts';

/** Runs a tiny plugin as a program, to its end. */
export function runTiny(plugin: TinyPlugin): never {
  const { stdout, stderr = '', exitCode } = outputOf(plugin, process.env, readFileSync(0, 'utf8'));
  if (stderr !== '') writeSync(2, stderr);
  if (stdout !== '') writeSync(1, stdout);
  process.exit(exitCode);
}

function outputOf(plugin: TinyPlugin, environment: TinyEnvironment, text: string): TinyOutput {
  const { CNI_COMMAND: command = '' } = environment;
  let version = '1.1.0';
  try {
    plugin.checkVariables(environment, plugin.required(command));
    if (command === 'VERSION')
      return plugin.succeed(JSON.stringify(plugin.version(plugin.parse(text))), command);
    checkAttachment(plugin, environment, command);
    const config = plugin.parse(text);
    plugin.checkName(config.name);
    const written = String(config.cniVersion ?? '0.1.0');
    plugin.checkVersion(written);
    version = written;
    return plugin.succeed(perform(plugin, command, requestOf(environment, config, text)), command);
  } catch (thrown) {
    const { code, message } = thrown instanceof Problem ? thrown : new Problem(CODES.own, String(thrown));
    return plugin.fail(plugin.errorOf({ code, message }, version));
  }
}

function checkAttachment(plugin: TinyPlugin, environment: TinyEnvironment, command: string): void {
  if (!['ADD', 'CHECK', 'DEL'].includes(command)) return;
  plugin.checkContainerId(environment.CNI_CONTAINERID ?? '');
  plugin.checkIfName(environment.CNI_IFNAME ?? '');
}

function requestOf(environment: TinyEnvironment, config: JsonObject, text: string): TinyRequest {
  const { CNI_CONTAINERID: containerId = '', CNI_NETNS: netns = '', CNI_IFNAME: ifName = '' } = environment;
  const { prevResult, cniVersion } = config;
  const valid = listOf(config['cni.dev/valid-attachments']);
  return {
    ...{ containerId, netns, ifName, config, text },
    version: String(cniVersion ?? '0.1.0'),
    prevResult: isJsonObject(prevResult) ? prevResult : undefined,
    valid: valid.map(({ containerID, ifname }) => `${containerID}/${ifname}`),
  };
}

function perform(plugin: TinyPlugin, command: string, request: TinyRequest): string {
  if (command === 'ADD') return JSON.stringify(plugin.inVersion(plugin.add(request), request.version));
  const operations: Readonly<Record<string, () => void>> = {
    CHECK: () => plugin.check(request),
    DEL: () => plugin.del(request),
    GC: () => plugin.gc(request),
    STATUS: () => plugin.status(request),
  };
  (operations[command] ?? (() => plugin.unknown(command)))();
  return '';
}
