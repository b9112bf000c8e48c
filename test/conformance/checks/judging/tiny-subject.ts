import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { onTestFinished } from 'vitest';
import { CHECKS } from '../../../../conformance/checks/all-checks.ts';
import type { Check } from '../../../../conformance/checks/check.ts';
import { runChecks } from '../../../../conformance/checks/run-checks.ts';
import { makeSubject } from '../../../../conformance/checks/subject/make-subject.ts';
import type { Subject } from '../../../../conformance/checks/subject/subject.ts';
import { filesBelow } from '../../../../conformance/checks/traces/files.ts';
import type { TraceSource } from '../../../../conformance/checks/traces/trace.ts';
import type { Verdict } from '../../../../conformance/checks/verdict.ts';
import type { JsonObject } from '../../../../lib/cni/json.ts';
import { RIGHT_PLUGINS, type TinyName, type WrongPlugin } from './wrong-plugins/wrong-plugin.ts';

/** Why there are no tiny plugins here, for the title of a test; `''` where there are. */
export const WHY_NOT = process.platform === 'win32' ? ' (skipped: tiny plugins are scripts of sh)' : '';

/** Tiny plugins in a folder of their own, gone when the test is. */
export interface TinyNode {
  readonly subject: Subject;
  /** The interfaces that tiny-bridge makes. */
  readonly traceSources: readonly TraceSource[];
}

/** Bun starts a script in a third of the time Node takes. */
const bun = join(import.meta.dirname, '../../../../node_modules/@oven/bun-linux-x64/bin/bun');
const engine = existsSync(bun) ? bun : process.execPath;

/** One file of all of it, for each worker once: what is loaded by every call has to be little. */
const program = join(mkdtempSync(join(tmpdir(), 'tiny-program-')), 'run.mjs');
buildSync({
  entryPoints: [join(import.meta.dirname, 'wrong-plugins/run.ts')],
  ...{ bundle: true, platform: 'node', format: 'esm', outfile: program, minify: true },
});

/** Installs the tiny plugins, all of them right but for one, and describes the one to be judged. */
export function tinyNode(name: TinyName, wrong?: WrongPlugin): TinyNode {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-plugins-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const each of Object.keys(RIGHT_PLUGINS)) install(bin, each, each === wrong?.name ? wrong : undefined);
  const interfaces = join(folder, 'interfaces');
  mkdirSync(join(folder, 'leases'));
  const subject = makeSubject({
    binDirs: [bin],
    plugin: name,
    network: { text: network(name, folder, false), file: 'tiny.conflist' },
    unready: { text: network(name, folder, true), file: 'unready.conflist' },
    sandboxes: { kind: 'given', values: ['/run/netns/tiny-{n}'] },
    environment: { PATH: process.env.PATH, TINY_FOLDER: bin },
  });
  const seen: TraceSource = { ...filesBelow(interfaces), what: 'interfaces', kind: 'interfaces' };
  return { subject, traceSources: name === 'tiny-bridge' ? [seen] : [] };
}

function install(bin: string, name: string, wrong: WrongPlugin | undefined): void {
  const words = [engine, program, name, ...(wrong === undefined ? [] : [wrong.caughtBy, wrong.fault])];
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const file = join(bin, name);
  writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(' ')}\n`);
  chmodSync(file, 0o755);
}

function network(name: TinyName, folder: string, closed: boolean): string {
  const ipam = { type: 'tiny-ipam', dataDir: join(folder, 'leases'), ...(closed && { closed }) };
  const bridge = { type: 'tiny-bridge', interfaceDir: join(folder, 'interfaces'), ipam };
  const chain = { type: 'tiny-chain', dataDir: join(folder, 'chain'), ...(closed && { chain: { closed } }) };
  const plugins: readonly JsonObject[] = name === 'tiny-chain' ? [bridge, chain] : [bridge];
  return JSON.stringify({ cniVersion: '1.1.0', name: 'tiny', plugins });
}

/** The verdicts on a tiny plugin. */
export async function judge(
  { subject, traceSources }: TinyNode,
  isWanted: (check: Check) => boolean = () => true,
): Promise<readonly Verdict[]> {
  const checks = CHECKS.filter(isWanted);
  const verdicts: Verdict[] = [];
  for await (const verdict of runChecks(subject, { checks, traceSources })) verdicts.push(verdict);
  return verdicts;
}
