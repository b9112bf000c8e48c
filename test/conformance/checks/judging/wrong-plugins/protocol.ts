import { COMMON, VERSIONS } from '../tiny/common.ts';
import { CODES, Problem } from '../tiny/problem.ts';
import type { TinyPlugin } from '../tiny/tiny-plugin.ts';
import { type WrongPlugin, wrongIpam } from './wrong-plugin.ts';

/** Faults of the protocol itself: VERSION, parameters, errors. */
export const PROTOCOL_FAULTS: readonly WrongPlugin[] = [
  wrongIpam('version-reply', 'VERSION without cniVersion', {
    version: () => ({ supportedVersions: VERSIONS }),
  }),
  wrongIpam('version-echo', 'VERSION answers the newest version, whatever was asked', {
    version: () => ({ cniVersion: '1.1.0', supportedVersions: VERSIONS }),
  }),
  wrongIpam('version-alone', 'VERSION wants a container id', {
    required: (command) => (command === 'VERSION' ? ['CNI_CONTAINERID'] : COMMON.required(command)),
  }),
  wrongIpam('version-kept', 'VERSION lists 0.2.0, ADD refuses it', {
    checkVersion(version) {
      if (version === '0.2.0') throw new Problem(CODES.version, '0.2.0 is no longer supported');
      COMMON.checkVersion(version);
    },
  }),

  wrongIpam('command-unknown', 'an unknown command succeeds', { unknown() {} }),
  wrongIpam('container-id-required', 'ADD without a container id', without('CNI_CONTAINERID')),
  wrongIpam('ifname-required', 'ADD without an interface name', without('CNI_IFNAME')),
  wrongIpam('netns-required', 'ADD without a namespace', without('CNI_NETNS')),
  wrongIpam('path-required-by-gc', 'GC without CNI_PATH', without('CNI_PATH')),
  wrongIpam('args-optional', 'ADD wants CNI_ARGS', wanting('CNI_ARGS', 'ADD')),
  wrongIpam(
    'attachment-not-required-by-gc-and-status',
    'GC wants a container id',
    wanting('CNI_CONTAINERID', 'GC'),
  ),
  wrongIpam('container-id-form', 'any container id will do', { checkContainerId() {} }),
  wrongIpam('container-id-form', 'an empty container id will do', {
    checkVariables(environment, required) {
      const set = required.filter((name) => name !== 'CNI_CONTAINERID' || environment[name] === undefined);
      COMMON.checkVariables(environment, set);
    },
    checkContainerId(containerId) {
      if (containerId !== '') COMMON.checkContainerId(containerId);
    },
  }),
  wrongIpam('ifname-unusable', 'any interface name will do', { checkIfName() {} }),
  wrongIpam('network-name-form', 'any network name will do', { checkName() {} }),

  wrongIpam('exit-code-success', 'success with exit code 3', {
    succeed: (stdout) => ({ stdout, exitCode: 3 }),
  }),
  wrongIpam('exit-code-failure', 'exit code 0 after an error', {
    fail: (error) => ({ stdout: JSON.stringify(error), exitCode: 0 }),
  }),
  wrongIpam('error-on-stdout', 'the error on standard error alone', {
    fail: (error) => ({ stdout: '', stderr: JSON.stringify(error), exitCode: 1 }),
  }),
  wrongIpam('error-on-stdout', 'an error object without code and msg', {
    errorOf: ({ message }) => ({ error: message }),
  }),
  wrongIpam('error-on-stdout', 'a result and an error back to back', {
    fail: (error) => ({ stdout: `{"cniVersion":"1.1.0"}${JSON.stringify(error)}`, exitCode: 1 }),
  }),
  wrongIpam('error-code', 'a code that is a text', {
    errorOf: ({ code, message }, cniVersion) => ({ cniVersion, code: String(code), msg: message }),
  }),
  wrongIpam('error-message', 'an empty msg', {
    errorOf: ({ code }, cniVersion) => ({ cniVersion, code, msg: '' }),
  }),
  wrongIpam('error-cni-version', 'errors without cniVersion', {
    errorOf: ({ code, message }) => ({ code, msg: message }),
  }),
  wrongIpam('error-code-reserved', 'code 42 for its own errors', withCode(CODES.configuration, 42)),
  wrongIpam('error-incompatible-version', 'code 7 for a version', withCode(CODES.version, 7)),
  wrongIpam('error-environment', 'an error that does not name the variable', {
    errorOf: ({ code }, cniVersion) => ({ cniVersion, code, msg: 'something is missing' }),
  }),
  wrongIpam('error-invalid-variable', 'an error that does not name the variable', {
    checkContainerId(containerId) {
      if (containerId.includes('/')) throw new Problem(CODES.environment, 'the container id is invalid');
    },
  }),
  wrongIpam('error-undecodable', 'code 7 for what is not JSON', withCode(CODES.decoding, 7)),
  wrongIpam('error-configuration', 'code 999 for a bad configuration', withCode(CODES.configuration, 999)),
];

/** A variable that no command asks for. */
function without(variable: string): Partial<TinyPlugin> {
  return {
    required: (command) => COMMON.required(command).filter((name) => name !== variable),
    checkContainerId() {},
  };
}

/** A variable that these commands ask for as well. */
function wanting(variable: string, ...commands: readonly string[]): Partial<TinyPlugin> {
  return {
    required: (command) => [...COMMON.required(command), ...(commands.includes(command) ? [variable] : [])],
  };
}

/** One code in place of another. */
function withCode(right: number, wrong: number): Partial<TinyPlugin> {
  return {
    errorOf: ({ code, message }, version) =>
      COMMON.errorOf({ code: code === right ? wrong : code, message }, version),
  };
}
