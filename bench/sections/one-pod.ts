import { join } from 'node:path';
import { executableFile, PACKAGERS, type Packager } from '../../build/images.ts';
import { hostTarget, root } from '../../build/program.ts';
import type { Chain } from '../chains/chain.ts';
import { flannelToHostLocal, hostLocalChain, type Maker } from '../chains/host-local-chain.ts';
import { onePod } from '../chains/one-pod.ts';
import type { OnePod } from '../results.ts';
import type { Call } from '../timing/call.ts';
import { type Contender, inTurn, type Row } from '../timing/in-turn.ts';
import { millisecondsOf, type Stopwatch } from '../timing/stopwatch.ts';

/** What hello-world and `true` are measured as. */
export const START = 'start';

/** What "three Go starts in a row" are called. */
export const THREE_IN_A_ROW = 'host-local, three in a row';

/** What there is to measure on this machine. */
export interface OnePodPlan {
  /** Our chains on the simulated HNS. */
  readonly chains: readonly Chain[];
  /** hello-world by packager. */
  readonly hello: Readonly<Record<Packager, string>>;
  /** The Go host-local. */
  readonly goHostLocal?: string;
  /** The Go flannel, with host-local beside it. */
  readonly goFlannel?: string;
  /** For the state of host-local; on the file system the page names. */
  readonly folder: string;
  readonly stopwatch: Stopwatch;
  readonly runs: number;
}

/** The life of one pod: our chains in turn with hello-world of their packager, then everything else in turn. */
export async function measureOnePod(plan: OnePodPlan): Promise<OnePod> {
  const { chains, hello, goHostLocal, goFlannel, folder, stopwatch, runs } = plan;
  const go = goHostLocal === undefined ? [] : [{ who: 'Go', program: goHostLocal }];
  const flannels = goFlannel === undefined ? [] : [{ who: 'Go', program: goFlannel }];
  const alone = [...PACKAGERS.map((packager) => ours(packager, 'host-local')), ...go].map((maker) =>
    hostLocalChain(maker, join(folder, `host-local-${maker.who}`)),
  );
  const behindFlannel = [...PACKAGERS.map((packager) => ours(packager, 'flannel')), ...flannels].map(
    (maker) => flannelToHostLocal(maker, join(folder, `flannel-${maker.who}`)),
  );
  const others: readonly Contender[] = [
    ...(process.platform === 'win32' ? [] : [started('any', 'true', 'true', stopwatch)]),
    ...[...alone, ...behindFlannel].map((chain) => onePod(chain, stopwatch)),
    ...go.map((maker) => threeInARow(maker, folder, stopwatch)),
  ];
  const rows: Row[] = [];
  for (const packager of PACKAGERS) {
    const ofPackager = chains.filter(({ who }) => who === packager).map((chain) => onePod(chain, stopwatch));
    const leastOfAll = started(packager, 'hello-world', hello[packager], stopwatch);
    // By themselves: a program that others came between starts with cold caches, and the least one suffers most from it
    rows.push(...(await inTurn([...ofPackager, leastOfAll], runs)));
  }
  return { rows: [...rows, ...(await inTurn(others, runs))] };
}

/** Our executable of a plugin for this machine. */
export function ours(packager: Packager, plugin: string): Maker {
  const target = hostTarget();
  return { who: packager, program: join(root, 'dist', packager, target, executableFile(plugin, target)) };
}

function started(who: string, what: string, program: string, stopwatch: Stopwatch): Contender {
  const call: Call = { words: [program], environment: {}, inputs: [''] };
  return { who, what, run: () => ({ [START]: millisecondsOf(stopwatch.time(call)) }) };
}

/** What a chain of three Go plugins cannot take less than: the one that does least, three times, each in a network of its own. */
function threeInARow(maker: Maker, folder: string, stopwatch: Stopwatch): Contender {
  const chains = [1, 2, 3].map((network) =>
    hostLocalChain(maker, join(folder, 'three-in-a-row'), `pods-${network}`),
  );
  const inARow = (verb: 'ADD' | 'DEL', pod: string): number => {
    const [first, ...others] = chains.map((chain) => chain.call(verb, pod));
    if (first === undefined) throw new Error('no calls');
    const inputs = [first, ...others].flatMap((call) => call.inputs);
    return millisecondsOf(stopwatch.time({ ...first, inputs }));
  };
  return {
    who: 'Go',
    what: THREE_IN_A_ROW,
    run: (index) => ({ ADD: inARow('ADD', `row-${index}`), DEL: inARow('DEL', `row-${index}`) }),
  };
}
