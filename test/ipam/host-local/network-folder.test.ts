import { expect, test } from 'vitest';
import { networkFolder } from '../../../ipam/host-local/network-folder.ts';

test.each([
  { platform: 'linux', dataDir: undefined, folder: '/var/lib/cni/networks/pods' },
  { platform: 'linux', dataDir: '', folder: '/var/lib/cni/networks/pods' },
  { platform: 'linux', dataDir: '/srv/leases/', folder: '/srv/leases/pods' },
  { platform: 'win32', dataDir: undefined, folder: '\\var\\lib\\cni\\networks\\pods' },
  { platform: 'win32', dataDir: 'C:/k/cni', folder: 'C:\\k\\cni\\pods' },
] as const)('on $platform with dataDir $dataDir the folder is $folder', ({ platform, dataDir, folder }) => {
  const ipam = dataDir === undefined ? {} : { dataDir };
  expect(networkFolder({ name: 'pods', ipam }, platform)).toBe(folder);
});

test.each(['CONSOLE', 'com10', 'nulls', 'a.con'])('%s is a name for a folder on Windows', (name) => {
  expect(networkFolder({ name }, 'win32')).toContain(name);
});
