import { describe, expect, test } from 'vitest';
import { SPEC_VERSIONS } from '../../../../lib/cni/spec-version.ts';
import { ClientNode, NOTHING } from '../client-node.ts';
import { CLIENTS } from './cases.ts';
import { added, failed, silent } from './outcome.ts';

describe.each(CLIENTS)('$client.name: a list of a version, $packager executables', ({ client, packager }) => {
  const start = (list: object) => ClientNode.start({ packager, backend: 'overlay', list: { ...list } });

  test.each(SPEC_VERSIONS)('%s: the pod is attached, checked and deleted', async (cniVersion) => {
    const node = await start({ cniVersion });
    const result = added(await node.run(client, 'add'));
    expect(result.cniVersion).toBe(cniVersion);
    expect(JSON.stringify(result)).toContain('10.244.1.2/24');
    const checked = await node.run(client, 'check');
    if (cniVersion >= '0.4.0') silent(checked);
    else failed(checked, 'CHECK', cniVersion);
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('the highest that both know of "cniVersions" is used', async () => {
    const node = await start({ cniVersion: '0.4.0', cniVersions: ['0.4.0', '1.0.0', '9.9.9'] });
    expect(added(await node.run(client, 'add')).cniVersion).toBe('1.0.0');
    silent(await node.run(client, 'check'));
    silent(await node.run(client, 'del'));
    expect(node.remains()).toEqual(NOTHING);
  });

  test('a version nobody knows attaches nothing', async () => {
    const node = await start({ cniVersion: '2.0.0' });
    failed(await node.run(client, 'add'), '2.0.0');
    expect(node.remains()).toEqual(NOTHING);
  });
});
