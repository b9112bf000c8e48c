import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildGoFlannel } from '../../../conformance/reference/go-flannel.ts';

/** Stands in for Go: downloads as a test says, and compiles to a text that says what it was told to compile. */
function standInGo(download: string): string {
  return `#!/bin/sh
case "$1 $2" in
  'mod download') ${download} ;;
  'env GOMODCACHE') echo /nowhere ;;
  'version -m') printf '\\tmod\\t%s\\n' "$(tr @ '\\t' < "$3")" ;;
  install*) mkdir -p "$GOPATH/bin" && echo "$2" > "$GOPATH/bin/program" ;;
esac
`;
}

/** Builds with it in an empty cache. */
async function built(download: string, timeoutMs?: number) {
  const folder = mkdtempSync(join(tmpdir(), 'go-flannel-'));
  const go = join(folder, 'bin/go');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(go, standInGo(download));
  chmodSync(go, 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}${delimiter}${process.env.PATH}`);
  vi.stubEnv('XDG_CACHE_HOME', folder);
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  onTestFinished(() => {
    vi.unstubAllEnvs();
    log.mockRestore();
    rmSync(folder, { recursive: true });
  });
  const { executable, name } = await buildGoFlannel('windows', timeoutMs);
  const said = log.mock.calls.flat().filter((line) => !`${line}`.startsWith('Compiling'));
  return { compiled: readFileSync(executable, 'utf8').trim(), name, said };
}

describe.skipIf(process.platform === 'win32')('buildGoFlannel(), with a stand-in for Go', () => {
  test('compiles the current release where the module proxy has it', async () => {
    expect(await built('exit 0')).toEqual({
      compiled: 'github.com/flannel-io/cni-plugin@v1.9.1-flannel1',
      name: 'github.com/flannel-io/cni-plugin v1.9.1-flannel1',
      said: [],
    });
  });

  test.each([
    {
      title: 'refuses it',
      download: "echo 'go: 403 Forbidden\n\tserver response: no' >&2; exit 1",
      says: 'go: 403 Forbidden server response: no',
    },
    {
      title: 'does not answer',
      download: 'exec sleep 60',
      timeoutMs: 500,
      says: 'ended with SIGKILL after 0.5 s',
    },
  ])(
    'compiles the last one of the Go plugins where the proxy $title, and says so in a line',
    async ({ download, timeoutMs, says }) => {
      const { compiled, said } = await built(download, timeoutMs);
      expect(compiled).toBe('github.com/containernetworking/plugins/plugins/meta/flannel@v0.9.1');
      expect(said).toEqual([
        expect.stringMatching(
          /^Go flannel of github.com\/containernetworking\/plugins v0.9.1, as github.com\/flannel-io\/cni-plugin v1.9.1-flannel1 is not to be had: .*$/,
        ),
      ]);
      expect(said[0]).toContain(says);
    },
  );
});
