import { type Answer, shown, succeeded } from '../bench/answer.ts';
import type { Bench, Changes } from '../bench/bench.ts';
import type { TestAttachment } from '../bench/container.ts';
import { must, mustSucceed, notApplicable } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import { delegateFor, requestFailing } from '../delegates/failing.ts';
import { twoInterfaces } from './add.ts';
import { exhaustionOf } from './exhaustion.ts';
import { mustBeGone, shownTraces } from './remains.ts';

/** DEL: that everything is taken back, and that nothing keeps it from being taken back. */
export const DEL_CHECKS: readonly Check[] = [
  {
    id: 'del-undoes',
    group: 'DEL',
    level: 'SHOULD',
    heading: 'del',
    place: 'paragraph 1',
    rule: 'DEL removes the interface and takes back whatever ADD did',
    needs: ['traces'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      mustSucceed(await bench.del(attachment), 'DEL');
      await mustBeGone(bench, attachment, 'DEL');
    },
  },
  {
    id: 'del-frees-addresses',
    group: 'DEL',
    level: 'SHOULD',
    heading: 'del',
    place: 'paragraph 2, sentence 2',
    rule: 'DEL gives the addresses back: when all are taken, each DEL makes room for one ADD',
    needs: ['addresses of its own'],
    judge: async (bench) => {
      const { exchanges } = await exhaustionOf(bench);
      for (const { del, add } of exchanges) {
        mustSucceed(del, 'DEL of one of the attachments that hold all addresses');
        mustSucceed(add, 'the ADD after it');
      }
    },
  },
  {
    id: 'del-twice',
    group: 'DEL',
    level: 'MUST',
    heading: 'del',
    place: 'paragraph 3',
    rule: 'DEL may be called again for the same attachment, and succeeds',
    judge: async (bench) => {
      const attachment = await bench.attached();
      mustSucceed(await bench.del(attachment), 'DEL');
      mustSucceed(await bench.del(attachment), 'a second DEL of the same attachment');
      mustSucceed(
        await bench.del(attachment, { prevResult: 'none' }),
        'a third one, by a runtime that has forgotten the result',
      );
    },
  },
  {
    id: 'del-never-added',
    group: 'DEL',
    level: 'MUST',
    heading: 'del',
    place: 'paragraph 3',
    rule: 'DEL succeeds for an attachment that was never made',
    judge: async (bench) => {
      mustSucceed(await bench.del(await bench.attachment()), 'DEL of an attachment that was never made');
    },
  },
  {
    id: 'del-without-netns',
    group: 'DEL',
    level: 'MUST',
    heading: 'del',
    place: 'optional environment parameters',
    rule: 'DEL works without `CNI_NETNS`, for a container that has ended',
    judge: async (bench) => {
      const attachment = await bench.attached();
      await bench.end(attachment);
      await mustTakeBack(bench, attachment, 'DEL without CNI_NETNS', { unset: ['CNI_NETNS'] });
    },
  },
  {
    id: 'del-netns-gone',
    group: 'DEL',
    level: 'SHOULD',
    heading: 'del',
    place: 'paragraph 2, sentence 2',
    rule: 'DEL works when the network namespace is gone',
    judge: async (bench) => {
      const attachment = await bench.attached();
      await bench.end(attachment);
      const netns = await goneNamespace(bench, attachment);
      await mustTakeBack(bench, attachment, 'DEL with a CNI_NETNS that is gone', {
        set: { CNI_NETNS: netns },
      });
    },
  },
  {
    id: 'del-without-prev-result',
    group: 'DEL',
    level: 'SHOULD',
    heading: 'del',
    place: 'paragraph 2, sentence 1',
    rule: 'DEL works without `prevResult`: the runtime may have lost it',
    judge: async (bench) => {
      const attachment = await bench.attached();
      await mustTakeBack(bench, attachment, 'DEL without "prevResult"', { prevResult: 'none' });
    },
  },
  {
    id: 'del-missing-files',
    group: 'DEL',
    level: 'SHOULD',
    heading: 'del',
    place: 'paragraph 2, sentence 1',
    rule: 'DEL works when files that ADD left are missing',
    needs: ['files'],
    judge: (bench) => mustBearAbsence(bench, 'files'),
  },
  {
    id: 'del-missing-interface',
    group: 'DEL',
    level: 'MUST',
    heading: 'del',
    place: 'paragraph 3',
    rule: 'DEL works when the interface is missing',
    needs: ['an interface of its own', 'visible interfaces'],
    judge: (bench) => mustBearAbsence(bench, 'interfaces'),
  },
  {
    id: 'del-only-its-interface',
    group: 'DEL',
    level: 'MUST',
    heading: 'lifecycle',
    place: 'paragraph 2 of the section: what an attachment is',
    rule: 'DEL of one interface of a container leaves the other one',
    needs: ['CHECK'],
    judge: async (bench) => {
      const { first, second } = await twoInterfaces(bench);
      mustSucceed(await bench.del(second), `DEL of ${second.ifName}`);
      mustSucceed(await bench.check(first), `CHECK of ${first.ifName} after DEL of ${second.ifName}`);
    },
  },
  {
    id: 'del-after-failed-add',
    group: 'DEL',
    level: 'MUST',
    heading: 'lifecycle',
    place: 'list item 4',
    rule: 'DEL succeeds after an ADD that failed, and nothing is left then',
    judge: async (bench) => {
      const { del, left } = await failure(bench);
      mustSucceed(del, 'DEL after an ADD that failed');
      must(left.length === 0, 'nothing left after it', () => `there still is ${left.join(', ')}`);
    },
  },
];

/** A DEL that a runtime makes knowing less than at ADD must take back as much. */
async function mustTakeBack(
  bench: Bench,
  attachment: TestAttachment,
  what: string,
  changes: Changes,
): Promise<void> {
  mustSucceed(await bench.del(attachment, changes), what);
  await mustBeGone(bench, attachment, what);
}

async function mustBearAbsence(bench: Bench, kind: 'files' | 'interfaces'): Promise<void> {
  const attachment = await bench.attached();
  const traces = await bench.traces(attachment, kind);
  if (traces.length === 0) notApplicable(`ADD leaves no ${kind} that can be seen`);
  await bench.remove(attachment, traces);
  mustSucceed(await bench.del(attachment), `DEL without ${traces.map(({ shown }) => shown).join(', ')}`);
}

/** One that was made is gone by now. Of those that were given, another that nothing was ever attached to has to do. */
async function goneNamespace(bench: Bench, { netns }: TestAttachment): Promise<string> {
  if (bench.subject.sandboxes.kind === 'made') return netns;
  const other = await bench.container();
  return other.netns.includes('/') ? `${other.netns}-gone` : other.netns;
}

/** DEL after an ADD that failed as it can on any node: in a delegated plugin, or for want of an address. */
async function failure(bench: Bench): Promise<{ readonly del: Answer; readonly left: readonly string[] }> {
  const delegate = await delegateFor(bench, 'ADD');
  if (delegate === undefined && bench.subject.kind === 'chained')
    notApplicable('no ADD can be made to fail: it hands out no addresses, and runs no other plugin');
  if (delegate === undefined) {
    const { refusedDel: del, left } = await exhaustionOf(bench);
    return { del, left };
  }
  const attachment = await bench.attachment();
  const { answer } = await requestFailing(bench, delegate, { command: 'ADD', attachment });
  must(!succeeded(answer), `ADD fails when "${delegate}" does`, () => shown(answer));
  const del = await bench.del(attachment);
  return { del, left: await shownTraces(bench, attachment) };
}
