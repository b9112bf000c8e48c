import { posix, win32 } from 'node:path';
import { type HostLocalConfig, invalidConfiguration } from './config.ts';

/** Where the Go plugin keeps its leases; on Windows on the current drive. */
const DEFAULT_DATA_DIR = '/var/lib/cni/networks';

/** Names Windows gives to devices, whatever the extension: a folder of that name cannot be used. */
const DEVICE_NAME = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The folder of a network's leases: `<dataDir>/<network name>`. The name's form has been checked by the protocol.
 *
 * @throws {CniError} Code 7 when no folder can have that path.
 */
export function networkFolder({ name, ipam }: HostLocalConfig, platform: NodeJS.Platform): string {
  const dataDir = ipam?.dataDir || DEFAULT_DATA_DIR;
  if (dataDir.includes('\0')) {
    throw invalidConfiguration(
      `"ipam.dataDir" is ${JSON.stringify(dataDir)}, which no folder can be called`,
      'Write a path without the NUL character, or leave the key out',
    );
  }
  if (platform !== 'win32') return posix.join(dataDir, name);
  if (DEVICE_NAME.test(name) || name.endsWith('.')) {
    throw invalidConfiguration(
      `network name "${name}" cannot name the folder of its leases on Windows`,
      'Choose a name that does not end in a dot and is not that of a device (CON, PRN, AUX, NUL, COM1, LPT1 and so on)',
    );
  }
  return win32.join(dataDir, name);
}
