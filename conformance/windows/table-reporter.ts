import { basename } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { tableOf } from '../../build/table.ts';

const HEADING = ['checks', 'packager', 'passed', 'failed', 'skipped', 'seconds'];

interface Sum {
  passed: number;
  failed: number;
  skipped: number;
  milliseconds: number;
}

/** Prints, at the end of a run, what was run on what, and how it went for the executables of each packager. */
export class TableReporter implements Reporter {
  readonly #machine: string;

  constructor(machine: string) {
    this.#machine = machine;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const sums = new Map<string, Sum>();
    for (const module of modules) this.#add(module, sums);
    const rows = [...sums].map(([key, { passed, failed, skipped, milliseconds }]) => [
      ...key.split('\t'),
      `${passed}`,
      `${failed}`,
      `${skipped}`,
      (milliseconds / 1000).toFixed(1),
    ]);
    console.log(`\nWindows executables on ${this.#machine}\n`);
    console.log(tableOf(HEADING, rows));
  }

  #add(module: TestModule, sums: Map<string, Sum>): void {
    const checks = basename(module.moduleId, '.test.ts');
    for (const test of module.children.allTests()) {
      const packager = /\b(bun|pkg)\b/.exec(test.fullName)?.[0] ?? 'both';
      const key = `${checks}\t${packager}`;
      const sum = sums.get(key) ?? { passed: 0, failed: 0, skipped: 0, milliseconds: 0 };
      const { state } = test.result();
      if (state !== 'pending') sum[state] += 1;
      sum.milliseconds += test.diagnostic()?.duration ?? 0;
      sums.set(key, sum);
    }
  }
}
