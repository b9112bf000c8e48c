import { shown } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import { must, mustRefuse, mustSucceed, notApplicable } from '../bench/expect.ts';
import { lifeIn } from '../bench/life.ts';
import type { Check } from '../check.ts';
import { withOtherInterface } from './earlier-result.ts';
import { otherAddress } from './other-address.ts';
import { objectsIn } from './result-parts.ts';

/** CHECK: that it finds what is wrong, and nothing that is right. */
export const CHECK_CHECKS: readonly Check[] = [
  {
    id: 'check-after-add',
    group: 'CHECK',
    level: 'MUST',
    heading: 'check',
    place: 'plugin considerations, item 6',
    rule: 'CHECK succeeds immediately after ADD',
    needs: ['CHECK'],
    judge: async (bench) => {
      const { add, check } = await lifeIn(bench);
      mustSucceed(add, 'ADD');
      if (check !== undefined) mustSucceed(check, 'CHECK immediately after ADD');
    },
  },
  {
    id: 'check-no-output',
    group: 'CHECK',
    level: 'SHOULD',
    heading: 'results',
    place: 'paragraph 1, and the example of CHECK in the appendix',
    rule: 'A CHECK that succeeds prints nothing on standard output',
    needs: ['CHECK'],
    judge: async (bench) => {
      const { check } = await lifeIn(bench);
      if (check === undefined) return;
      must(check.end.stdout === '', 'nothing on standard output', () => shown(check));
    },
  },
  {
    id: 'check-expected-address',
    group: 'CHECK',
    level: 'MUST',
    heading: 'check',
    place: 'plugin considerations, item 1',
    rule: 'CHECK expects the addresses of `prevResult`: it fails when the attachment has others',
    needs: ['CHECK', 'addresses of its own'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      const other = await otherAddress(bench, bench.resultOf(attachment));
      if (other === undefined) notApplicable('the result of ADD has no address that could be another');
      mustRefuse(
        await bench.check(attachment, { prevResult: other.result }),
        `CHECK with ${other.address} in "prevResult" in place of ${other.instead}`,
      );
    },
  },
  {
    id: 'check-expected-interface',
    group: 'CHECK',
    level: 'MUST',
    heading: 'check',
    place: 'plugin considerations, item 1',
    rule: 'CHECK expects the interfaces of `prevResult`: it fails when the one in the container has another `mac`',
    needs: ['CHECK', 'an interface of its own'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      const result = bench.resultOf(attachment);
      const own = objectsIn(result.interfaces).find(({ name }) => name === attachment.ifName);
      if (typeof own?.mac !== 'string' || own.mac === '')
        notApplicable('the result of ADD has no "mac" at the interface in the container');
      const mac = otherMac(own.mac);
      const interfaces = objectsIn(result.interfaces).map((each) => (each === own ? { ...own, mac } : each));
      mustRefuse(
        await bench.check(attachment, { prevResult: { ...result, interfaces } }),
        `CHECK with "mac": "${mac}" in "prevResult" in place of "${own.mac}"`,
      );
    },
  },
  {
    id: 'check-later-plugins',
    group: 'CHECK',
    level: 'MUST',
    heading: 'check',
    place: 'plugin considerations, item 2',
    rule: 'CHECK succeeds when a later plugin of the chain has added an interface, an address and a route',
    needs: ['CHECK'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      const prevResult = withOtherInterface(bench.resultOf(attachment), attachment.netns);
      mustSucceed(
        await bench.check(attachment, { prevResult }),
        'CHECK with an interface "conformance1", its address and its route added to "prevResult"',
      );
    },
  },
  {
    id: 'check-after-del',
    group: 'CHECK',
    level: 'SHOULD',
    heading: 'check',
    place: 'plugin considerations, item 3',
    rule: 'CHECK fails when what ADD made is missing: after DEL all of it is',
    needs: ['CHECK'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      mustSucceed(await bench.del(attachment), 'DEL');
      mustRefuse(await bench.check(attachment), 'CHECK after DEL');
    },
  },
  {
    id: 'check-never-added',
    group: 'CHECK',
    level: 'SHOULD',
    heading: 'check',
    place: 'plugin considerations, item 3',
    rule: 'CHECK fails for a container that was never attached, although another one is as `prevResult` says',
    needs: ['CHECK'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      const other = await bench.attachment();
      mustRefuse(
        await bench.check(other, { prevResult: bench.resultOf(attachment) }),
        'CHECK of a container that was never attached',
      );
    },
  },
  {
    id: 'check-missing-files',
    group: 'CHECK',
    level: 'SHOULD',
    heading: 'check',
    place: 'plugin considerations, item 4',
    rule: 'CHECK fails when a reservation is missing: its file was removed',
    needs: ['CHECK', 'files', 'addresses of its own'],
    judge: (bench) => mustMiss(bench, 'files'),
  },
  {
    id: 'check-missing-interface',
    group: 'CHECK',
    level: 'SHOULD',
    heading: 'check',
    place: 'plugin considerations, item 3',
    rule: 'CHECK fails when the interface is missing',
    needs: ['CHECK', 'an interface of its own', 'visible interfaces'],
    judge: (bench) => mustMiss(bench, 'interfaces'),
  },
];

async function mustMiss(bench: Bench, kind: 'files' | 'interfaces'): Promise<void> {
  const attachment = await bench.attached();
  const traces = await bench.traces(attachment, kind);
  if (traces.length === 0) notApplicable(`ADD leaves no ${kind} that can be seen`);
  await bench.remove(attachment, traces);
  mustRefuse(
    await bench.check(attachment),
    `CHECK without ${traces.map(({ shown: what }) => what).join(', ')}`,
  );
}

/** Another MAC address of the same notation: its last digit is another one. */
function otherMac(mac: string): string {
  return `${mac.slice(0, -1)}${mac.endsWith('1') ? '2' : '1'}`;
}
