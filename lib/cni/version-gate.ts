import { CniError, CniErrorCode } from './error.ts';
import type { Command } from './parameters.ts';
import { isSpecVersion, NEWEST_VERSION, SPEC_VERSIONS, type SpecVersion } from './spec-version.ts';

/** First version of the specification that has the command; ADD and DEL are as old as it is. */
const SINCE: { readonly [command in Command]?: SpecVersion } = {
  CHECK: '0.4.0',
  GC: '1.1.0',
  STATUS: '1.1.0',
};

/**
 * Decides whether a configuration of `cniVersion` may be used with a command, in the order and with the messages of
 * the Go skeleton, which runtimes match on.
 *
 * @throws {CniError} Code 1, or 6 when `cniVersion` is not a version at all.
 */
export function checkVersion(command: Command, cniVersion: string): SpecVersion {
  const since = SINCE[command];
  if (since !== undefined) {
    if (isOlder(cniVersion, since)) throw tooOld(command, cniVersion, since);
    if (isOlder(NEWEST_VERSION, cniVersion))
      throw incompatible(`plugin version does not allow ${command}`, cniVersion);
  }
  if (isSpecVersion(cniVersion)) return cniVersion;
  throw incompatible('incompatible CNI versions', cniVersion);
}

function tooOld(command: Command, cniVersion: string, since: SpecVersion): CniError {
  return new CniError({
    code: CniErrorCode.incompatibleVersion,
    msg: `config version does not allow ${command}`,
    details: `"cniVersion" is "${cniVersion}"; ${command} needs "${since}" or newer`,
  });
}

function incompatible(msg: string, cniVersion: string): CniError {
  const supported = SPEC_VERSIONS.map((version) => `"${version}"`).join(' ');
  const details = `config is "${cniVersion}", plugin supports [${supported}]`;
  return new CniError({ code: CniErrorCode.incompatibleVersion, msg, details });
}

/**
 * Tells whether version `one` comes before version `other`; parts that are missing count as 0.
 *
 * @throws {CniError} Code 6 when one of them is not a version.
 */
export function isOlder(one: string, other: string): boolean {
  const left = versionParts(one);
  const right = versionParts(other);
  const difference = left.map((part, index) => part - (right[index] ?? 0)).find((value) => value !== 0);
  return difference !== undefined && difference < 0;
}

/** At most three numbers; missing ones compare as 0. */
function versionParts(version: string): readonly [number, number, number] {
  const [major = '0', minor = '0', micro = '0', ...more] = version.split('.');
  if (more.length > 0) throw notAVersion(version, 'it has more than three parts');
  for (const part of [major, minor, micro]) {
    if (!/^[+-]?\d{1,15}$/.test(part)) throw notAVersion(version, `"${part}" is not a number`);
  }
  return [Number(major), Number(minor), Number(micro)];
}

function notAVersion(version: string, reason: string): CniError {
  return new CniError({
    code: CniErrorCode.decodingFailure,
    msg: `"cniVersion" is not a version: "${version}"`,
    details: `${reason}; write a version of the CNI specification such as "${NEWEST_VERSION}"`,
  });
}
