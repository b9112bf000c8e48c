import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../conformance');

/** What npm runs. On Windows the comparison with the reference says that it is not for there. */
const SCRIPTS = [
  {
    name: 'cnitool',
    words: ['clients/run.ts', 'cnitool'],
    purpose: 'github.com/containernetworking/cni v1.3.0',
  },
  { name: 'go-cni', words: ['clients/run.ts', 'go-cni'], purpose: join('conformance', 'clients', 'go-cni') },
  { name: 'reference', words: ['reference/run.ts'], purpose: 'github.com/flannel-io/cni-plugin' },
].filter(({ name }) => name !== 'reference' || process.platform !== 'win32');

test.each(SCRIPTS)('conformance:$name fails on a machine without Go, and says what to install', (script) => {
  const empty = mkdtempSync(join(tmpdir(), 'no-go-'));
  onTestFinished(() => rmSync(empty, { recursive: true }));
  const { SystemRoot } = process.env;
  const environment = { PATH: empty, XDG_CACHE_HOME: empty, ...(SystemRoot !== undefined && { SystemRoot }) };
  const [program = '', ...words] = script.words;
  const { status, stderr } = spawnSync(process.execPath, [join(folder, program), ...words], {
    env: environment,
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Go is not installed, and .*\n$/);
  expect(stderr).toContain(script.purpose);
  expect(stderr).toContain(' has to be compiled. Install Go 1.24 or later');
});
