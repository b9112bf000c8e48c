import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../lib/cni/json.ts';
import { isJsonObject } from '../../lib/cni/json.ts';
import { startServer } from '../simulated-hns/server.ts';
import { SimulatedHns } from '../simulated-hns/simulated-hns.ts';
import { type Outcome, runProgram, windowsPath } from '../windows/machine/windows-machine.ts';
import { filesOn, prepareDrive } from './drive.ts';
import { namespaceOf, nodeState, subnetEnv } from './node-state.ts';
import { type Observation, observe } from './observation.ts';
import { IF_NAME, POD, type Scenario, type Side, type Step } from './scenario.ts';

/** Folders of executables: the Go plugins, and those that are compared with them. */
export type Folders = Readonly<Record<Side, string>>;

/** Where a scenario is played. */
export interface Stage {
  /** The root folder of the system that Wine runs in. */
  readonly root: string;
  readonly folders: Folders;
  /** Whose executables are called where a step does not say. */
  readonly side: Side;
}

/** Plays a scenario on a fresh node and puts down what each step did. */
export async function perform(scenario: Scenario, stage: Stage): Promise<readonly Observation[]> {
  const { root } = stage;
  prepareDrive(root, { 'run/flannel/subnet.env': subnetEnv(scenario.network), ...scenario.files });
  const hns = new SimulatedHns(nodeState());
  const server = await startServer(hns);
  try {
    const seen: Observation[] = [];
    let results: Readonly<Record<string, JsonValue>> = {};
    for (const step of scenario.steps) {
      const calls = hns.journal.length;
      const before = hns.dump().endpoints;
      const outcome = await call({
        scenario,
        step,
        stage,
        address: server.address,
        prevResult: results[keyOf(step)],
      });
      const { endpoints } = hns.dump();
      const observation = observe({
        ...outcome,
        journal: hns.journal.slice(calls),
        before,
        endpoints,
        files: filesOn(root),
      });
      if (step.verb === 'ADD' && observation.succeeded)
        results = { ...results, [keyOf(step)]: JSON.parse(outcome.stdout) };
      seen.push(observation);
    }
    return seen;
  } finally {
    await server.close();
  }
}

interface Call {
  readonly scenario: Scenario;
  readonly step: Step;
  readonly stage: Stage;
  /** Of the simulated HNS. */
  readonly address: string;
  readonly prevResult: JsonValue | undefined;
}

function call({ scenario, step, stage, address, prevResult }: Call): Promise<Outcome> {
  const { plugin, network, cniVersion, config, delegates } = scenario;
  const { root, folders, side } = stage;
  const { verb, pod = POD, ifName = IF_NAME, netns = namespaceOf(pod), args = '', by = side } = step;
  const stdin: JsonObject = {
    cniVersion,
    name: network,
    type: plugin,
    ...config,
    // From 0.4.0 on runtimes hand the result of ADD to CHECK and DEL
    ...(verb !== 'ADD' && cniVersion >= '0.4.0' && isJsonObject(prevResult) ? { prevResult } : {}),
  };
  const file = join(root, 'stdin.json');
  writeFileSync(file, JSON.stringify(stdin));
  return runProgram({
    program: join(folders[by], `${plugin}.exe`),
    stdin: { file },
    environment: {
      CNI_COMMAND: verb,
      CNI_CONTAINERID: pod,
      CNI_NETNS: netns,
      CNI_IFNAME: ifName,
      CNI_ARGS: args,
      CNI_PATH: windowsPath(folders[side === 'reference' ? side : (delegates ?? by)]),
      CNI_HNS_DOUBLE: address,
    },
  });
}

function keyOf({ pod = POD, ifName = IF_NAME }: Step): string {
  return `${pod} ${ifName}`;
}
