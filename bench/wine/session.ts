/** The part of the bench that has namespaces of its own: it mounts a system with Wine and measures in it. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGERS } from '../../build/images.ts';
import { startSimulator } from '../../conformance/demo/simulator-process.ts';
import { prepareDrive } from '../../conformance/reference/drive.ts';
import { nodeState, subnetEnv } from '../../conformance/reference/node-state.ts';
import { DOUBLES } from '../../conformance/windows/machine/build-doubles.ts';
import { run } from '../../conformance/windows/machine/command.ts';
import { windowsPath } from '../../conformance/windows/machine/windows-machine.ts';
import {
  makePrefix,
  mountSystem,
  openPrefix,
  SYSTEM32,
  wineVersion,
} from '../../conformance/windows/machine/wine-system.ts';
import type { Chain } from '../chains/chain.ts';
import { onePod } from '../chains/one-pod.ts';
import type { Wine } from '../results.ts';
import { measureFullNodes } from '../sections/full-node.ts';
import { START } from '../sections/one-pod.ts';
import { traceCalls } from '../sections/traces.ts';
import { type Contender, inTurn } from '../timing/in-turn.ts';
import { millisecondsOf, Stopwatch } from '../timing/stopwatch.ts';
import type { WinePlan } from './plan.ts';
import { type WineMachine, wineCall, wineChain } from './wine-chain.ts';

async function main(file: string): Promise<void> {
  const plan = JSON.parse(readFileSync(file, 'utf8')) as WinePlan; // written by measure-under-wine.ts
  const machine = await openMachine(plan);
  const files = join(plan.folder, 'session');
  mkdirSync(files);
  const stopwatch = new Stopwatch(files);
  const wine: Wine = {
    version: await wineVersion(machine.systemRoot),
    ...(plan.sections.includes('one-pod') && { onePod: await onePodOn(machine, plan, stopwatch) }),
    ...(plan.sections.includes('full-node') && {
      fullNode: await measureFullNodes({
        chains: fullNodeChains(machine, plan),
        pods: plan.scale.pods,
        nodes: plan.scale.wineNodes,
        folder: join(files, 'full-node'),
      }),
    }),
    ...(plan.sections.includes('trace') && { traces: tracesOn(machine, plan, stopwatch, files) }),
  };
  writeFileSync(plan.output, JSON.stringify(wine));
}

async function openMachine({ root, mounts, folder, kept, doubles }: WinePlan): Promise<WineMachine> {
  const systemRoot = await mountSystem(root, mounts);
  await makePrefix(systemRoot, kept);
  const prefix = await openPrefix({ systemRoot, kept }, 'bench', (driveC) => {
    for (const name of DOUBLES) copyFileSync(join(doubles, name), join(driveC, SYSTEM32, name));
  });
  await stateOnDisk(systemRoot, folder);
  prepareDrive(systemRoot, { 'run/flannel/subnet.env': subnetEnv('vxlan0') });
  const stateFile = join(folder, 'hns.json');
  const { version, networks = [] } = nodeState();
  const overlay = networks.filter(({ Name }) => Name === 'vxlan0');
  writeFileSync(stateFile, JSON.stringify({ version, networks: overlay }));
  return { systemRoot, prefix, simulator: await startSimulator(stateFile, ['--create-namespaces']) };
}

/** What the system writes goes to memory; the plugins' state is to be on a disk, where a flush takes its time. */
async function stateOnDisk(systemRoot: string, folder: string): Promise<void> {
  const state = join(folder, 'state');
  const place = join(systemRoot, 'var/lib');
  mkdirSync(state);
  await run({ program: 'mount', words: ['--bind', state, place] });
}

/** The whole chain of every maker that has it, and the part of it that every maker has. */
function chainsOn(machine: WineMachine, { executables, go }: WinePlan): readonly Chain[] {
  const makers = [
    ...PACKAGERS.map((who) => ({ who, folder: executables[who], hasFlannel: true })),
    ...(go === undefined ? [] : [{ who: 'Go', ...go }]),
  ];
  const withFlannel = makers.filter(({ hasFlannel }) => hasFlannel);
  return [
    ...withFlannel.map((maker) => wineChain(machine, { ...maker, plugin: 'flannel' })),
    ...makers.map((maker) => wineChain(machine, { ...maker, plugin: 'win-overlay' })),
  ];
}

/** A full node takes its minutes here: the whole chain, or the part that Go has. */
function fullNodeChains(machine: WineMachine, plan: WinePlan): readonly Chain[] {
  const whole = plan.go === undefined || plan.go.hasFlannel;
  return chainsOn(machine, plan).filter(({ what }) => what.startsWith('flannel') === whole);
}

async function onePodOn(machine: WineMachine, plan: WinePlan, stopwatch: Stopwatch) {
  const contenders = [
    ...chainsOn(machine, plan).map((chain) => onePod(chain, stopwatch)),
    ...Object.entries(plan.hello ?? {}).map(([who, program]) => hello(machine, who, program, stopwatch)),
  ];
  return { rows: await inTurn(contenders, plan.scale.wineRuns) };
}

function hello(machine: WineMachine, who: string, program: string, stopwatch: Stopwatch): Contender {
  const call = wineCall(machine, { program, environment: {}, input: '' });
  return { who, what: 'hello-world', run: () => ({ [START]: millisecondsOf(stopwatch.time(call)) }) };
}

function tracesOn(machine: WineMachine, plan: WinePlan, stopwatch: Stopwatch, folder: string) {
  const chains = PACKAGERS.map((who) =>
    wineChain(machine, { who, folder: plan.executables[who], plugin: 'flannel' }),
  );
  return traceCalls({
    chains,
    runs: Math.ceil(plan.scale.traces / 3),
    folder,
    stopwatch,
    traced: (call, file) => ({ ...call, words: withVariable(call.words, `CNI_TRACE=${windowsPath(file)}`) }),
  });
}

/** The variables of a program under Wine are words of `env`, before `wine`. */
function withVariable(
  words: readonly [string, ...string[]],
  variable: string,
): readonly [string, ...string[]] {
  const [program, ...others] = words;
  const at = others.indexOf('wine');
  return [program, ...others.slice(0, at), variable, ...others.slice(at)];
}

// Its end is that of the one who started it, however that came: with it all programs of the session end
process.stdin.resume().on('end', () => process.exit(1));
await main(process.argv[2] ?? '');
process.exit(0);
