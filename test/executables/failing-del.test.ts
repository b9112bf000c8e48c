import { describe, expect, test } from 'vitest';
import { callsOf, cases, faults } from './hns-faults.ts';
import { NOTHING, PackagedNode } from './packaged-node.ts';

describe.each(cases)('HNS fails under DEL on $backend, $packager executables', ({ packager, backend }) => {
  test.each(faults)(
    'whichever call $name: the address is held until the endpoint is gone, a second DEL ends it',
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
        if (outcome.exitCode === 0) {
          expect(node.remains(), where).toEqual(NOTHING);
          continue;
        }
        if (node.remains().endpoints.length > 0) expect(node.remains().leases, where).toHaveLength(1);
        await node.succeed('DEL');
        expect(node.remains(), where).toEqual(NOTHING);
      }
    },
  );
});
