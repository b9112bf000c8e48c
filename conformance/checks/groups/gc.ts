import { shown, succeeded } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import type { TestAttachment } from '../bench/container.ts';
import { must, mustSucceed, notApplicable } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import { delegateFor, requestFailing } from '../delegates/failing.ts';
import { requestRecorded } from '../delegates/recorded.ts';
import { SECOND_NAME } from './add.ts';
import { mustBeGone, shownTraces } from './remains.ts';

/** GC: that it removes what is stale, and nothing else. */
export const GC_CHECKS: readonly Check[] = [
  {
    id: 'gc-removes-stale',
    group: 'GC',
    level: 'SHOULD',
    heading: 'gc',
    place: 'paragraph 4, sentences 1 and 2',
    rule: 'GC removes what belongs to attachments that are not in the list',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const [valid, stale] = [await bench.attached(), await bench.attached()];
      await mustCollect(bench, stale, [valid]);
    },
  },
  {
    id: 'gc-empty-list',
    group: 'GC',
    level: 'SHOULD',
    heading: 'gc',
    place: '`cni.dev/valid-attachments`',
    rule: 'With an empty list everything is stale',
    needs: ['1.1.0'],
    judge: async (bench) => {
      await mustCollect(bench, await bench.attached(), []);
    },
  },
  {
    id: 'gc-keeps-valid',
    group: 'GC',
    level: 'MUST',
    heading: 'gc',
    place: 'paragraph 2, and `cni.dev/valid-attachments`',
    rule: 'GC leaves alone what belongs to attachments in the list',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const [valid] = [await bench.attached(), await bench.attached()];
      const before = await shownTraces(bench, valid);
      mustSucceed(await bench.gc([valid]), 'GC');
      const after = await shownTraces(bench, valid);
      const lost = before.filter((trace) => !after.includes(trace));
      must(lost.length === 0, 'everything of the valid attachment is still there', () => lost.join(', '));
      mustSucceed(await bench.check(valid), 'CHECK of the valid attachment after GC');
    },
  },
  {
    id: 'gc-by-interface',
    group: 'GC',
    level: 'SHOULD',
    heading: 'gc',
    place: '`cni.dev/valid-attachments`, `ifname`',
    rule: 'GC tells the interfaces of a container apart',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const valid = await bench.attached();
      const before = await shownTraces(bench, valid);
      const stale = await bench.attached({ container: valid, ifName: SECOND_NAME });
      mustSucceed(await bench.check(valid), `CHECK of ${valid.ifName} beside ${stale.ifName}`);
      mustSucceed(await bench.gc([valid]), `GC with ${valid.ifName} of the container in the list`);
      mustSucceed(await bench.check(valid), `CHECK of ${valid.ifName} after GC`);
      if (before.length === 0) return await mustMissIt(bench, stale);
      const left = (await shownTraces(bench, valid)).filter((trace) => !before.includes(trace));
      must(left.length === 0, `nothing of ${stale.ifName} is left after GC`, () => left.join(', '));
    },
  },
  {
    id: 'gc-nothing-stale',
    group: 'GC',
    level: 'SHOULD',
    heading: 'gc',
    place: 'paragraph 5',
    rule: 'GC succeeds when nothing is stale, when called again, and with attachments in the list that the plugin does not know',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const valid = await bench.attached();
      mustSucceed(await bench.gc([valid]), 'GC with nothing stale');
      mustSucceed(await bench.gc([valid]), 'GC once more');
      const unknown = { containerId: `${valid.containerId}-unknown`, ifName: valid.ifName };
      mustSucceed(await bench.gc([valid, unknown]), 'GC with an attachment in the list that was never made');
    },
  },
  {
    id: 'gc-no-output',
    group: 'GC',
    level: 'MUST',
    heading: 'gc',
    place: 'output',
    rule: 'A GC that succeeds prints nothing on standard output',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const valid = await bench.attached();
      const answer = await bench.gc([valid]);
      mustSucceed(answer, 'GC');
      must(answer.end.stdout === '', 'nothing on standard output', () => shown(answer));
    },
  },
  {
    id: 'gc-then-del',
    group: 'GC',
    level: 'MUST',
    heading: 'gc',
    place: 'paragraph 7, and DEL, paragraph 3',
    rule: 'DEL of what GC has collected succeeds: GC does not stand in for it',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const stale = await bench.attached();
      mustSucceed(await bench.gc([]), 'GC');
      mustSucceed(await bench.del(stale), 'DEL after GC');
    },
  },
  {
    id: 'gc-goes-on',
    group: 'GC',
    level: 'SHOULD',
    heading: 'gc',
    place: 'paragraph 5, sentence 2',
    rule: 'GC goes on after an error: when a delegated plugin fails, the plugin still removes its own interfaces, and reports the error',
    needs: ['1.1.0', 'delegates', 'visible interfaces'],
    judge: async (bench) => {
      const delegate = await delegateFor(bench, 'GC');
      if (delegate === undefined) notApplicable('it runs no other plugin for GC');
      const own = await collectedByItself(bench, delegate);
      if (own === 0) notApplicable('the interfaces that GC removes are those of the plugins it delegates to');
      const stale = await bench.attached();
      const before = await bench.traces(stale, 'interfaces');
      const { answer } = await requestFailing(bench, delegate, { command: 'GC', validAttachments: [] });
      must(!succeeded(answer), `GC reports that "${delegate}" failed`, () => shown(answer));
      const after = await bench.traces(stale, 'interfaces');
      must(
        before.length - after.length >= own,
        `GC removes the interface although "${delegate}" fails`,
        () => `there still is ${after.map(({ shown: what }) => what).join(', ')}`,
      );
    },
  },
];

/**
 * Has GC collect what a container has left that has ended. What is in its network namespace went with that: a plugin may count
 * on it.
 */
async function mustCollect(
  bench: Bench,
  stale: TestAttachment,
  valid: readonly TestAttachment[],
): Promise<void> {
  await bench.end(stale);
  const isVisible = (await bench.traces(stale)).length > 0;
  mustSucceed(await bench.gc(valid), 'GC');
  await mustBeGone(bench, stale, 'GC without it in the list');
  if (!isVisible) await mustMissIt(bench, stale);
}

/** Where nothing of it can be seen, CHECK has to tell that it is gone. */
async function mustMissIt(bench: Bench, stale: TestAttachment): Promise<void> {
  const check = await bench.check(stale);
  must(!succeeded(check), `CHECK of ${stale.ifName}, which was not in the list, fails after GC`, () =>
    shown(check),
  );
}

/** How many interfaces a plugin removes while the other one only says that it has removed its own. */
async function collectedByItself(bench: Bench, delegate: string): Promise<number> {
  const stale = await bench.attached();
  const before = await bench.traces(stale, 'interfaces');
  const idle = { plugin: delegate, command: 'GC', stdout: '', exitCode: 0 };
  await requestRecorded(bench, { command: 'GC', validAttachments: [] }, [idle]);
  const own = before.length - (await bench.traces(stale, 'interfaces')).length;
  await bench.del(stale);
  return own;
}
