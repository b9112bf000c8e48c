import { expect, test } from 'vitest';
import { pathOf } from '../../../conformance/runtime/call-plugin.ts';
import { pluginFolders } from '../../../lib/delegate/find-plugin.ts';

test.each([
  { platform: 'linux', binDirs: ['/opt/cni/bin', '/opt/a;b'], path: '/opt/cni/bin:/opt/a;b' },
  { platform: 'win32', binDirs: ['C:\\k\\cni', 'C:\\a;b'], path: 'C:\\k\\cni;"C:\\a;b"' },
] as const)('plugins on $platform read the folders from CNI_PATH $path', ({ platform, binDirs, path }) => {
  expect(pathOf({ platform, binDirs })).toBe(path);
  expect(pluginFolders(path, platform)).toEqual(binDirs);
});
