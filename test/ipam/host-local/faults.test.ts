import { describe, expect, test } from 'vitest';
import { realFiles } from '../../../lib/host/real-files.ts';
import { realLocks } from '../../../lib/host/real-locks.ts';
import { failingFiles, lease, TestNode } from './node.ts';

const dualStack = { ranges: [[{ subnet: '10.1.0.0/29' }], [{ subnet: 'fd00::/64' }]] };

/** More than any operation makes here; the rows beyond it would show success only. */
const fileCalls = Array.from({ length: 20 }, (_, index) => index + 1);

function leases(node: TestNode): string[] {
  return Object.keys(node.disk()).filter((name) => !name.startsWith('last_reserved_ip'));
}

describe('when a call to the file system fails', () => {
  test.each(fileCalls)(
    'at step %i of an ADD, a failed ADD leaves nothing and a successful one both leases',
    async (step) => {
      const node = new TestNode({ files: failingFiles(step, () => true) });
      node.put('10.1.0.2', ''); // torn, so that the ADD has something to remove
      node.put('10.1.0.4', lease('c9'));
      const failure = await node.add(node.config(dualStack)).then(
        () => undefined,
        (error) => error,
      );
      if (failure !== undefined) expect(failure.code).toBe(5);
      const own = leases(node).filter((name) => node.disk()[name] === lease('c1'));
      expect(own).toHaveLength(failure === undefined ? 2 : 0);
      expect(node.disk()['10.1.0.4']).toBe(lease('c9'));
    },
  );

  test.each(fileCalls)('at step %i of a DEL, the next DEL finishes the work', async (step) => {
    let files = realFiles;
    const switched = new Proxy(realFiles, { get: (_, name) => Reflect.get(files, name) });
    const node = new TestNode({ files: switched });
    await node.add(node.config(dualStack));
    await node.add(node.config(dualStack), { containerId: 'c2' });
    files = failingFiles(step, () => true);
    await node.del(node.config(dualStack)).catch((error) => expect(error.code).toBe(5));
    files = realFiles;
    await node.del(node.config(dualStack));
    expect(leases(node)).toEqual(['10.1.0.3', 'fd00::3']);
  });
});

test.each(['add', 'check', 'del', 'gc', 'status'] as const)(
  '%s takes the lock once and reads the folder at most once, however many range sets there are',
  async (operation) => {
    const seen: string[] = [];
    const node = new TestNode({
      files: {
        ...realFiles,
        list: (folder) => {
          seen.push('list');
          return realFiles.list(folder);
        },
      },
      locks: {
        hold: (path, critical) => {
          seen.push('lock');
          return realLocks().hold(path, critical);
        },
      },
    });
    const config = node.config(dualStack);
    if (operation === 'check') await node.add(config);
    else await node.status(config); // makes the folder
    seen.length = 0;
    await (operation === 'gc' ? node.gc(config, []) : node[operation](config));
    expect(seen).toEqual(operation === 'status' ? ['lock'] : ['lock', 'list']);
  },
);
