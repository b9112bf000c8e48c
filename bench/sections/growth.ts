import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { podId } from '../chains/chain.ts';
import { hostLocalChain, type Maker, NETWORK } from '../chains/host-local-chain.ts';
import type { Scale } from '../options.ts';
import type { Growth } from '../results.ts';
import { type Contender, inTurn, type Row } from '../timing/in-turn.ts';
import { millisecondsOf, type Stopwatch } from '../timing/stopwatch.ts';

/** What "after the Go plugin was here" is called. */
export const AFTER_GO = 'host-local, after a Go ADD and DEL';

/** The makers to compare, each with a folder of leases of its own, and how many leases. */
export interface GrowthPlan {
  readonly makers: readonly Maker[];
  /** The Go host-local, which also changes our folders between two of our operations. */
  readonly go?: Maker;
  readonly leases: Scale['leases'];
  readonly folder: string;
  readonly stopwatch: Stopwatch;
}

/** ADD and DEL among ever more leases of other pods. */
export async function measureGrowth({ makers, go, leases, folder, stopwatch }: GrowthPlan): Promise<Growth> {
  const folderOf = ({ who }: Maker) => join(folder, `growth-${who}`);
  const all = go === undefined ? makers : [...makers, go];
  const steps: { leases: number; rows: readonly Row[] }[] = [];
  let filled = 0;
  for (const { count, runs } of leases) {
    for (const maker of all) fill(join(folderOf(maker), NETWORK), filled, count);
    filled = count;
    settle();
    const alone = all.map((maker) => addAndDelete(maker, folderOf(maker), stopwatch));
    const shared =
      go === undefined ? [] : makers.map((maker) => afterGo(maker, go, folderOf(maker), stopwatch));
    const plain = await inTurn(alone, runs);
    const after = await inTurn(shared, Math.ceil(runs / 3));
    steps.push({ leases: count, rows: [...plain, ...after] });
  }
  return { steps };
}

/** Makes lease files as the Go plugin leaves them, numbers `from` to `to`, one address after the other. */
function fill(folder: string, from: number, to: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = from; index < to; index += 1)
    writeFileSync(join(folder, address(index)), `${podId(index)}\r\neth0`);
  if (to > from) writeFileSync(join(folder, 'last_reserved_ip.0'), address(to - 1));
}

/** Of the range 10.88.0.0/16, whose first address is the gateway. */
function address(index: number): string {
  const host = index + 2;
  return `10.88.${host >> 8}.${host & 255}`;
}

/** Has the system write what it holds back, lest it do so while something is measured. */
function settle(): void {
  spawnSync('sync');
}

const POD_BASE = 1_000_000;

function addAndDelete(maker: Maker, folder: string, stopwatch: Stopwatch): Contender {
  const chain = hostLocalChain(maker, folder);
  return {
    who: maker.who,
    what: 'host-local',
    run(index) {
      const pod = podId(POD_BASE + index);
      const add = stopwatch.time(chain.call('ADD', pod));
      const del = stopwatch.time(chain.call('DEL', pod, JSON.parse(add.stdout)));
      return { ADD: millisecondsOf(add), DEL: millisecondsOf(del) };
    },
  };
}

/** As before, but the Go plugin has leased and released an address in the folder since our last operation. */
function afterGo(maker: Maker, go: Maker, folder: string, stopwatch: Stopwatch): Contender {
  const { run } = addAndDelete(maker, folder, stopwatch);
  const theirs = addAndDelete(go, folder, stopwatch);
  return {
    who: maker.who,
    what: AFTER_GO,
    async run(index) {
      await theirs.run(2 * POD_BASE + index);
      return await run(POD_BASE + index);
    },
  };
}
