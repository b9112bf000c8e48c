import type { JsonObject } from '../../../lib/cni/json.ts';
import { excerpt, refused, shown } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import type { TestAttachment } from '../bench/container.ts';
import { must, mustRefuse, mustSucceed } from '../bench/expect.ts';
import { lifeIn } from '../bench/life.ts';
import type { Check } from '../check.ts';
import { earlierResult } from './earlier-result.ts';
import { addressesOf, objectsIn } from './result-parts.ts';

/** ADD: what attaching a container comes to. The members of the result are judged by the checks of result types. */
export const ADD_CHECKS: readonly Check[] = [
  {
    id: 'add-result',
    group: 'ADD',
    level: 'MUST',
    heading: 'add',
    place: 'paragraph 2, sentence 1',
    rule: 'ADD prints its result on standard output: one JSON object, and nothing else',
    judge: async (bench) => {
      const { add } = await lifeIn(bench);
      mustSucceed(add, 'ADD');
      const expected = 'standard output of ADD is one JSON object, with nothing before or after it';
      must(add.document !== undefined, expected, () => shown(add));
    },
  },
  {
    id: 'add-interface-name',
    group: 'ADD',
    level: 'SHOULD',
    heading: 'add',
    place: 'paragraph 1',
    rule: 'The result of ADD lists the interface in the container under the name of `CNI_IFNAME`',
    needs: ['an interface', 'lists in results'],
    judge: async (bench) => {
      for (const ifName of [bench.subject.ifName, SECOND_NAME]) {
        const attachment = await bench.attached({ ifName });
        const names = interfacesOf(bench, attachment).map(({ name }) => name);
        const expected = `an interface "${ifName}" in the result of ADD with CNI_IFNAME=${ifName}`;
        must(names.includes(ifName), expected, () => seenResult(bench, attachment));
      }
    },
  },
  {
    id: 'add-interface-sandbox',
    group: 'ADD',
    level: 'SHOULD',
    heading: 'addSuccess',
    place: '`interfaces[].sandbox`',
    rule: 'The `sandbox` of the interface in the container is the value of `CNI_NETNS`',
    needs: ['an interface', 'lists in results'],
    judge: async (bench) => {
      const attachment = await bench.attached();
      const own = interfacesOf(bench, attachment).find(({ name }) => name === attachment.ifName);
      const expected = `"sandbox": "${attachment.netns}" at the interface "${attachment.ifName}"`;
      must(own?.sandbox === attachment.netns, expected, () => seenResult(bench, attachment));
    },
  },
  {
    id: 'add-interface-exists',
    group: 'ADD',
    level: 'MUST',
    heading: 'add',
    place: 'paragraph 3',
    rule: 'ADD fails when the container has an interface of the name already: another container id asks for the same name in the same namespace',
    needs: ['an interface of its own'],
    judge: async (bench) => {
      const { netns } = await bench.attached();
      const { containerId } = await bench.container();
      const second = await bench.attachment({ container: { containerId, netns } });
      mustRefuse(await bench.add(second), `ADD of ${second.ifName} in a namespace that has one`);
    },
  },
  {
    id: 'add-repeated',
    group: 'ADD',
    level: 'MUST',
    heading: 'add',
    place: 'paragraphs 3 and 4',
    rule: 'A second ADD of the same attachment, which no runtime should make, gives it nothing more: it fails, or answers what is there',
    judge: async (bench) => {
      const attachment = await bench.attached();
      const first = bench.resultOf(attachment);
      const again = await bench.add(attachment);
      const same = sameAddresses(addressesOf(first), addressesOf(again.document ?? {}));
      must(
        refused(again) || same,
        `an error, or the same addresses (${addressesOf(first).join(', ') || 'none'})`,
        () => shown(again),
      );
    },
  },
  {
    id: 'add-second-interface',
    group: 'ADD',
    level: 'MUST',
    heading: 'add',
    place: 'paragraph 4, sentence 2',
    rule: 'A container can be added to a network once more under another interface name',
    judge: async (bench) => {
      const { first, second } = await twoInterfaces(bench);
      const expected = `other addresses for ${second.ifName} than for ${first.ifName}`;
      const given = addressesOf(bench.resultOf(second));
      if (bench.subject.kind === 'chained') return;
      const shared = given.filter((address) => addressesOf(bench.resultOf(first)).includes(address));
      must(shared.length === 0, expected, `both have ${shared.join(', ')}`);
    },
  },
  {
    id: 'add-prev-result',
    group: 'ADD',
    level: 'MUST',
    heading: 'addSuccess',
    place: 'paragraph after the list of keys',
    rule: 'ADD given a `prevResult` prints it as its result, with what the plugin changed or added',
    needs: ['an interface', 'lists in results'],
    judge: async (bench) => {
      const attachment = await bench.attachment();
      const prevResult = earlierResult(attachment, bench.session.newest);
      const answer = await bench.add(attachment, { prevResult });
      mustSucceed(answer, 'ADD with a "prevResult"');
      const result = answer.document ?? {};
      for (const { name } of objectsIn(prevResult.interfaces)) {
        const kept = objectsIn(result.interfaces).some((each) => each.name === name);
        must(kept, `the interface "${name}" of "prevResult" in the result`, () => shown(answer));
      }
      for (const address of addressesOf(prevResult)) {
        const kept = addressesOf(result).includes(address);
        must(kept, `the address ${address} of "prevResult" in the result`, () => shown(answer));
      }
      for (const { dst } of objectsIn(prevResult.routes)) {
        const kept = objectsIn(result.routes).some((each) => each.dst === dst);
        must(kept, `the route to ${dst} of "prevResult" in the result`, () => shown(answer));
      }
      mustPointAtTheSame(prevResult, result);
    },
  },
];

/** A second interface of a container. */
export const SECOND_NAME = 'net1';

/** A container with two interfaces on the network. */
export async function twoInterfaces(
  bench: Bench,
): Promise<{ readonly first: TestAttachment; readonly second: TestAttachment }> {
  const first = await bench.attached();
  const second = await bench.attached({ container: first, ifName: SECOND_NAME });
  return { first, second };
}

function interfacesOf(bench: Bench, attachment: TestAttachment): readonly JsonObject[] {
  return objectsIn(bench.resultOf(attachment).interfaces);
}

function seenResult(bench: Bench, attachment: TestAttachment): string {
  return `the result ${excerpt(JSON.stringify(bench.resultOf(attachment)))}`;
}

function sameAddresses(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}

/** Addresses must go on pointing at their interface, wherever in the list it stands now. */
function mustPointAtTheSame(prevResult: JsonObject, result: JsonObject): void {
  for (const { address, interface: index } of objectsIn(prevResult.ips)) {
    const before = objectsIn(prevResult.interfaces)[Number(index)]?.name;
    const now = objectsIn(result.ips).find((ip) => ip.address === address)?.interface;
    const name = objectsIn(result.interfaces)[Number(now)]?.name;
    const expected = `the address ${address} of "prevResult" still at the interface "${before}"`;
    must(before === undefined || name === before, expected, `it is at "${name}"`);
  }
}
