import { CniError, CniErrorCode } from '../cni/error.ts';
import type { HnsDriver } from '../hns/driver.ts';
import type { HcnApi } from '../hns/hcn/api.ts';
import { loadForeignFunctions } from '../native/load-foreign-functions.ts';
import type { HnsApiVersion } from './host.ts';

/** Set to `true` by build.ts in the bundle of the executables, which have nothing to do while HNS works. */
declare const PACKAGED: boolean | undefined;

/** Where HNS may be. */
export interface HnsPlace {
  readonly platform: NodeJS.Platform;
  /** `host:port` of a simulated HNS (`CNI_HNS_SIMULATOR`), or `''`. */
  readonly simulator: string;
  /** Given the HCN API, answers the one to use. */
  readonly watchHcn?: ((api: HcnApi) => HcnApi) | undefined;
}

/**
 * Opens HNS, or what stands in for it. A library of Windows that is missing shows when HNS is first called.
 *
 * @throws {CniError} Code 100 when there is none on this platform.
 */
export async function openHns(
  api: HnsApiVersion,
  { platform, simulator, watchHcn }: HnsPlace,
): Promise<HnsDriver> {
  if (simulator === '' && platform !== 'win32') throw unavailable(platform);
  const [driver, hcn] = await Promise.all([DRIVERS[api](), openHcn(simulator)]);
  return driver(watchHcn?.(hcn) ?? hcn);
}

/** Loaded one at a time: an operation uses one generation. */
const DRIVERS: Readonly<Record<HnsApiVersion, () => Promise<(api: HcnApi) => HnsDriver>>> = {
  1: async () => {
    const { V1Driver } = await import('../hns/v1/driver.ts');
    return (api) => new V1Driver(api);
  },
  2: async () => {
    const { HcnDriver } = await import('../hns/hcn/driver.ts');
    return (api) => new HcnDriver(api);
  },
};

async function openHcn(simulator: string): Promise<HcnApi> {
  if (simulator === '') return (await import('../hns/hcn/native-api.ts')).openNativeHcnApi();
  if (typeof PACKAGED !== 'undefined' && PACKAGED) {
    const { canConnectBlocking, connectBlocking } = await import('../hns/hcn/blocking-simulator-client.ts');
    if (canConnectBlocking(simulator, process.platform)) {
      return connectBlocking(simulator, await loadForeignFunctions());
    }
  }
  return (await import('../hns/hcn/simulator-client.ts')).connectToSimulator(simulator);
}

function unavailable(platform: NodeJS.Platform): CniError {
  return new CniError({
    code: CniErrorCode.hnsUnavailable,
    msg: 'Cannot reach the Host Networking Service (HNS)',
    details: `HNS is part of Windows, and this machine runs ${platform}. To try the plugins here, start "npm run -s simulate-hns -- --listen 127.0.0.1:0 --state FILE.json" and set CNI_HNS_SIMULATOR to the address it prints`,
  });
}
