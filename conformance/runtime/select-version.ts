import { toCniError } from '../../lib/cni/error.ts';
import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import { DEFAULT_VERSION, NEWEST_VERSION } from '../../lib/cni/spec-version.ts';
import { isOlder } from '../../lib/cni/version-gate.ts';
import { badList, typeOf } from './bad-list.ts';

/**
 * Chooses the version a list is executed in (specification section 1, Version considerations): the highest of
 * `cniVersions` and `cniVersion` that is not above ours; without `cniVersions`, or where none is low enough,
 * `cniVersion` as written.
 *
 * @returns `''` when the list names no version.
 * @throws {CniError} Code 7, in libcni's words.
 */
export function selectVersion({ cniVersion, cniVersions }: JsonObject): string {
  if (cniVersion !== undefined && typeof cniVersion !== 'string') {
    throw badList(
      `invalid cniVersion type ${typeOf(cniVersion)}`,
      `Write it as a string, such as "${NEWEST_VERSION}"`,
    );
  }
  const written = cniVersion ?? '';
  if (cniVersions === undefined) return written;
  const listed = readVersions(cniVersions);
  const own = written === '' ? [] : [written];
  const known = [
    ...listed.filter((version, index) => isKnown(version, `cniVersions entry ${version} at index ${index}`)),
    ...own.filter((version) => isKnown(version, `cniVersion ${version}`)),
  ];
  return known.reduce(
    (best, version) => (isOlder(best || DEFAULT_VERSION, version || DEFAULT_VERSION) ? version : best),
    known[0] ?? written,
  );
}

function readVersions(versions: JsonValue): readonly string[] {
  const advice = `Write "cniVersions" as an array of strings, such as ["1.0.0", "${NEWEST_VERSION}"]`;
  if (!Array.isArray(versions)) throw badList(`invalid type for cniVersions: ${typeOf(versions)}`, advice);
  return versions.map((version, index) => {
    if (typeof version === 'string') return version;
    throw badList(`invalid type for cniVersions index ${index}: ${typeOf(version)}`, advice);
  });
}

function isKnown(version: string, what: string): boolean {
  try {
    return !isOlder(NEWEST_VERSION, version || DEFAULT_VERSION);
  } catch (thrown) {
    throw badList(`invalid ${what}`, toCniError(thrown).details);
  }
}
