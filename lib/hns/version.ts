/** The version of the Host Networking Service, as `GET /globals/version` reports it. */
export interface HnsVersion {
  readonly Major: number;
  readonly Minor: number;
}

/** Versions `from` up to the last of the same major version, or without end. */
interface VersionRange {
  readonly from: HnsVersion;
  readonly withinMajor: boolean;
}

const from = (Major: number, Minor: number): VersionRange => ({ from: { Major, Minor }, withinMajor: false });
const within = (Major: number, Minor: number): VersionRange => ({
  from: { Major, Minor },
  withinMajor: true,
});

/** What not every HNS has: the HCN API, direct server return for `loopbackDSR`, IPv6 addresses beside IPv4 ones. */
export type HnsFeature = 'v2' | 'dsr' | 'dualStack';

/** In which versions HNS has the features plugins depend on (hcsshim, hcn/hcnglobals.go). */
const FEATURES: Readonly<Record<HnsFeature, readonly VersionRange[]>> = {
  /** The HCN API with schema 2. */
  v2: [from(9, 2)],
  /** Direct server return, which `loopbackDSR` needs. */
  dsr: [within(9, 3), from(10, 2)],
  /** IPv6 addresses beside IPv4 ones. */
  dualStack: [from(11, 10)],
};

/** Tells whether an HNS of this version has the feature. */
export function supports(version: HnsVersion, feature: HnsFeature): boolean {
  return FEATURES[feature].some((range) =>
    version.Major === range.from.Major
      ? version.Minor >= range.from.Minor
      : !range.withinMajor && version.Major > range.from.Major,
  );
}

/** The versions that have the feature, for a message: `9.3 to 9.x, 10.2 and later`. */
export function versionsWith(feature: HnsFeature): string {
  return FEATURES[feature]
    .map(({ from: { Major, Minor }, withinMajor }) =>
      withinMajor ? `${Major}.${Minor} to ${Major}.x` : `${Major}.${Minor} and later`,
    )
    .join(', ');
}
