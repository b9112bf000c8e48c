import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headlineIn, withHeadline } from '../../bench/page/headline.ts';
import { performancePage } from '../../bench/page/page.ts';
import { growthPlot } from '../../bench/page/plot.ts';
import { shown } from '../../bench/page/show.ts';
import { targetsOf } from '../../bench/page/targets/index.ts';
import { faultsOfPage, faultsOfPlot } from '../../bench/page/well-formed.ts';
import type { Results } from '../../bench/results.ts';
import { EVERYTHING, life, row } from './results.ts';

const root = join(import.meta.dirname, '../..');

/** As on a machine with neither Go nor Wine. */
const ALONE: Results = {
  ...EVERYTHING,
  onePod: { rows: (EVERYTHING.onePod?.rows ?? []).filter(({ who }) => who !== 'Go') },
  growth: {
    steps: (EVERYTHING.growth?.steps ?? []).map(({ leases, rows }) => ({
      leases,
      rows: rows.filter(({ who }) => who !== 'Go'),
    })),
  },
  wine: { why: 'only root can mount' },
  absent: ['the Go plugins: Go is not installed', 'Wine: only root can mount'],
};

describe('docs/performance.md', () => {
  test('has every figure where everything was measured', () => {
    const page = performancePage(EVERYTHING);
    expect(faultsOfPage(page)).toEqual([]);
    expect(page).toContain(
      '| ADD of host-local among 60,000 leases, `bun`: at least 20 times faster than Go | 6.0 ms to 603 ms of Go: 0.01 | **met** |',
    );
    expect(page).toContain('| the whole process | 16.3 | 16.3 | 16.3 |');
    expect(page).not.toContain('Not measured');
    expect(page).not.toContain('missed are missed');
  });

  test('says what could not be compared, and why, on a machine without Go and Wine', () => {
    const page = performancePage(ALONE);
    expect(faultsOfPage(page)).toEqual([]);
    expect(page).toContain('- the Go plugins: Go is not installed');
    expect(page).toContain('Not measured: only root can mount.');
    expect(page.match(/\*\*not measured\*\*/g)).toHaveLength(7);
  });

  test('names the Go flannel that was measured', () => {
    const { machine } = EVERYTHING;
    const versions = { ...machine.versions, 'Go flannel': 'example.org/flannel v1.2.3' };
    const page = performancePage({ ...EVERYTHING, machine: { ...machine, versions } });
    expect(page).toContain('`Go` is the Go plugins v1.9.1, flannel that of example.org/flannel v1.2.3.');
    expect(page).toContain('| Go flannel | example.org/flannel v1.2.3 |');
    expect(performancePage(EVERYTHING)).toContain('`Go` is the Go plugins v1.9.1.');
  });

  test('that is in the repository is one, and README has its figures', () => {
    const page = readFileSync(join(root, 'docs/performance.md'), 'utf8');
    expect(faultsOfPage(page)).toEqual([]);
    expect(headlineIn(readFileSync(join(root, 'README.md'), 'utf8'))).toBe(headlineIn(page));
    expect(faultsOfPlot(readFileSync(join(root, 'docs/performance-growth.svg'), 'utf8'))).toEqual([]);
  });

  test('puts its figures into another text and leaves the rest of it alone', () => {
    const headline = headlineIn(performancePage(EVERYTHING));
    const other = `before\n${headlineIn(performancePage(ALONE))}\nafter`;
    expect(withHeadline(other, headline)).toBe(`before\n${headline}\nafter`);
    expect(() => withHeadline('no figures', headline)).toThrow('There are no lines');
  });
});

test.each([
  { loadBefore: 1.4, says: false },
  { loadBefore: 1.6, says: true },
])('a load of $loadBefore on two processors is said to be busy: $says', ({ loadBefore, says }) => {
  const page = performancePage({ ...EVERYTHING, machine: { ...EVERYTHING.machine, loadBefore } });
  expect(page.includes('The machine was busy')).toBe(says);
  expect(faultsOfPage(page)).toEqual([]);
});

describe('the targets', () => {
  test('are met by what is as fast as wanted', () => {
    expect(targetsOf(EVERYTHING).map(({ verdict }) => verdict)).toEqual(Array(10).fill('met'));
  });

  test('that are missed have the reason from hello-world and the trace', () => {
    const slow = {
      ...EVERYTHING,
      onePod: {
        rows: [life('bun', 'flannel → win-overlay → host-local', 20), ...(EVERYTHING.onePod?.rows ?? [])],
      },
    };
    const missed = targetsOf(slow).filter(({ verdict }) => verdict === 'missed');
    expect(missed.map(({ found }) => found)).toEqual([
      '20 ms to 9.0 ms of three Go processes: 2.22',
      '20 ms to 4.5 ms of hello-world: 4.44',
    ]);
    expect(missed[0]?.why).toBe(
      'hello-world of the same packager takes 4.5 ms: that is the runtime, whatever the program. The largest parts of a traced ADD: ' +
        "modules 4.0 ms, start of the runtime 3.0 ms, calls of HNS 2.5 ms, the plugins' own code 2.0 ms, flush to disk, with the writing 1.5 ms.",
    );
    expect(performancePage(slow)).toContain('Why those that were missed are missed');
  });

  test.each([
    { leases: 10_000, ours: 20.6, verdict: 'met' }, // Go takes 103
    { leases: 10_000, ours: 20.7, verdict: 'missed' },
    { leases: 60_000, ours: 30.1, verdict: 'met' }, // Go takes 603
    { leases: 60_000, ours: 30.2, verdict: 'missed' },
  ])('among $leases leases $ours ms are $verdict', ({ leases, ours, verdict }) => {
    const steps = (EVERYTHING.growth?.steps ?? []).map((step) =>
      step.leases === leases ? { leases, rows: [life('bun', 'host-local', ours), ...step.rows] } : step,
    );
    const judged = targetsOf({ ...EVERYTHING, growth: { steps } }).filter(({ wanted }) =>
      wanted.includes(leases.toLocaleString('en-US')),
    );
    expect(judged.map((target) => target.verdict)).toEqual([verdict, verdict]);
  });

  test('compare win-overlay by itself where there is no Go flannel', () => {
    if ('why' in EVERYTHING.wine) throw new Error('has Wine');
    const rows = [life('bun', 'win-overlay → host-local', 120), life('Go', 'win-overlay → host-local', 100)];
    const [target] = targetsOf({ ...EVERYTHING, wine: { ...EVERYTHING.wine, onePod: { rows } } });
    expect(target).toMatchObject({ verdict: 'missed', found: '120 ms to 100 ms of Go: 1.20' });
    expect(target?.wanted).toContain('ADD of win-overlay → host-local');
  });
});

test('what is printed begins with the two figures of the main job', () => {
  expect(shown(EVERYTHING)).toMatch(
    /^\nADD of the whole chain, one process\n\nbun: 8.0 \(8.0–8.0\) ms; hello-world: 4.5 \(4.5–4.5\) ms\npkg: 30 \(30–30\) ms; hello-world: 17.0/,
  );
});

test('parts that were not measured are left out of what is printed', () => {
  const { machine, command, wine, absent } = ALONE;
  expect(shown({ machine, command, wine, absent })).not.toMatch(/Growth|Size|One pod|Targets/);
});

describe('a page is not well-formed', () => {
  const page = performancePage(EVERYTHING);

  test.each([
    { fault: 'a figure that is none', text: page.replace('603 ms', 'NaN ms'), says: 'not a figure' },
    { fault: 'a value that is missing', text: page.replace('603 ms', 'undefined ms'), says: 'not a figure' },
    {
      fault: 'a cell too many',
      text: page.replace(/^(\| the whole process \|)/m, '$1 7 |'),
      says: 'uneven table',
    },
    { fault: 'no judgement', text: page.replaceAll(/\*\*/g, ''), says: 'no target is judged' },
    {
      fault: 'a figure of three left out',
      text: page.replace(/^\| Many pods.*\n/m, ''),
      says: 'three figures',
    },
  ])('with $fault', ({ text, says }) => {
    expect(faultsOfPage(text).join()).toContain(says);
  });
});

describe('the plot', () => {
  const svg = growthPlot(EVERYTHING.growth ?? { steps: [] });

  test('is an image with a line for every maker that was measured', () => {
    expect(faultsOfPlot(svg)).toEqual([]);
    for (const name of ['Go ADD', 'Go DEL', 'bun ADD', 'pkg DEL', '60,000']) expect(svg).toContain(name);
  });

  test('leaves out a maker that was not', () => {
    const alone = growthPlot({ steps: [{ leases: 0, rows: [life('bun', 'host-local', 6)] }] });
    expect(alone).toContain('bun ADD');
    expect(alone).not.toContain('Go ADD');
  });

  test.each([
    { fault: 'cut short', text: svg.slice(0, -20) },
    { fault: 'with a point that is no number', text: svg.replace(/d="M\d+/, 'd="MNaN') },
    { fault: 'no image', text: '<p>none</p>' },
  ])('is known to be $fault', ({ text }) => {
    expect(faultsOfPlot(text)).not.toEqual([]);
  });
});

test('a row of another measure is no figure of this one', () => {
  const rows = [row('bun', 'flannel → win-overlay → host-local', { DEL: 3 })];
  const verdicts = targetsOf({ ...EVERYTHING, onePod: { rows } }).map(({ verdict }) => verdict);
  expect(verdicts.slice(-4)).toEqual(Array(4).fill('not measured'));
});
