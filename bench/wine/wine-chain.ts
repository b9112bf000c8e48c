import { isIP } from 'node:net';
import { basename, join } from 'node:path';
import type { SimulatorProcess } from '../../conformance/demo/simulator-process.ts';
import { filesOn } from '../../conformance/reference/drive.ts';
import { hostLocal, POLICIES } from '../../conformance/reference/scenarios/parts.ts';
import { windowsPath } from '../../conformance/windows/machine/windows-machine.ts';
import { wineWords } from '../../conformance/windows/machine/wine-system.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import { type Chain, CNI_VERSION, inputOf, parametersOf } from '../chains/chain.ts';
import type { Call } from '../timing/call.ts';

/** A system with Wine, open, and the simulated HNS that its test doubles lead to. */
export interface WineMachine {
  readonly systemRoot: string;
  readonly prefix: string;
  readonly simulator: SimulatorProcess;
}

const PLUGINS: Readonly<
  Record<'flannel' | 'win-overlay', { readonly what: string; readonly config: JsonObject }>
> = {
  flannel: {
    what: 'flannel → win-overlay → host-local',
    config: { delegate: { type: 'win-overlay', apiVersion: 2, ...POLICIES } },
  },
  'win-overlay': {
    what: 'win-overlay → host-local',
    config: {
      apiVersion: 2,
      ipMasq: true,
      ipMasqNetwork: '10.244.0.0/16',
      ...POLICIES,
      ...hostLocal('vxlan0'),
    },
  },
};

/** Windows executables under Wine, with flannel's default folders, on the overlay network of a node. */
export function wineChain(
  machine: WineMachine,
  {
    who,
    folder,
    plugin,
  }: { readonly who: string; readonly folder: string; readonly plugin: keyof typeof PLUGINS },
): Chain {
  const { what, config } = PLUGINS[plugin];
  return {
    who,
    what,
    call: (verb, pod, prevResult) =>
      wineCall(machine, {
        program: join(folder, `${plugin}.exe`),
        environment: {
          ...parametersOf(verb, pod, windowsPath(folder)),
          CNI_HNS_DOUBLE: machine.simulator.address,
        },
        input: inputOf({ cniVersion: CNI_VERSION, name: 'vxlan0', type: plugin, ...config }, prevResult),
      }),
    remains: () => remainsOn(machine),
    processes: /\\(?:flannel|win-overlay|host-local)\.exe/,
  };
}

/** A call of a Windows program. */
export function wineCall(
  { systemRoot, prefix }: WineMachine,
  call: {
    readonly program: string;
    readonly environment: Readonly<Record<string, string>>;
    readonly input: string;
  },
): Call {
  const words = ['wine', windowsPath(call.program)];
  return {
    words: ['chroot', ...wineWords({ systemRoot, prefix, environment: call.environment, words })],
    environment: {},
    inputs: [call.input],
  };
}

async function remainsOn({ systemRoot, simulator }: WineMachine): Promise<readonly string[]> {
  const { endpoints } = await simulator.dump();
  const files = Object.keys(filesOn(systemRoot)).filter((file) =>
    file.includes('/flannel/') ? !file.endsWith('subnet.env') : isIP(basename(file)) !== 0,
  );
  return [...endpoints.map(({ Name }) => `endpoint ${Name}`), ...files];
}
