import type { Bench } from './bench/bench.ts';
import { delegatesOf } from './delegates/delegates-of.ts';

const WITHOUT_INTERFACE = {
  ipam: 'an IPAM plugin makes and adjusts no interface',
  chained: 'a chained plugin makes no interface of its own',
} as const;

/**
 * What a plugin, or what is known of it, must have for a rule to apply. Each says why the rule does not apply when it is
 * missing.
 */
const NEEDS = {
  /** CHECK came with 0.4.0. */
  CHECK: ({ session }) =>
    /^0\.[123]\./.test(session.newest) ? `CHECK came with 0.4.0; ${upTo(session.newest)}` : undefined,
  /** GC and STATUS came with 1.1.0. */
  '1.1.0': ({ session }) =>
    session.newest === '1.1.0' ? undefined : `GC and STATUS came with 1.1.0; ${upTo(session.newest)}`,
  'an interface': ({ subject }) => (subject.kind === 'ipam' ? WITHOUT_INTERFACE.ipam : undefined),
  'an interface of its own': ({ subject }) =>
    subject.kind === 'interface' ? undefined : WITHOUT_INTERFACE[subject.kind],
  /** `interfaces` came with 0.3.0. */
  'lists in results': ({ session }) =>
    /^0\.[12]\./.test(session.newest)
      ? `results have had lists since 0.3.0; ${upTo(session.newest)}`
      : undefined,
  'addresses of its own': ({ subject }) =>
    subject.kind === 'chained' ? 'the addresses are those of the plugins before it' : undefined,
  'to be an IPAM plugin': ({ subject }) =>
    subject.kind === 'ipam' ? undefined : `it is of kind "${subject.kind}", no IPAM plugin`,
  delegates: async (bench) =>
    (await delegatesOf(bench)).length > 0 ? undefined : 'with this configuration it runs no other plugin',
  'no delegates': async (bench) => {
    const names = await delegatesOf(bench);
    return names.length === 0 ? undefined : `it has to find ${names.join(' and ')}, to which it delegates`;
  },
  files: ({ session }) =>
    session.traceSources.some(({ kind }) => kind === 'files')
      ? undefined
      : 'no folder is known in which it keeps files: name it with --state-dir',
  traces: ({ session }) =>
    session.traceSources.length > 0
      ? undefined
      : 'nothing is known to look at for what it leaves on the node: name the folder of its files with --state-dir',
  'visible interfaces': ({ session }) =>
    session.traceSources.some(({ kind }) => kind === 'interfaces')
      ? undefined
      : 'the suite can look at interfaces in HNS, and in network namespaces that it makes itself (--netns new)',
} satisfies Record<string, (bench: Bench) => string | undefined | Promise<string | undefined>>;

export type Need = keyof typeof NEEDS;

/** Why a rule does not apply to the plugin; `undefined` when it does. */
export async function missingNeed(needs: readonly Need[], bench: Bench): Promise<string | undefined> {
  for (const need of needs) {
    const why = await NEEDS[need](bench);
    if (why !== undefined) return why;
  }
  return undefined;
}

function upTo(newest: string): string {
  return `the plugin supports versions up to ${newest}`;
}
