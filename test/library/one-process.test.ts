import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { hostTarget } from '../../build/program.ts';
import { flannelHostGateway, overlayNetwork } from '../../conformance/simulated-hns/fixtures.ts';
import { startServer } from '../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../conformance/simulated-hns/simulated-hns.ts';
import type { JsonObject } from '../../lib/cni/json.ts';
import { runExecutable } from '../executables/executable.ts';
import { npmRun } from './tools.ts';

const POD = 'c7a1d8e4-2b6f-4d39-9e07-84f1a3b5c2d6';

const program = join(inject('beside'), 'one-process');
const binFolder = join(program, 'dist/bun', hostTarget());

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../examples/by-namespace'), program, { recursive: true });
  await npmRun(program, ['build']);
});

/** A span of a trace (docs/tracing.md). */
interface Span {
  /** `X` for a span, anything else about the process. */
  readonly ph: string;
  readonly pid: number;
  readonly cat: string;
  readonly name: string;
}

function spansOf(folder: string): readonly Span[] {
  const text = readFileSync(join(folder, 'trace.json'), 'utf8').trimEnd();
  const events: readonly Span[] = JSON.parse(`${text.replace(/,$/, '')}]`);
  return events.filter(({ ph }) => ph === 'X');
}

function configuration(folder: string): JsonObject {
  const ipam = (subnet: string) => ({ type: 'host-local', subnet, dataDir: join(folder, 'leases') });
  const delegate = { type: 'win-bridge', name: 'cbr0', ipam: ipam('10.244.1.0/24') };
  return {
    cniVersion: '1.1.0',
    name: 'pods',
    type: 'by-namespace',
    choices: [{ namespaces: ['kube-system'], delegate }],
    otherwise: { type: 'win-overlay', name: 'vxlan0', ipam: ipam('10.244.2.0/24') },
  };
}

/** A node with a network of each type, on which by-namespace attaches a system pod. */
async function startNode() {
  const folder = mkdtempSync(join(tmpdir(), 'cni-by-namespace-'));
  const { networks, endpoints } = flannelHostGateway({ name: 'cbr0', subnet: '10.244.1.0/24' });
  const overlay = overlayNetwork({ name: 'vxlan0', subnet: '10.244.2.0/24' });
  const hns = new SimulatedHns({ networks: [...networks, overlay], endpoints, namespaces: [{ ID: POD }] });
  const server = await startServer(hns);
  onTestFinished(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const environment = {
    CNI_COMMAND: 'ADD',
    CNI_CONTAINERID: 'pod1',
    CNI_NETNS: POD,
    CNI_IFNAME: 'eth0',
    CNI_ARGS: 'IgnoreUnknown=1;K8S_POD_NAMESPACE=kube-system',
    CNI_HNS_SIMULATOR: server.address,
    CNI_TRACE: join(folder, 'trace.json'),
  };
  const stdin = JSON.stringify(configuration(folder));
  const add = async (path: string) => {
    const executable = join(binFolder, 'by-namespace');
    const { stdout } = await runExecutable(executable, {
      environment: { ...environment, CNI_PATH: path },
      stdin,
    });
    return JSON.parse(stdout);
  };
  return { folder, hns, add };
}

describe("a program of an author's plugin and ours", () => {
  test('attaches a pod in one process, through two delegates', async () => {
    const { folder, hns, add } = await startNode();
    expect((await add(binFolder)).ips).toMatchObject([{ address: '10.244.1.3/24' }]);
    expect(hns.dump().endpoints.map(({ Name }) => Name)).toEqual(['cbr0_ep', 'pod1_cbr0']);
    const spans = spansOf(folder);
    expect(new Set(spans.map(({ pid }) => pid)).size).toBe(1);
    expect(spans.filter(({ cat }) => cat === 'process')).toEqual([]);
    const operations = spans.filter(({ cat }) => cat === 'plugin').map(({ name }) => name);
    expect(operations).toEqual(
      expect.arrayContaining(['by-namespace ADD', 'win-bridge ADD', 'host-local ADD']),
    );
  });

  test.runIf(process.platform !== 'win32')(
    "executes another vendor's plugin that comes first in CNI_PATH",
    async () => {
      const { folder, add } = await startNode();
      const vendor = join(folder, 'vendor');
      mkdirSync(vendor);
      const answer = `[ "$CNI_COMMAND" = ADD ] || exit 0\necho '{"code":11,"msg":"by another vendor"}'\nexit 1\n`;
      writeFileSync(join(vendor, 'host-local'), `#!/bin/sh\ncat >/dev/null\n${answer}`, { mode: 0o755 });
      const outcome = await add([vendor, binFolder].join(delimiter));
      expect(outcome).toMatchObject({ code: 11, msg: 'by another vendor' });
      expect(spansOf(folder).some(({ cat }) => cat === 'process')).toBe(true);
      expect(globSync('leases/**/*.*.*.*', { cwd: folder })).toEqual([]);
    },
  );
});
