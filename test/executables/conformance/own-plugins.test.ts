import { accessSync, constants, mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../conformance/checks/all-checks.ts';
import type { Check } from '../../../conformance/checks/check.ts';
import type { Need } from '../../../conformance/checks/needs.ts';
import { type RunOptions, runChecks } from '../../../conformance/checks/run-checks.ts';
import { cnitoolRuntime } from '../../../conformance/checks/runtimes/cnitool.ts';
import type { Verdict } from '../../../conformance/checks/verdict.ts';
import { buildCnitool } from '../../../conformance/clients/cnitool.ts';
import { DEFAULT_CACHE_DIR } from '../../../conformance/runtime/runtime.ts';
import { hasProgram } from '../../../conformance/windows/machine/debian.ts';
import type { PluginName } from '../executable.ts';
import { OWN_PLUGINS, type OwnPlugin, ownSubject } from './own-subjects.ts';

/** What our plugins have not: the reasons why checks do not apply to them. There is no other. */
const WITHOUT: Readonly<Record<PluginName, readonly Need[]>> = {
  'host-local': ['an interface', 'an interface of its own', 'delegates', 'visible interfaces'],
  'win-bridge': ['no delegates', 'to be an IPAM plugin'],
  'win-overlay': ['no delegates', 'to be an IPAM plugin'],
  flannel: ['no delegates', 'to be an IPAM plugin'],
};

/** The interfaces of flannel's containers are made and removed by its delegate. */
const NOT_FOR_FLANNEL = ['gc-goes-on'];

describe('the conformance suite', () => {
  test.each(OWN_PLUGINS)('finds $plugin of $packager to keep every rule that applies to it', async (own) => {
    const verdicts = await judge(own);
    expect(verdicts.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    const skipped = verdicts.filter(({ outcome }) => outcome === 'not applicable').map(({ check }) => check);
    expect(skipped).toEqual(CHECKS.filter((check) => isNotFor(check, own)));
  });

  const missing = whyNoCnitool();

  // Only these leave it to the runtime to call the plugin: all others are the same calls again
  test.skipIf(missing !== '').each(OWN_PLUGINS)(
    `finds $plugin of $packager to keep them when cnitool calls it${missing}`,
    async (own) => {
      const cnitool = await buildCnitool();
      const checks = CHECKS.filter(({ id }) => id.startsWith('runtime-'));
      const verdicts = await judge(own, { checks, runtime: (place) => cnitoolRuntime(cnitool, place) });
      expect(verdicts.map(({ outcome }) => outcome)).toEqual(checks.map(() => 'passed'));
    },
  );
});

function isNotFor({ id, needs = [] }: Check, { plugin }: OwnPlugin): boolean {
  const isMissing = needs.some((need) => WITHOUT[plugin].includes(need));
  return isMissing || (plugin === 'flannel' && NOT_FOR_FLANNEL.includes(id));
}

async function judge(own: OwnPlugin, options: RunOptions = {}): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for await (const verdict of runChecks(await ownSubject(own), options)) verdicts.push(verdict);
  return verdicts;
}

/** For the title; `''` when there is nothing in the way. */
function whyNoCnitool(): string {
  if (!hasProgram('go')) return ' (skipped: go is not installed, and cnitool has to be compiled)';
  try {
    mkdirSync(DEFAULT_CACHE_DIR, { recursive: true });
    accessSync(DEFAULT_CACHE_DIR, constants.W_OK);
    return '';
  } catch {
    return ` (skipped: cnitool keeps results in ${DEFAULT_CACHE_DIR}, where this user may not write)`;
  }
}
