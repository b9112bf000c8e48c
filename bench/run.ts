/**
 * Measures what this suite costs beside the Go plugins and writes docs/performance.md: `npm run bench`. What it can be told
 * is in options.ts; sections/ has what is measured, page/ what is written.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cacheFolder, root } from '../build/program.ts';
import { measureAll } from './measure.ts';
import { readOptions, SECTIONS } from './options.ts';
import { shown } from './page/show.ts';
import { faultsOfPage, faultsOfPlot } from './page/well-formed.ts';
import { PLOT, writeHeadline, writePage } from './page/write.ts';
import type { Results } from './results.ts';

async function main(words: readonly string[]): Promise<number> {
  const options = readOptions(words);
  const folder = temporaryFolder();
  const results = await measureAll(options, { folder, command: commandOf(words), progress });
  console.log(shown(results));
  if (options.smoke) return smoke(results, folder);
  if (options.sections.length === SECTIONS.length) write(results);
  return 0;
}

/** Where the state of the plugins is while they are measured; gone when this process ends. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cni-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return folder;
}

function progress(doing: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${doing}`);
}

/** As it can be typed elsewhere: without the folders of this machine. */
function commandOf(words: readonly string[]): string {
  const shown = words.map((word) => (word.includes('/') ? basename(word) : word));
  return ['npm run bench', ...(shown.length > 0 ? ['--', ...shown] : [])].join(' ');
}

/** The figures themselves, for whoever wants more than the page says. */
function keep(results: Results): void {
  const folder = join(cacheFolder, 'bench-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.json'), JSON.stringify(results, null, 2));
}

function write(results: Results): void {
  keep(results);
  const page = writePage(results, join(root, 'docs'));
  writeHeadline(page, join(root, 'README.md'));
  console.log('\nWritten: docs/performance.md, its plot, and the figures in README.md');
}

/** Whether everything came out in the form it should have; the times themselves mean nothing. */
function smoke(results: Results, folder: string): number {
  const page = writePage(results, folder);
  const plot = results.growth === undefined ? [] : faultsOfPlot(readFileSync(join(folder, PLOT), 'utf8'));
  const faults = [...faultsOfPage(page), ...plot];
  for (const fault of faults) console.error(`The page is not well-formed: ${fault}`);
  if (faults.length === 0) console.log('\nThe bench works, and its page is well-formed.');
  return faults.length === 0 ? 0 : 1;
}

try {
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
