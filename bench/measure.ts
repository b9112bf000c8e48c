import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { PACKAGERS, TARGETS } from '../build/images.ts';
import { type BuiltImage, hostTarget } from '../build/program.ts';
import { DEMO_NETWORKS } from '../conformance/demo/node-networks.ts';
import { setStage } from '../conformance/demo/stage.ts';
import type { Chain } from './chains/chain.ts';
import { hostLocalChain } from './chains/host-local-chain.ts';
import { packagedChain } from './chains/packaged-chain.ts';
import { describeMachine } from './machine.ts';
import type { Options, Section } from './options.ts';
import {
  buildHello,
  buildOurs,
  type GoFlannels,
  goFlannels,
  goHostLocal,
  goWindowsPlugins,
  installGoFlannel,
  isAbsent,
  versionsOf,
} from './programs.ts';
import type { Results, Size } from './results.ts';
import { leaseFolder, measureFullNodes } from './sections/full-node.ts';
import { measureGrowth } from './sections/growth.ts';
import { measureOnePod, ours } from './sections/one-pod.ts';
import { sizeOfPrograms, sizesOfImages } from './sections/sizes.ts';
import { traceCalls } from './sections/traces.ts';
import { Stopwatch } from './timing/stopwatch.ts';
import { measureUnderWine } from './wine/measure-under-wine.ts';

/** Tells what the bench is doing; its figures are for the end. */
export type Progress = (doing: string) => void;

/** Measures what was asked for. `folder` is empty, and gone after the run. */
export async function measureAll(
  options: Options,
  {
    folder,
    command,
    progress,
  }: { readonly folder: string; readonly command: string; readonly progress: Progress },
): Promise<Results> {
  const start = performance.now();
  const machine = describeMachine(folder);
  const absent: string[] = [];
  progress('the Go flannel');
  const flannels = await goFlannels(options.flannel);
  progress(`the Go flannel is ${versionsOf(flannels)['Go flannel'] ?? 'not there'}`);
  progress('building the executables');
  const images = await buildOurs(
    options.wine || options.sections.includes('size') ? TARGETS : [hostTarget()],
  );
  const here = await measureHere({ options, flannels, folder, absent, progress, images });
  progress('the Windows executables under Wine');
  const wine = await measureUnderWine(join(folder, 'wine'), {
    ...options,
    flannel: flannels.windows,
    absent,
  });
  if (isAbsent(wine)) absent.push(`Wine: ${wine.why}`);
  return {
    machine: {
      ...machine,
      versions: { ...machine.versions, ...versionsOf(flannels) },
      loadAfter: loadavg()[0] ?? 0,
      seconds: (performance.now() - start) / 1000,
    },
    command,
    ...here,
    wine,
    absent,
  };
}

interface Here {
  readonly options: Options;
  readonly flannels: GoFlannels;
  readonly folder: string;
  readonly absent: string[];
  readonly progress: Progress;
  readonly images: readonly BuiltImage[];
}

async function measureHere(where: Here): Promise<Omit<Results, 'machine' | 'command' | 'wine' | 'absent'>> {
  const { options, folder, progress, images } = where;
  const { sections, scale } = options;
  const stage = await setStage(DEMO_NETWORKS, ['--create-namespaces']);
  const before = await stage.simulator.dump();
  const chains = DEMO_NETWORKS.flatMap((network) =>
    PACKAGERS.map((packager) => packagedChain({ stage, before, network, packager })),
  );
  const overlay = chains.filter(({ what }) => what.includes('overlay'));
  const go = await goPlugins(where);
  const stopwatch = new Stopwatch(folderFor(folder, 'stopwatch'));
  const part = async <Value>(section: Section, doing: string, measure: () => Value | Promise<Value>) => {
    if (!sections.includes(section)) return undefined;
    progress(doing);
    return await measure();
  };
  const onePod = await part('one-pod', 'one pod', async () =>
    measureOnePod({
      ...go,
      chains,
      hello: await buildHello(),
      folder: folderFor(folder, 'one-pod'),
      stopwatch,
      runs: scale.runs,
    }),
  );
  const fullNode = await part('full-node', 'a full node', () => {
    if (process.platform === 'win32') return notOnWindows(where);
    return measureFullNodes({
      chains: [...overlay, ...hostLocals(folderFor(folder, 'full-node'), go.goHostLocal)],
      pods: scale.pods,
      nodes: scale.nodes,
      folder: folderFor(folder, 'full-node-files'),
    });
  });
  const growth = await part('growth', 'growth', () =>
    measureGrowth({
      makers: PACKAGERS.map((packager) => ours(packager, 'host-local')),
      ...(go.goHostLocal === undefined ? {} : { go: { who: 'Go', program: go.goHostLocal } }),
      leases: scale.leases,
      folder: folderFor(folder, 'growth'),
      stopwatch,
    }),
  );
  const traces = await part('trace', 'where the time goes', () =>
    traceCalls({
      chains: overlay,
      runs: scale.traces,
      folder: folderFor(folder, 'trace'),
      stopwatch,
      traced: (call, file) => ({ ...call, environment: { ...call.environment, CNI_TRACE: file } }),
    }),
  );
  const sizes = await part('size', 'sizes', () => sizesOf(where, images));
  return {
    ...(onePod && { onePod }),
    ...(fullNode && { fullNode }),
    ...(growth && { growth }),
    ...(traces && { traces }),
    ...(sizes?.length && { sizes }),
  };
}

function notOnWindows({ absent }: Here): undefined {
  absent.push('a full node on Windows: a shell of Unix starts its pods');
}

interface GoPlugins {
  readonly goHostLocal?: string;
  readonly goFlannel?: string;
}

async function goPlugins({ flannels: { host }, folder, absent }: Here): Promise<GoPlugins> {
  const hostLocal = await goHostLocal();
  if (isAbsent(hostLocal)) {
    absent.push(`the Go plugins: ${hostLocal.why}`);
    return {};
  }
  if (isAbsent(host)) {
    absent.push(`the Go flannel on Linux: ${host.why}`);
    return { goHostLocal: hostLocal.program };
  }
  const goFlannel = installGoFlannel(host.executable, hostLocal.program, join(folder, 'go'));
  return { goHostLocal: hostLocal.program, goFlannel };
}

function hostLocals(folder: string, go: string | undefined): readonly Chain[] {
  const makers = PACKAGERS.map((packager) => ours(packager, 'host-local'));
  const all = go === undefined ? makers : [...makers, { who: 'Go', program: go }];
  return all.map((maker) => hostLocalChain(maker, leaseFolder(folder, maker)));
}

async function sizesOf(
  { options, flannels, folder }: Here,
  images: readonly BuiltImage[],
): Promise<readonly Size[]> {
  const go = await goWindowsPlugins(join(folder, 'go-sizes'), flannels.windows);
  const theirs = isAbsent(go) ? [] : [await sizeOfPrograms('Go', 'win-x64', go.folder)];
  return [...(await sizesOfImages(options.scale.packs ? images : [])), ...theirs];
}

function folderFor(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}
