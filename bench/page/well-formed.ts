import { headlineIn } from './headline.ts';

/** What is wrong with a page that was written, in words; nothing when it is as it should be. */
export function faultsOfPage(page: string): readonly string[] {
  const lines = page.split('\n');
  return [
    ...lines
      .filter((line) => /NaN|undefined|Infinity|\{\{|\[object/.test(line))
      .map((line) => `not a figure: ${line}`),
    ...lines.filter((line, index) => isUneven(line, lines[index + 1])).map((line) => `uneven table: ${line}`),
    ...(/^\| .* \| \*\*(?:met|missed|not measured)\*\* \|$/m.test(page) ? [] : ['no target is judged']),
    ...(headlineIn(page).split('\n').length === 7 ? [] : ['there are not three figures']),
  ];
}

/** What is wrong with a plot. */
export function faultsOfPlot(svg: string): readonly string[] {
  const opened = svg.match(/<(?!\/|\?|!)[^>]*[^/]>/g)?.length ?? 0;
  const closed = svg.match(/<\//g)?.length ?? 0;
  return [
    ...(/^<svg [^>]*viewBox=/.test(svg) && svg.trimEnd().endsWith('</svg>') ? [] : ['not an SVG image']),
    ...(opened === closed ? [] : [`${opened} elements are opened, ${closed} closed`]),
    ...(/NaN|undefined|Infinity/.test(svg) ? ['not a figure'] : []),
  ];
}

/** Two lines of one table have the same number of cells. */
function isUneven(line: string, next: string | undefined): boolean {
  const cells = (row: string) => row.split(' | ').length;
  return line.startsWith('| ') && next?.startsWith('| ') === true && cells(line) !== cells(next);
}
