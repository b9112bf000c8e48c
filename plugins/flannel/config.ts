import { spelling, validate } from '../../generated/flannel.ts';
import type { ConfigurationForm, NetworkConfig } from '../../lib/cni/configuration.ts';
import { CniError, CniErrorCode } from '../../lib/cni/error.ts';
import type { JsonObject } from '../../lib/cni/json.ts';

/** The configuration of the flannel plugin, as its schema guarantees it. */
export interface FlannelConfig extends NetworkConfig {
  /** flanneld's file; default {@link DEFAULT_SUBNET_FILE}. */
  readonly subnetFile?: string;
  /** Folder of the scratch files; default {@link DEFAULT_DATA_DIR}. */
  readonly dataDir?: string;
  /** Base of the delegate's configuration. */
  readonly delegate?: JsonObject;
}

export const form: ConfigurationForm<FlannelConfig> = { spelling, validate };

// On Windows too: both are then on the current drive, which is where the Go plugin and flanneld have them.
export const DEFAULT_SUBNET_FILE = '/run/flannel/subnet.env';
export const DEFAULT_DATA_DIR = '/var/lib/cni/flannel';

/** Path of flanneld's file. */
export function subnetFileOf({ subnetFile = DEFAULT_SUBNET_FILE }: FlannelConfig): string {
  return notEmpty('subnetFile', subnetFile, DEFAULT_SUBNET_FILE);
}

/** Path of the folder of scratch files. */
export function dataDirOf({ dataDir = DEFAULT_DATA_DIR }: FlannelConfig): string {
  return notEmpty('dataDir', dataDir, DEFAULT_DATA_DIR);
}

/**
 * Refuses what only flannel may set in the delegate's configuration.
 *
 * @throws {CniError} Code 7.
 */
export function checkDelegate({ delegate = {} }: FlannelConfig): void {
  for (const key of ['name', 'ipam']) {
    if (!Object.hasOwn(delegate, key)) continue;
    throw new CniError({
      code: CniErrorCode.invalidConfiguration,
      msg: `"delegate" must not have "${key}": flannel sets it`,
      details:
        key === 'name'
          ? 'Remove it; the delegate gets the name of the network'
          : 'Remove it, or move it to the top level of the configuration: its keys are handed on with the subnet added',
    });
  }
  if (!Object.hasOwn(delegate, 'type') || typeof delegate.type === 'string') return;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: '"type" of "delegate" is not a string',
    details: `Found ${JSON.stringify(delegate.type)}; write "win-overlay" or "win-bridge", or leave it out to have it chosen by the type of the HNS network`,
  });
}

function notEmpty(key: string, path: string, byDefault: string): string {
  if (path !== '') return path;
  throw new CniError({
    code: CniErrorCode.invalidConfiguration,
    msg: `"${key}" is empty`,
    details: `Write a path, or leave it out for ${byDefault}`,
  });
}
