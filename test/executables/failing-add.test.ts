import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { callsOf, faults, nodeAndPod } from './hns-faults.ts';
import { NOTHING } from './packaged-node.ts';

describe.each(cases)('HNS fails under ADD on $backend, HNS API $api, $packager executables', (each) => {
  test.each(faults)(
    'whichever call $name: no endpoint and no lease remain, before DEL and after',
    async ({ set }) => {
      const { node, pod } = await nodeAndPod(each);
      const calls = await callsOf(node, () => node.add(pod));
      await node.succeed('DEL', pod);
      expect(calls.length).toBeGreaterThan(8);

      for (const call of calls) {
        set(node, call);
        const outcome = await node.run('ADD', pod);
        node.hns.clearFaults();
        const where = `${call.name} ${call.nth}`;
        if (outcome.exitCode !== 0) {
          expect(JSON.parse(outcome.stdout), where).toMatchObject({
            code: expect.any(Number),
            msg: expect.any(String),
          });
          expect(node.remains(), `after a failed ADD, ${where}`).toMatchObject({ endpoints: [], leases: [] });
        }
        await node.succeed('DEL', pod);
        expect(node.remains(), `after DEL, ${where}`).toEqual(NOTHING);
        await expect.poll(() => node.hns.openHandles, { message: where }).toBe(0);
      }
    },
  );
});
