import type { Bench } from '../bench/bench.ts';
import type { TestAttachment } from '../bench/container.ts';
import { must, mustSucceed } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import { mustBeGone } from './remains.ts';
import { addressesOf } from './result-parts.ts';

/** How many containers come or go at once. */
const AT_ONCE = 8;

/** Concurrency: different containers at the same time. */
export const CONCURRENCY_CHECKS: readonly Check[] = [
  {
    id: 'addresses-unique',
    group: 'concurrency',
    level: 'MUST',
    heading: 'protocol',
    place: "the document's overview: what a network is",
    rule: 'Containers of a network have different addresses, and those of one that is gone harm no other',
    needs: ['addresses of its own'],
    judge: async (bench) => {
      const first = await bench.attached();
      const second = await bench.attached();
      mustDiffer(bench, [first, second]);
      mustSucceed(await bench.del(first), 'DEL');
      mustDiffer(bench, [second, await bench.attached()]);
    },
  },
  {
    id: 'concurrent-add',
    group: 'concurrency',
    level: 'MUST',
    heading: 'lifecycle',
    place: 'list item 3',
    rule: `ADD of ${AT_ONCE} containers at once succeeds, and each has addresses of its own`,
    judge: async (bench) => {
      const attachments = await attachmentsFor(bench, AT_ONCE);
      const answers = await Promise.all(attachments.map((attachment) => bench.add(attachment)));
      for (const answer of answers) mustSucceed(answer, `each of ${AT_ONCE} ADDs at once`);
      if (bench.subject.kind !== 'chained') mustDiffer(bench, attachments);
    },
  },
  {
    id: 'concurrent-del',
    group: 'concurrency',
    level: 'MUST',
    heading: 'lifecycle',
    place: 'list item 3',
    rule: `DEL of ${AT_ONCE} containers at once succeeds, and nothing of any is left`,
    judge: async (bench) => {
      const attachments = await attachmentsFor(bench, AT_ONCE);
      for (const attachment of attachments) mustSucceed(await bench.add(attachment), 'ADD');
      const answers = await Promise.all(attachments.map((attachment) => bench.del(attachment)));
      for (const answer of answers) mustSucceed(answer, `each of ${AT_ONCE} DELs at once`);
      for (const attachment of attachments) await mustBeGone(bench, attachment, 'DEL');
    },
  },
  {
    id: 'concurrent-commands',
    group: 'concurrency',
    level: 'MUST',
    heading: 'lifecycle',
    place: 'list item 3',
    rule: 'ADD of some containers, CHECK of others and DEL of others again at once do not disturb each other',
    judge: async (bench) => {
      const hasCheck = !/^0\.[123]\./.test(bench.session.newest);
      const share = Math.floor(AT_ONCE / 3);
      const coming = await attachmentsFor(bench, share);
      const staying = await attachmentsFor(bench, share);
      const leaving = await attachmentsFor(bench, share);
      for (const attachment of [...staying, ...leaving]) mustSucceed(await bench.add(attachment), 'ADD');
      const answers = await Promise.all([
        ...coming.map((attachment) => bench.add(attachment)),
        ...leaving.map((attachment) => bench.del(attachment)),
        ...(hasCheck ? staying.map((attachment) => bench.check(attachment)) : []),
      ]);
      for (const answer of answers) mustSucceed(answer, `${answer.command} beside commands for others`);
      if (bench.subject.kind !== 'chained') mustDiffer(bench, [...coming, ...staying]);
      if (!hasCheck) return;
      for (const attachment of [...coming, ...staying])
        mustSucceed(await bench.check(attachment), 'CHECK afterwards');
    },
  },
];

async function attachmentsFor(bench: Bench, count: number): Promise<readonly TestAttachment[]> {
  const attachments: TestAttachment[] = [];
  while (attachments.length < count) attachments.push(await bench.attachment());
  return attachments;
}

function mustDiffer(bench: Bench, attachments: readonly TestAttachment[]): void {
  const given = attachments.flatMap((attachment) => addressesOf(bench.resultOf(attachment)));
  const twice = given.filter((address, index) => given.indexOf(address) !== index);
  must(twice.length === 0, 'different addresses for different containers', () => `${twice.join(', ')} twice`);
}
