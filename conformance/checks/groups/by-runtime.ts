import type { Bench } from '../bench/bench.ts';
import type { Container } from '../bench/container.ts';
import { must } from '../bench/expect.ts';
import type { Check } from '../check.ts';
import type { RuntimeAnswer, RuntimeCommand } from '../runtimes/network-runtime.ts';
import { mustBeGone } from './remains.ts';
import { addressesOf } from './result-parts.ts';

/**
 * The commands as a container runtime makes them, for the network as a whole. What a runtime has to do is no rule for a
 * plugin; that a plugin works in the hands of one is what all the others are for.
 */
export const RUNTIME_CHECKS: readonly Check[] = [
  {
    id: 'runtime-add',
    group: 'ADD',
    level: 'MUST',
    heading: 'adding',
    place: 'the whole procedure',
    rule: 'A runtime attaches a container with the network, and gets a result',
    judge: async (bench) => {
      const { add } = await lifeByRuntime(bench);
      mustWork(add, 'add');
      const result = add.result ?? {};
      const hasAddress = bench.subject.kind === 'chained' || addressesOf(result).length > 0;
      must(hasAddress, 'a result with an address', add.said);
    },
  },
  {
    id: 'runtime-check',
    group: 'CHECK',
    level: 'MUST',
    heading: 'checking',
    place: 'the whole procedure',
    rule: 'A runtime checks what it has attached, with the result it has kept',
    needs: ['CHECK'],
    judge: async (bench) => {
      const { add, check } = await lifeByRuntime(bench);
      mustWork(add, 'add');
      mustWork(check, 'check');
    },
  },
  {
    id: 'runtime-del',
    group: 'DEL',
    level: 'MUST',
    heading: 'deleting',
    place: 'the whole procedure',
    rule: 'A runtime detaches a container, and once more after it has forgotten the result; nothing is left',
    judge: async (bench) => {
      const { add, del, again, left } = await lifeByRuntime(bench);
      mustWork(add, 'add');
      mustWork(del, 'del');
      mustWork(again, 'a second del');
      must(left.length === 0, 'nothing of the container left', () => `there still is ${left.join(', ')}`);
    },
  },
  {
    id: 'runtime-gc',
    group: 'GC',
    level: 'MUST',
    heading: 'collecting',
    place: 'the whole procedure',
    rule: 'A runtime collects what a container has left that it does not know any more; nothing is left',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const container = await bench.container();
      const owner = { containerId: bench.session.runtime.containerIdOf(container) };
      mustWork(await runtimeStep(bench, 'add', container), 'add');
      await bench.end(container);
      try {
        mustWork(await runtimeStep(bench, 'gc', container), 'gc');
        await mustBeGone(bench, owner, 'gc');
      } finally {
        await runtimeStep(bench, 'del', container);
      }
    },
  },
  {
    id: 'runtime-status',
    group: 'STATUS',
    level: 'MUST',
    heading: 'status',
    place: 'paragraph 1',
    rule: 'A runtime that asks whether the network is ready is told that it is, where ADD works',
    needs: ['1.1.0'],
    judge: async (bench) => {
      const { status } = await lifeByRuntime(bench);
      mustWork(status, 'status');
    },
  },
];

interface LifeByRuntime {
  readonly status: RuntimeAnswer;
  readonly add: RuntimeAnswer;
  readonly check: RuntimeAnswer;
  readonly del: RuntimeAnswer;
  readonly again: RuntimeAnswer;
  /** What there was of the container at the end. */
  readonly left: readonly string[];
}

/** An attachment's life in the hands of a runtime, once for all checks. */
async function lifeByRuntime(bench: Bench): Promise<LifeByRuntime> {
  return await bench.observe('life by a runtime', async (living) => {
    const container = await living.container();
    const step = (command: RuntimeCommand) => runtimeStep(living, command, container);
    const [status, add] = [await step('status'), await step('add')];
    const [check, del] = [await step('check'), await step('del')];
    const again = await step('del');
    const owner = { containerId: living.session.runtime.containerIdOf(container) };
    const left = (await living.traces(owner)).map(({ shown }) => shown);
    return { status, add, check, del, again, left };
  });
}

async function runtimeStep(
  bench: Bench,
  command: RuntimeCommand,
  container: Container,
): Promise<RuntimeAnswer> {
  const { runtime, networkFile } = bench.session;
  if (!bench.steps.some((step) => step.kind === 'file' && step.path === networkFile.path))
    bench.steps.push(networkFile);
  const answer = await runtime.run({ command, container, ifName: bench.subject.ifName });
  bench.steps.push(answer.step);
  return answer;
}

function mustWork({ succeeded, said }: RuntimeAnswer, what: string): void {
  must(succeeded, `${what} by a runtime succeeds`, () => said || 'it failed without a word');
}
