import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { callsOf, faults, nodeAndPod } from './hns-faults.ts';
import { NOTHING } from './packaged-node.ts';

describe.each(cases)('HNS fails under DEL on $backend, HNS API $api, $packager executables', (each) => {
  test.each(faults)(
    'whichever call $name: the address is held until the endpoint is gone, a second DEL ends it',
    async ({ set }) => {
      const { node, pod } = await nodeAndPod(each);
      await node.add(pod);
      const calls = await callsOf(node, () => node.succeed('DEL', pod));
      expect(calls.length).toBeGreaterThan(3);

      for (const call of calls) {
        const where = `${call.name} ${call.nth}`;
        await node.add(pod);
        set(node, call);
        const outcome = await node.run('DEL', pod);
        node.hns.clearFaults();
        if (outcome.exitCode === 0) {
          expect(node.remains(), where).toEqual(NOTHING);
          continue;
        }
        if (node.remains().endpoints.length > 0) expect(node.remains().leases, where).toHaveLength(1);
        await node.succeed('DEL', pod);
        expect(node.remains(), where).toEqual(NOTHING);
      }
    },
  );
});
