import { CniError, CniErrorCode } from '../cni/error.ts';
import type { HnsDriver } from '../hns/driver.ts';
import type { HnsApiVersion } from './host.ts';

/** Where HNS may be. */
export interface HnsPlace {
  readonly platform: NodeJS.Platform;
  /** `host:port` of a simulated HNS (`CNI_HNS_SIMULATOR`), or `''`. */
  readonly simulator: string;
}

/**
 * Opens HNS, or what stands in for it.
 *
 * @throws {CniError} Code 100 when there is none this build can reach; 104 when the interface generation is not served.
 */
export async function openHns(api: HnsApiVersion, { platform, simulator }: HnsPlace): Promise<HnsDriver> {
  if (simulator === '') throw unavailable(platform);
  if (api === 1) throw versionOne();
  const [{ HcnDriver }, { connectToSimulator }] = await Promise.all([
    import('../hns/hcn/driver.ts'),
    import('../hns/hcn/simulator-client.ts'),
  ]);
  return new HcnDriver(await connectToSimulator(simulator));
}

function unavailable(platform: NodeJS.Platform): CniError {
  const windows = platform === 'win32';
  return new CniError({
    code: CniErrorCode.hnsUnavailable,
    msg: 'cannot reach the Host Networking Service (HNS)',
    details: windows
      ? 'This release cannot call computenetwork.dll yet: it drives a simulated HNS alone, whose address (host:port) CNI_HNS_SIMULATOR names. Keep the reference plugins on this node until a release that can'
      : `HNS is part of Windows, and this machine runs ${platform}. To try the plugins here, start "npm run -s simulate-hns -- --listen 127.0.0.1:0 --state FILE.json" and set CNI_HNS_SIMULATOR to the address it prints`,
  });
}

function versionOne(): CniError {
  return new CniError({
    code: CniErrorCode.hnsUnsupported,
    msg: 'cannot use version 1 of the HNS interface',
    details:
      'This release drives HNS through version 2 (HCN) only. Set "apiVersion": 2 in the plugin\'s configuration, with a container runtime that passes a namespace GUID in CNI_NETNS',
  });
}
