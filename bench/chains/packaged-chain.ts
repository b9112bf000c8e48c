import { join } from 'node:path';
import { executableFile, type Packager } from '../../build/images.ts';
import { hostTarget } from '../../build/program.ts';
import type { DemoNetwork } from '../../conformance/demo/node-networks.ts';
import type { HnsState } from '../../conformance/demo/simulator-process.ts';
import type { Stage } from '../../conformance/demo/stage.ts';
import { remains } from '../../conformance/demo/walk.ts';
import { attachmentInput } from '../../conformance/runtime/plugin-input.ts';
import { type Chain, escaped, inputOf, parametersOf } from './chain.ts';

/** Our flannel and its delegates on a network of the demonstration's node, whose HNS is simulated. */
export function packagedChain(where: {
  readonly stage: Stage;
  /** What HNS holds without pods. */
  readonly before: HnsState;
  readonly network: DemoNetwork;
  readonly packager: Packager;
}): Chain {
  const { stage, before, network, packager } = where;
  const target = hostTarget();
  const binFolder = join(import.meta.dirname, '../../dist', packager, target);
  const program = join(binFolder, executableFile('flannel', target));
  const simulator = stage.simulator.address;
  const list = stage.list(network);
  const [plugin] = list.plugins;
  if (plugin === undefined) throw new Error(`${network.name} has no plugin`);
  const config = attachmentInput(list, plugin, {});
  return {
    who: packager,
    what: `flannel → ${network.delegate.type} → host-local`,
    call: (verb, pod, prevResult) => ({
      words: [program],
      environment: { ...parametersOf(verb, pod, binFolder), CNI_HNS_SIMULATOR: simulator, ...systemRoot() },
      inputs: [inputOf(config, prevResult)],
    }),
    remains: () => remains(stage, before),
    processes: new RegExp(`^${escaped(binFolder)}`),
  };
}

/** Windows starts no program without it. */
function systemRoot(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}
