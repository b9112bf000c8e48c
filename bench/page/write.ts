import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../results.ts';
import { headlineIn, withHeadline } from './headline.ts';
import { performancePage } from './page.ts';
import { growthPlot } from './plot.ts';

/** The files in the documentation that a full run writes. */
export const PAGE = 'performance.md';
export const PLOT = 'performance-growth.svg';

/** Writes the page and its plot into a folder; answers the page. */
export function writePage(results: Results, folder: string): string {
  const page = performancePage(results);
  writeFileSync(join(folder, PAGE), page);
  if (results.growth !== undefined) writeFileSync(join(folder, PLOT), growthPlot(results.growth));
  return page;
}

/** Puts the headline of the page into README. */
export function writeHeadline(page: string, readme: string): void {
  writeFileSync(readme, withHeadline(readFileSync(readme, 'utf8'), headlineIn(page)));
}
