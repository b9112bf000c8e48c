import type { Reporter, TestModule } from 'vitest/node';
import { tableOf } from '../../build/table.ts';
import type { GoCniStep } from './go-cni.ts';

/** One pod's life with go-cni, as its test hands it to the report. */
export interface GoCniWalk {
  readonly network: string;
  readonly packager: string;
  readonly families: string;
  readonly steps: readonly GoCniStep[];
}

interface Sum {
  passed: number;
  failed: number;
  skipped: number;
}

/** Prints, at the end of a run, how each group of scenarios went, and what go-cni saw under `eth0`. */
export class ClientsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const sums = new Map<string, Sum>();
    const walks: GoCniWalk[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        add(
          sums,
          test.parent.type === 'suite' ? test.parent.name : module.relativeModuleId,
          test.result().state,
        );
        const { goCni } = test.meta();
        if (goCni !== undefined) walks.push(goCni);
      }
    }
    if (walks.length > 0) console.log(`\n${tableOf(WALK_HEADING, walks.map(rowOf))}`);
    const rows = [...sums].map(([scenarios, { passed, failed, skipped }]) => [
      scenarios,
      `${passed}`,
      `${failed}`,
      `${skipped}`,
    ]);
    console.log(`\n${tableOf(['scenarios', 'passed', 'failed', 'skipped'], rows)}\n`);
  }
}

const WALK_HEADING = ['network', 'packager', 'families', 'calls', 'passed', 'Setup saw'];

function rowOf({ network, packager, families, steps }: GoCniWalk): readonly string[] {
  const passed = steps.filter((step) => step.passed);
  const seen = steps.find(({ name }) => name === 'Setup')?.seen ?? 'not reached';
  return [network, packager, families, `${steps.length}`, `${passed.length}`, seen];
}

function add(sums: Map<string, Sum>, scenarios: string, state: keyof Sum | 'pending'): void {
  const sum = sums.get(scenarios) ?? { passed: 0, failed: 0, skipped: 0 };
  if (state !== 'pending') sum[state] += 1;
  sums.set(scenarios, sum);
}
