import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { goHostLocalFailures } from '../../../../conformance/checks/page/conformance-page.ts';
import { totalsOf, unmetFailures } from '../../../../conformance/checks/report/totals.ts';
import { runChecks } from '../../../../conformance/checks/run-checks.ts';
import { makeSubject } from '../../../../conformance/checks/subject/make-subject.ts';
import type { Verdict } from '../../../../conformance/checks/verdict.ts';
import { buildGoHostLocal } from '../../../../conformance/go/go-host-local.ts';
import { hasProgram } from '../../../../conformance/windows/machine/debian.ts';

const missing = hasProgram('go') ? '' : ' (skipped: go is not installed)';

test.skipIf(missing !== '')(
  `the Go host-local breaks the rules it is known to break, and no other${missing}`,
  async () => {
    const binDirs = [await buildGoHostLocal()];
    const dataDir = mkdtempSync(join(tmpdir(), 'go-host-local-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
    const ipam = { type: 'host-local', subnet: '10.1.0.0/28', dataDir };
    const text = JSON.stringify({ cniVersion: '1.1.0', name: 'pods', type: 'bridge', ipam });
    const subject = makeSubject({ binDirs, plugin: 'host-local', network: { text, file: 'pods.conf' } });
    const known = goHostLocalFailures();
    const verdicts: Verdict[] = [];
    for await (const verdict of runChecks(subject, { known })) verdicts.push(verdict);
    expect(verdicts.filter((each) => each.outcome === 'failed' && each.known === undefined)).toEqual([]);
    expect(unmetFailures(verdicts, known)).toEqual([]);
    expect(totalsOf(verdicts).passed).toBeGreaterThan(60);
  },
);
