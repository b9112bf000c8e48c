import { setTimeout as elapsed } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { onWindows } from './executable.ts';
import { callsOf, nodeAndPod } from './hns-faults.ts';
import { NOTHING, type PackagedNode, type PodCall } from './packaged-node.ts';

/** Each round kills ADD in a part of its duration of its own. Under Wine a process takes ten times as long to start. */
const ROUNDS = onWindows ? 8 : 15;

describe.each(cases)('ADD is killed on $backend, HNS API $api, $packager executables', (each) => {
  test.each([
    { cleanup: 'DEL', clean: (node: PackagedNode, pod: PodCall) => node.succeed('DEL', pod) },
    { cleanup: 'GC', clean: (node: PackagedNode) => node.gc() },
  ])('at random moments: $cleanup leaves nothing', async ({ clean }) => {
    const { node, pod } = await nodeAndPod(each);
    const started = performance.now();
    await node.add(pod);
    const durationMs = performance.now() - started;
    await node.succeed('DEL', pod);

    // Beyond its usual duration too: on a busy machine the next ADD may take longer than the one that was timed.
    const stages = new Set<string>();
    for (let round = 0; round < ROUNDS || (stages.size < 2 && round < 4 * ROUNDS); round += 1) {
      const part = ((round % ROUNDS) + Math.random()) / ROUNDS;
      await node.run('ADD', { ...pod, killWhen: elapsed(part * durationMs * 1.5) });
      stages.add(JSON.stringify(Object.values(node.remains()).map((held) => held.length)));
      await clean(node, pod);
      expect(node.remains(), `round ${round}`).toEqual(NOTHING);
    }
    expect(stages.size, 'the kills met ADD at more than one stage').toBeGreaterThan(1);
  });

  test('at each call of HNS: DEL leaves nothing', async () => {
    const { node, pod } = await nodeAndPod(each);
    const calls = await callsOf(node, () => node.add(pod));
    await node.succeed('DEL', pod);
    for (const { name, nth } of calls) {
      const where = `${name} ${nth}`;
      const { arrived } = node.hns.hold(name, { nth });
      const { exitCode } = await node.run('ADD', { ...pod, killWhen: arrived });
      // On Linux the answer to a close is not waited for
      if (onWindows || !name.startsWith('HcnClose'))
        expect(exitCode, `${where}: killed meanwhile`).toBe(null);
      node.hns.clearFaults();
      await node.succeed('DEL', pod);
      expect(node.remains(), where).toEqual(NOTHING);
    }
  });
});
