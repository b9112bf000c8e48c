import { describe, expect, test } from 'vitest';
import { callsOf, cases, faults } from './hns-faults.ts';
import { NOTHING, PackagedNode } from './packaged-node.ts';

describe.each(cases)('HNS fails under ADD on $backend, $packager executables', ({ packager, backend }) => {
  test.each(faults)(
    'whichever call $name: no endpoint and no lease remain, before DEL and after',
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
});
