import { isAbsent } from '../programs.ts';
import type { Results } from '../results.ts';
import { HOST_LOCAL, median, sum } from './find.ts';
import { markdownTable, milliseconds, NOTHING, ratioText } from './format.ts';
import { rowsOf } from './targets/growth.ts';
import { comparedChain } from './targets/under-wine.ts';

const BEGIN = '<!-- figures: npm run bench -->';
const END = '<!-- /figures -->';

/** The three figures that matter most, between marks by which they are found again: README has them too. */
export function headline(results: Results): string {
  return [BEGIN, markdownTable(['', 'ours (`bun`), ms', 'Go, ms', 'ours to Go'], figures(results)), END].join(
    '\n',
  );
}

/**
 * Puts the headline of a page into another text, in place of the one it has.
 *
 * @throws {Error} If one of the two has no headline.
 */
export function withHeadline(text: string, headlineOfPage: string): string {
  const old = headlineIn(text);
  return text.replace(old, () => headlineOfPage);
}

/** @throws {Error} If there is none. */
export function headlineIn(text: string): string {
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`There are no lines "${BEGIN}" and "${END}"`);
  return text.slice(start, end + END.length);
}

function figures(results: Results): string[][] {
  const wine = isAbsent(results.wine) ? undefined : results.wine;
  const [pod, node] = [wine?.onePod?.rows, wine?.fullNode?.rows];
  const [podChain, nodeChain] = [comparedChain(pod, 'ADD'), comparedChain(node, 'attach')];
  const lastStep = results.growth?.steps.at(-1)?.leases ?? 0;
  const growth = rowsOf(results.growth, lastStep);
  const both = (of: (who: string) => number | undefined) => [of('bun'), of('Go')] as const;
  return [
    row(
      `One pod: ADD of ${podChain}, Windows executables under Wine`,
      both((who) => median(pod, { who, what: podChain, measure: 'ADD' })),
    ),
    row(
      `A full node: ${wine?.fullNode?.pods ?? 0} pods attached at once and detached at once, the same`,
      both((who) =>
        sum(
          median(node, { who, what: nodeChain, measure: 'attach' }),
          median(node, { who, what: nodeChain, measure: 'detach' }),
        ),
      ),
    ),
    row(
      `Many pods: ADD of host-local among ${lastStep.toLocaleString('en-US')} leases, on Linux`,
      both((who) => median(growth, { who, what: HOST_LOCAL, measure: 'ADD' })),
    ),
  ];
}

function row(title: string, [ours, go]: readonly [number | undefined, number | undefined]): string[] {
  const text = (value: number | undefined) => (value === undefined ? NOTHING : milliseconds(value));
  const ratio = ours === undefined || go === undefined ? undefined : ours / go;
  return [title, text(ours), text(go), ratioText(ratio)];
}
