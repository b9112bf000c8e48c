import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const RUN = join(import.meta.dirname, '../../../conformance/clients/run.ts');

test.each([
  { program: 'cnitool', purpose: 'github.com/containernetworking/cni v1.3.0' },
  { program: 'go-cni', purpose: join('conformance', 'clients', 'go-cni') },
])('conformance:$program fails on a machine without Go, and says what to install', ({ program, purpose }) => {
  const empty = mkdtempSync(join(tmpdir(), 'no-go-'));
  onTestFinished(() => rmSync(empty, { recursive: true }));
  const { SystemRoot } = process.env;
  const environment = { PATH: empty, XDG_CACHE_HOME: empty, ...(SystemRoot !== undefined && { SystemRoot }) };
  const { status, stderr } = spawnSync(process.execPath, [RUN, program], {
    env: environment,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Go is not installed, and .*\n$/);
  expect(stderr).toContain(`${purpose} has to be compiled. Install Go 1.24 or later`);
});
