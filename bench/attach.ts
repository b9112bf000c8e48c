/**
 * Measures the main job: a whole-process ADD of flannel → win-overlay → host-local on the simulated HNS, beside a
 * compiled hello-world of the same packager. Start it with `npm run bench`; `-- --runs N` takes another number of runs.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { executableFile, PACKAGERS, type Packager } from '../build/images.ts';
import { type BuiltImage, buildProgram, cacheFolder, hostTarget, root } from '../build/program.ts';
import { tableOf } from '../build/table.ts';
import { vxlan0 as network } from '../conformance/demo/node-networks.ts';
import { type Stage, setStage } from '../conformance/demo/stage.ts';
import { attachmentInput } from '../conformance/runtime/plugin-input.ts';
import { delegateEnvironment } from '../lib/delegate/delegate-environment.ts';
import { flushTime } from './flush.ts';
import { type Contender, METHOD, measure, quantile } from './measure.ts';

/** Milliseconds wanted of ADD on a machine where hello-world takes so many. */
const TARGETS: Readonly<Record<Packager, { readonly add: number; readonly hello: number }>> = {
  bun: { add: 10, hello: 4.5 },
  pkg: { add: 35, hello: 17 },
};

const [, runs = '60'] = /--runs[ =](\d+)/.exec(process.argv.slice(2).join(' ')) ?? [];
const target = hostTarget();

function attaching(stage: Stage, packager: Packager): Contender {
  const binFolder = join(root, 'dist', packager, target);
  const program = join(binFolder, executableFile('flannel', target));
  const list = stage.list(network);
  const { SystemRoot } = process.env;
  const inherited = { SystemRoot, CNI_HNS_SIMULATOR: stage.simulator.address };
  const environmentOf = (command: 'ADD' | 'DEL', index: number) => {
    const attachment = {
      containerId: `bench-${packager}-${index}`,
      ifName: 'eth0',
      netns: network.namespace,
    };
    return delegateEnvironment(
      inherited,
      { command, ...attachment, args: '', path: binFolder },
      process.platform,
    );
  };
  const stdinFile = join(stage.folder, 'stdin.json');
  const [plugin] = list.plugins;
  const input = JSON.stringify(plugin && attachmentInput(list, plugin, {}));
  writeFileSync(stdinFile, input);
  return {
    name: `${packager} ADD`,
    program,
    environment: (index) => environmentOf('ADD', index),
    stdinFile,
    after: (index) => {
      const { status, stdout } = spawnSync(program, { env: environmentOf('DEL', index), input });
      if (status !== 0) throw new Error(`DEL ended with exit code ${status}: ${stdout}`);
    },
  };
}

function greeting({ packager, folder }: BuiltImage): Contender {
  const program = join(folder, executableFile('hello', target));
  return { name: `${packager} hello`, program, environment: () => ({}), stdinFile: devNull };
}

/** What starting any process costs, by the method of measuring. */
const nothing: Contender = { name: 'true', program: 'true', environment: () => ({}), stdinFile: devNull };

function row(name: string, times: readonly number[], hello: number): string[] {
  const [median, fast, slow] = [0.5, 0.1, 0.9].map((share) => quantile(times, share).toFixed(1));
  const ratio = Number.isNaN(hello) ? '' : (quantile(times, 0.5) / hello).toFixed(2);
  return [name, median ?? '', fast ?? '', slow ?? '', ratio];
}

function verdict(packager: Packager, add: number, hello: number): string {
  const wanted = TARGETS[packager];
  const here = (wanted.add / wanted.hello) * hello;
  const outcome = add <= here ? 'met' : `missed by ${(add - here).toFixed(1)} ms`;
  return `${packager}: at most ${wanted.add} ms where hello takes ${wanted.hello} ms, so ${here.toFixed(1)} ms here: ${outcome}`;
}

const hellos = await buildProgram(
  { entry: 'bench/hello.ts', names: ['hello'], folder: join(cacheFolder, 'bench') },
  PACKAGERS.map((packager) => ({ packager, target })),
);
const stage = await setStage([network]);
const contenders = [...PACKAGERS.map((packager) => attaching(stage, packager)), ...hellos.map(greeting)];
const times = measure(process.platform === 'win32' ? contenders : [...contenders, nothing], Number(runs));
const median = (name: string) => quantile(times.get(name) ?? [], 0.5);

const HEADING = ['process', 'median ms', '10 %', '90 %', 'to hello'];
const rows = [...times].map(([name, each]) => row(name, each, median(`${name.split(' ')[0]} hello`)));
console.log(`${runs} runs of each in turn, ${target}, timed ${METHOD}; standard input is a file`);
console.log(
  `state in ${stage.folder} (TMPDIR chooses): a flush to disk takes ${flushTime(stage.folder).toFixed(1)} ms`,
);
console.log(tableOf(HEADING, rows));
for (const packager of PACKAGERS) {
  console.log(verdict(packager, median(`${packager} ADD`), median(`${packager} hello`)));
}
process.exit(0);
