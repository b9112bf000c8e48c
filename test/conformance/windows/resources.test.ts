import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { overlayNetwork } from '../../../conformance/simulated-hns/fixtures.ts';
import { startServer } from '../../../conformance/simulated-hns/server.ts';
import { SimulatedHns } from '../../../conformance/simulated-hns/simulated-hns.ts';
import { describedMachine } from '../../../conformance/windows/machine/description.ts';
import { runProgram } from '../../../conformance/windows/machine/windows-machine.ts';
import { isHcnFunction } from '../../../lib/hns/hcn/functions.ts';
import { packagers, SIMULATOR_VARIABLE, shownPath } from '../../executables/executable.ts';
import { PackagedNode } from '../../executables/packaged-node.ts';
import { temporaryFolder } from './folders.ts';

/** Operations of the driver in a round: see conformance/windows/programs/many-attachments.ts. */
const OPERATIONS_A_ROUND = 7;
const ROUNDS = 200;

/** The versions of the API, by where they attach endpoints, and how many functions of HNS they use at least. */
const APIS = [
  { api: 2, sandbox: '8c1b2a3d-4e5f-6071-8293-a4b5c6d7e8f9', functions: 11 },
  { api: 1, sandbox: 'container:c1', functions: 4 },
] as const;

const E_FAIL = 0x80004005;

/** What the test doubles say of a process when it ends (conformance/windows/doubles/report.c). */
interface Report {
  readonly handlesGiven: number;
  readonly stringsGiven: number;
}

const NOTHING_LEFT = {
  handlesOpen: 0,
  unknownHandles: 0,
  stringsWatched: true,
  stringsUnfreed: 0,
  stringsFreedTwice: 0,
};

/** Attaches and detaches in one process; gives what it printed and what the doubles counted. */
async function manyAttachments(
  hns: SimulatedHns,
  {
    program,
    sandbox,
    rounds,
  }: { readonly program: string; readonly sandbox: string; readonly rounds: number },
) {
  const server = await startServer(hns);
  onTestFinished(() => server.close());
  const report = join(temporaryFolder(), 'report');
  const outcome = await runProgram({
    program,
    words: ['vxlan0', sandbox, `${rounds}`],
    environment: { [SIMULATOR_VARIABLE]: server.address, CNI_HNS_DOUBLE_REPORT: shownPath(report) },
    timeLimitMs: 300_000,
  });
  return { outcome, report: JSON.parse(readFileSync(report, 'utf8')) as Report };
}

function serviceWithOverlay(): SimulatedHns {
  const networks = [overlayNetwork({ name: 'vxlan0', subnet: '10.244.1.0/24' })];
  return new SimulatedHns({ networks, createNamespaces: true, createComputeSystems: true });
}

const cases = packagers.flatMap((packager) => APIS.map((each) => ({ packager, ...each })));

describe.runIf(describedMachine().hasDoubles).each(cases)(
  'what HNS gives to a $packager program through version $api of its API',
  ({ packager, sandbox, functions }) => {
    const program = join(describedMachine().programs[packager], 'many-attachments.exe');

    test(`is given back after ${ROUNDS * OPERATIONS_A_ROUND} operations: every handle closed, every string freed once`, async () => {
      const hns = serviceWithOverlay();
      const { outcome, report } = await manyAttachments(hns, { program, sandbox, rounds: ROUNDS });
      expect(JSON.parse(outcome.stdout)).toEqual({
        operations: ROUNDS * OPERATIONS_A_ROUND,
        refused: ROUNDS,
      });
      expect(report).toMatchObject(NOTHING_LEFT);
      expect(report.stringsGiven).toBeGreaterThan(5 * ROUNDS);
      expect(report.handlesGiven).toBeGreaterThanOrEqual(2 * ROUNDS);
      expect(hns.openHandles).toBe(0);
      expect(hns.dump().endpoints).toEqual([]);
      expect(JSON.stringify(hns.journal)).toContain('round-0-\u{1f427}');
    });

    test('is given back whichever call of HNS fails', async () => {
      const sample = serviceWithOverlay();
      await manyAttachments(sample, { program, sandbox, rounds: 1 });
      const names = new Set(sample.journal.map(({ function: name }) => name).filter(isHcnFunction));
      expect(names.size).toBeGreaterThanOrEqual(functions);
      for (const name of names) {
        const hns = serviceWithOverlay();
        // Every third, so that each place that calls the function meets it in some round
        for (let nth = 1; nth <= 60; nth += 3) hns.fail(name, { nth, hresult: E_FAIL });
        const { outcome, report } = await manyAttachments(hns, { program, sandbox, rounds: 20 });
        expect(outcome, name).toMatchObject({
          exitCode: 0,
          stdout: expect.stringMatching(/"refused":[1-9]/),
        });
        expect(report, name).toMatchObject(NOTHING_LEFT);
      }
    });
  },
);

describe.runIf(describedMachine().hasDoubles).each(packagers)(
  'what HNS gives to the plugins of %s',
  (packager) => {
    test.each(['overlay', 'l2bridge'] as const)(
      'is given back by ADD, CHECK and DEL on %s',
      async (backend) => {
        const node = await PackagedNode.start(packager, backend);
        const report = join(temporaryFolder(), 'report');
        const run = async (command: 'ADD' | 'CHECK' | 'DEL', prevResult?: string) => {
          const outcome = await runProgram({
            program: join(describedMachine().plugins[packager], 'flannel.exe'),
            environment: { ...node.environment(command), CNI_HNS_DOUBLE_REPORT: shownPath(report) },
            stdin: JSON.stringify(node.config(prevResult ? { prevResult: JSON.parse(prevResult) } : {})),
          });
          expect(outcome.exitCode).toBe(0);
          return outcome.stdout;
        };
        const added = await run('ADD');
        await run('CHECK', added);
        await run('DEL');
        const reports = readFileSync(report, 'utf8').trim().split('\n');
        expect(reports).toHaveLength(3);
        for (const line of reports) expect(JSON.parse(line)).toMatchObject(NOTHING_LEFT);
      },
    );
  },
);
