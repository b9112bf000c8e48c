import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeSubject } from '../../../conformance/checks/subject/make-subject.ts';
import type { Subject } from '../../../conformance/checks/subject/subject.ts';
import { flannelHostGateway, overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import { startServer } from '../../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import type { JsonObject } from '../../../lib/cni/json.ts';
import { binFolder, type Packager, type PluginName, packagers } from '../executable.ts';

/** Small enough to be used up, so that the checks of that apply. */
const SUBNET = '10.244.1.0/28';

const NETWORKS = {
  vxlan0: { networks: [overlayNetwork({ name: 'vxlan0', subnet: SUBNET })] },
  cbr0: flannelHostGateway({ name: 'cbr0', subnet: SUBNET }),
} as const;

type NetworkName = keyof typeof NETWORKS;

/** One of our plugins on a network that it serves. */
export interface OwnPlugin {
  readonly packager: Packager;
  readonly plugin: PluginName;
  readonly network: NetworkName;
}

/** Every plugin of both packagers; flannel goes by way of one of the others with each. */
export const OWN_PLUGINS: readonly OwnPlugin[] = packagers.flatMap((packager) => [
  { packager, plugin: 'host-local', network: 'cbr0' },
  { packager, plugin: 'win-bridge', network: 'cbr0' },
  { packager, plugin: 'win-overlay', network: 'vxlan0' },
  { packager, plugin: 'flannel', network: packager === 'bun' ? 'cbr0' : 'vxlan0' },
]);

/** A node for one plugin, with its HNS simulated and files of its own; it is gone when the test is. */
export async function ownSubject({ packager, plugin, network }: OwnPlugin): Promise<Subject> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-of-our-own-'));
  const server = await startServer(new SimulatedHns({ createNamespaces: true, ...NETWORKS[network] }));
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { PATH = '', SystemRoot } = process.env;
  return makeSubject({
    binDirs: [binFolder(packager)],
    plugin,
    network: { text: JSON.stringify(configuration(plugin, network, folder)), file: 'network.conflist' },
    unready: { text: JSON.stringify(unready(plugin, network, folder)), file: 'unready.conflist' },
    environment: {
      PATH,
      ...(SystemRoot !== undefined && { SystemRoot }),
      CNI_HNS_SIMULATOR: server.address,
    },
  });
}

function configuration(plugin: PluginName, name: NetworkName, folder: string): JsonObject {
  const networks = join(folder, 'networks');
  mkdirSync(networks, { recursive: true });
  if (plugin === 'flannel') return flannelList(name, folder);
  const ipam = { type: 'host-local', subnet: SUBNET, dataDir: networks };
  const type = name === 'cbr0' ? 'win-bridge' : 'win-overlay';
  return list(name, { type, ipam });
}

function flannelList(name: NetworkName, folder: string): JsonObject {
  const subnetFile = join(folder, 'subnet.env');
  const lines = ['FLANNEL_NETWORK=10.244.0.0/16', `FLANNEL_SUBNET=${SUBNET.replace('.0/', '.1/')}`];
  writeFileSync(subnetFile, `${[...lines, 'FLANNEL_MTU=1450', 'FLANNEL_IPMASQ=true'].join('\n')}\n`);
  return list(name, {
    type: 'flannel',
    subnetFile,
    dataDir: join(folder, 'flannel'),
    ipam: { dataDir: join(folder, 'networks') },
  });
}

/** What cannot be served: a network without its subnet file; ranges that no address is left in. */
function unready(plugin: PluginName, name: NetworkName, folder: string): JsonObject {
  if (plugin === 'flannel') return list(name, { type: 'flannel', subnetFile: join(folder, 'none.env') });
  const type = name === 'cbr0' ? 'win-bridge' : 'win-overlay';
  return list(name, { type, ipam: { type: 'host-local', subnet: '10.244.1.0/33' } });
}

function list(name: NetworkName, plugin: JsonObject): JsonObject {
  return { cniVersion: '1.1.0', name, plugins: [plugin] };
}
