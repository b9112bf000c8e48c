import { isJsonObject, type JsonObject } from '../../../../../lib/cni/json.ts';
import { inVersion } from './in-version.ts';
import { CODES, Problem } from './problem.ts';
import type { TinyOperations, TinyPlugin } from './tiny-plugin.ts';

export const VERSIONS = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'];

const IDENTIFIER = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ADD: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  CHECK: ['CNI_CONTAINERID', 'CNI_NETNS', 'CNI_IFNAME'],
  DEL: ['CNI_CONTAINERID', 'CNI_IFNAME'],
  GC: ['CNI_PATH'],
};

/** What tiny plugins have in common: everything but their operations. */
export const COMMON: Omit<TinyPlugin, keyof TinyOperations> = {
  version: ({ cniVersion = '1.1.0' }) => ({ cniVersion, supportedVersions: VERSIONS }),
  required: (command) => REQUIRED[command] ?? [],
  checkVariables(environment, required) {
    const missing = required.filter((name) => !environment[name]);
    if (missing.length > 0) throw new Problem(CODES.environment, `${missing.join(', ')} missing`);
  },
  checkContainerId(containerId) {
    if (!IDENTIFIER.test(containerId)) throw new Problem(CODES.environment, 'CNI_CONTAINERID is invalid');
  },
  checkIfName(ifName) {
    if (/[/:\s]|^\.\.?$/.test(ifName)) throw new Problem(CODES.environment, 'CNI_IFNAME is invalid');
  },
  checkName(name) {
    if (typeof name !== 'string' || !IDENTIFIER.test(name))
      throw new Problem(CODES.configuration, 'the name of the network is invalid');
  },
  checkVersion(version) {
    if (!VERSIONS.includes(version)) throw new Problem(CODES.version, `version ${version} is not supported`);
  },
  parse,
  inVersion,
  unknown(command) {
    throw new Problem(CODES.environment, `CNI_COMMAND ${command} is unknown`);
  },
  succeed: (stdout) => ({ stdout, exitCode: 0 }),
  fail: (error) => ({ stdout: JSON.stringify(error), exitCode: 1 }),
  errorOf: ({ code, message }, cniVersion) => ({ cniVersion, code, msg: message }),
};

function parse(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem(CODES.decoding, 'the configuration is not JSON');
  }
  if (isJsonObject(value)) return value;
  throw new Problem(CODES.decoding, 'the configuration is not an object');
}
