/** Versions of the CNI specification, oldest first; all four plugins speak every one of them. */
export const SPEC_VERSIONS = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;

/** A version of the CNI specification. */
export type SpecVersion = (typeof SPEC_VERSIONS)[number];

/** The versions whose result type is the current one. */
export type CurrentVersion = '1.0.0' | '1.1.0';

/** The newest version, which VERSION and errors before the configuration is known are printed in. */
export const NEWEST_VERSION = '1.1.0' satisfies SpecVersion;

/** An absent or empty `cniVersion` means this version (specification 0.1.0 had no such key). */
export const DEFAULT_VERSION = '0.1.0' satisfies SpecVersion;

/** Tells whether `version` is a version of the specification, by exact text as the Go library compares. */
export function isSpecVersion(version: string): version is SpecVersion {
  return (SPEC_VERSIONS as readonly string[]).includes(version);
}
