import { describe, expect, test } from 'vitest';
import type { HcnFunction } from '../../lib/hns/hcn/functions.ts';
import { packagers } from './executable.ts';
import { type Backend, NOTHING, PackagedNode } from './packaged-node.ts';

const backends: readonly Backend[] = ['overlay', 'l2bridge'];
const cases = packagers.flatMap((packager) => backends.map((backend) => ({ packager, backend })));

const E_FAIL = 0x80004005;
const RPC_S_CALL_FAILED = 0x800706be;

/** What can go wrong with one call of HNS. */
const faults = [
  {
    name: 'fails for good',
    set: (node: PackagedNode, { name, nth }: HnsCall) => node.hns.fail(name, { nth, hresult: E_FAIL }),
  },
  {
    name: 'fails for a moment',
    set: (node: PackagedNode, { name, nth }: HnsCall) =>
      node.hns.fail(name, { nth, hresult: RPC_S_CALL_FAILED }),
  },
  {
    name: 'is lost with the connection',
    set: (node: PackagedNode, { name, nth }: HnsCall) => node.hns.drop(name, { nth, when: 'before' }),
  },
  {
    name: 'takes effect, and its answer is lost',
    set: (node: PackagedNode, { name, nth }: HnsCall) => node.hns.drop(name, { nth, when: 'after' }),
  },
];

interface HnsCall {
  readonly name: HcnFunction;
  /** How many calls of the function came before it, plus one. */
  readonly nth: number;
}

/** The calls of HNS an operation makes, in order. */
async function callsOf(node: PackagedNode, operation: () => Promise<unknown>): Promise<readonly HnsCall[]> {
  const before = node.hns.journal.length;
  await operation();
  const names = node.hns.journal.slice(before).map((entry) => entry.function as HcnFunction);
  return names.map((name, index) => ({
    name,
    nth: names.slice(0, index + 1).filter((other) => other === name).length,
  }));
}

describe.each(cases)('HNS fails under a pod on $backend, $packager executables', ({ packager, backend }) => {
  test.each(faults)(
    'whichever call of ADD $name: no endpoint and no lease remain, before DEL and after',
    async ({ set }) => {
      const node = await PackagedNode.start(packager, backend);
      const calls = await callsOf(node, () => node.add());
      await node.succeed('DEL');
      expect(calls.length).toBeGreaterThan(8);

      for (const call of calls) {
        set(node, call);
        const outcome = await node.run('ADD');
        node.hns.clearFaults();
        const where = `${call.name} ${call.nth}`;
        if (outcome.exitCode !== 0) {
          expect(JSON.parse(outcome.stdout), where).toMatchObject({
            code: expect.any(Number),
            msg: expect.any(String),
          });
          expect(node.remains(), `after a failed ADD, ${where}`).toMatchObject({ endpoints: [], leases: [] });
        }
        await node.succeed('DEL');
        expect(node.remains(), `after DEL, ${where}`).toEqual(NOTHING);
        await expect.poll(() => node.hns.openHandles, { message: where }).toBe(0);
      }
    },
  );

  test.each(faults)(
    'whichever call of DEL $name: the address is held until the endpoint is gone, a second DEL ends it',
    async ({ set }) => {
      const node = await PackagedNode.start(packager, backend);
      await node.add();
      const calls = await callsOf(node, () => node.succeed('DEL'));
      expect(calls.length).toBeGreaterThan(3);

      for (const call of calls) {
        const where = `${call.name} ${call.nth}`;
        await node.add();
        set(node, call);
        const outcome = await node.run('DEL');
        node.hns.clearFaults();
        if (outcome.exitCode === 0) expect(node.remains(), where).toEqual(NOTHING);
        else if (node.remains().endpoints.length > 0) expect(node.remains().leases, where).toHaveLength(1);
        await node.succeed('DEL');
        expect(node.remains(), where).toEqual(NOTHING);
      }
    },
  );

  test.each([
    { cleanup: 'DEL', clean: (node: PackagedNode) => node.succeed('DEL') },
    { cleanup: 'GC', clean: (node: PackagedNode) => node.gc() },
  ])('ADD killed at random moments: $cleanup leaves nothing', async ({ clean }) => {
    const node = await PackagedNode.start(packager, backend);
    const started = performance.now();
    await node.add();
    const durationMs = performance.now() - started;
    await node.succeed('DEL');

    // Beyond its usual duration too: on a busy machine the next ADD may take longer than the one that was timed.
    const stages = new Set<string>();
    for (let round = 0; round < 25 || (stages.size < 2 && round < 100); round += 1) {
      await node.run('ADD', { killAfterMs: Math.random() * durationMs * 1.5 });
      stages.add(JSON.stringify(Object.values(node.remains()).map((held) => held.length)));
      await clean(node);
      expect(node.remains(), `round ${round}`).toEqual(NOTHING);
    }
    expect(stages.size, 'the kills met ADD at more than one stage').toBeGreaterThan(1);
  });

  test('ADD killed at each call of HNS: DEL leaves nothing', async () => {
    const node = await PackagedNode.start(packager, backend);
    const calls = await callsOf(node, () => node.add());
    await node.succeed('DEL');
    for (const { name, nth } of calls) {
      // The answer never comes in time: the process is killed while it waits for it.
      node.hns.delay(name, 10_000, { nth });
      await node.run('ADD', { killAfterMs: 400 });
      node.hns.clearFaults();
      await node.succeed('DEL');
      expect(node.remains(), `${name} ${nth}`).toEqual(NOTHING);
    }
  });
});
