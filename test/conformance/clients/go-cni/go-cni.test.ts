import { describe, expect, test } from 'vitest';
import { buildGoCni, runGoCni } from '../../../../conformance/clients/go-cni.ts';
import type { GoCniWalk } from '../../../../conformance/clients/report.ts';
import { packagers } from '../../../executables/executable.ts';
import { type Backend, namespaceOf } from '../../../executables/packaged-node.ts';
import { ClientNode, NOTHING } from '../client-node.ts';
import { BREAKAGES, installBroken } from './broken-plugin.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** For the table at the end of the run. */
    goCni?: GoCniWalk;
  }
}

const program = await buildGoCni();

const FIRST = { overlay: '10.244.1.2', l2bridge: '10.244.1.3' } as const;
const backends: readonly Backend[] = ['overlay', 'l2bridge'];
const networks = packagers.flatMap((packager) => backends.map((backend) => ({ packager, backend })));

const LIFE = [
  'Load',
  'Status',
  'Setup',
  'Check',
  'Remove',
  'Remove again, no namespace',
  'Check of the removed pod',
];

async function walk(node: ClientNode, addresses: readonly string[], plugins = node.plugins) {
  return await runGoCni(program, {
    plugins,
    configurations: node.configurations,
    netns: namespaceOf('pod-1'),
    addresses,
    ports: ['8080:80/tcp', '5353:53/udp'],
    nameServer: '10.96.0.10',
    environment: node.environment,
  });
}

describe.each(networks)('containerd: a pod on $backend, $packager executables', ({ packager, backend }) => {
  test.for([
    { families: 'IPv4', dualStack: false, addresses: [FIRST[backend]] },
    { families: 'dual stack', dualStack: true, addresses: [FIRST[backend], 'fd00:10:244:1::2'] },
  ])('$families: its addresses appear under eth0', async ({ families, dualStack, addresses }, { task }) => {
    const node = await ClientNode.start({ packager, backend, dualStack });
    const steps = await walk(node, addresses);
    task.meta.goCni = { network: backend, packager, families, steps };
    expect(steps.filter(({ passed }) => !passed)).toEqual([]);
    expect(steps.map(({ name }) => name)).toEqual(LIFE);
    expect(node.remains()).toEqual(NOTHING);
    const [created] = node.hns.journal.filter(({ function: name }) => name === 'HcnCreateEndpoint');
    const endpoint = JSON.stringify(created);
    for (const address of addresses) expect(endpoint).toContain(`"IpAddress":"${address}"`);
    for (const port of [8080, 5353]) expect(endpoint).toContain(`"ExternalPort":${port}`);
  });
});

// A script with its interpreter in the first line is no executable on Windows
const why = process.platform === 'win32' ? ' (skipped: the broken plugin is a script)' : '';

describe.skipIf(why !== '')(`containerd: a plugin that is broken${why}`, () => {
  test.each(BREAKAGES)('is found out when $what', async (breakage) => {
    const node = await ClientNode.start({ packager: 'bun', backend: 'overlay', dualStack: true });
    const steps = await walk(node, ['10.244.1.2', 'fd00:10:244:1::2'], installBroken(breakage, node));
    const failed = steps.filter(({ passed }) => !passed);
    expect(failed).toEqual([
      expect.objectContaining({ name: 'Setup', seen: expect.stringContaining(breakage.sees) }),
    ]);
    expect(node.remains()).toEqual(NOTHING);
  });

  test('is not found out where nothing is broken', async () => {
    const node = await ClientNode.start({ packager: 'bun', backend: 'overlay', dualStack: true });
    const plugins = installBroken({ what: '', change: '', sees: '' }, node);
    const steps = await walk(node, ['10.244.1.2', 'fd00:10:244:1::2'], plugins);
    expect(steps.filter(({ passed }) => !passed)).toEqual([]);
  });
});
