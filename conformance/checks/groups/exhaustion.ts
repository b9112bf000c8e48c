import { type Answer, succeeded } from '../bench/answer.ts';
import type { Bench } from '../bench/bench.ts';
import type { TestAttachment } from '../bench/container.ts';
import { mustSucceed, notApplicable } from '../bench/expect.ts';
import { shownTraces } from './remains.ts';

/** What happened when all addresses were taken, and given back. */
export interface Exhaustion {
  /** The ADD for which nothing was left. */
  readonly refusedAdd: Answer;
  /** DEL for that one, and what there was of it afterwards. */
  readonly refusedDel: Answer;
  readonly left: readonly string[];
  /** STATUS and CHECK while nothing was left; absent where the plugin's versions do not have them. */
  readonly status?: Answer;
  readonly check?: Answer;
  /** One attachment goes, another comes. */
  readonly exchanges: readonly { readonly del: Answer; readonly add: Answer }[];
}

/** Networks with more addresses than this are not used up: it would take too long. */
const MOST_ADDRESSES = 32;

const EXCHANGES = 3;

/**
 * Attaches containers until there is no address left, once for all checks.
 *
 * @throws {NotApplicable} When there are too many addresses for that.
 */
export async function exhaustionOf(bench: Bench): Promise<Exhaustion> {
  return await bench.observe('exhaustion', async (using) => {
    const attached: TestAttachment[] = [];
    for (;;) {
      const attachment = await using.attachment();
      const add = await using.add(attachment);
      if (!succeeded(add)) return await whileExhausted(using, attached, { attachment, add });
      attached.push(attachment);
      if (attached.length > MOST_ADDRESSES)
        notApplicable(
          `it takes a network with at most ${MOST_ADDRESSES} free addresses, such as a /28: this one has more`,
        );
    }
  });
}

async function whileExhausted(
  bench: Bench,
  attached: readonly TestAttachment[],
  refused: { readonly attachment: TestAttachment; readonly add: Answer },
): Promise<Exhaustion> {
  const { newest } = bench.session;
  const [first] = attached;
  if (first === undefined) mustSucceed(refused.add, 'the first ADD');
  const refusedDel = await bench.del(refused.attachment);
  const left = await shownTraces(bench, refused.attachment);
  const status = newest === '1.1.0' ? { status: await bench.status() } : {};
  const hasCheck = first !== undefined && !/^0\.[123]\./.test(newest);
  const check = hasCheck ? { check: await bench.check(first) } : {};
  const exchanges = [];
  for (const leaving of attached.slice(0, EXCHANGES)) {
    const del = await bench.del(leaving);
    exchanges.push({ del, add: await bench.add(await bench.attachment()) });
  }
  return { refusedAdd: refused.add, refusedDel, left, ...status, ...check, exchanges };
}
