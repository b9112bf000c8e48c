import { isAbsent } from '../programs.ts';
import type { Results } from '../results.ts';
import { START } from '../sections/one-pod.ts';
import { figure, HELLO, OVERLAY_CHAIN } from './find.ts';
import { spreadText } from './format.ts';
import { fullNodeTable, growthTable, onePodTable, sizeTable, traceTable } from './tables.ts';
import { targetsOf } from './targets/index.ts';

/** What was found out, for a terminal: the two figures of the main job first, the judgement of the targets last. */
export function shown(results: Results): string {
  const { onePod, fullNode, growth, traces, sizes, wine, absent } = results;
  const underWine = isAbsent(wine) ? undefined : wine;
  const columns = (calls: NonNullable<Results['traces']>) =>
    calls.map((call) => ({ title: `${call.who} ${call.verb}`, call }));
  const parts: readonly (readonly [title: string, text: string | undefined])[] = [
    ['ADD of the whole chain, one process', onePod && mainFigures(onePod.rows)],
    ['One pod, Linux', onePod && onePodTable(onePod)],
    ['One pod, Wine', underWine?.onePod && onePodTable(underWine.onePod)],
    ['A full node, Linux', fullNode && fullNodeTable(fullNode)],
    ['A full node, Wine', underWine?.fullNode && fullNodeTable(underWine.fullNode)],
    ['Growth', growth && growthTable(growth)],
    ['Where the time goes, Linux', traces && traceTable(columns(traces))],
    ['Where the time goes, Wine', underWine?.traces && traceTable(columns(underWine.traces))],
    ['Size', sizes && sizeTable(sizes)],
    ['Not compared with', absent.length === 0 ? undefined : absent.map((one) => `- ${one}`).join('\n')],
    ['Targets', judgements(results)],
  ];
  return parts.flatMap(([title, text]) => (text === undefined ? [] : [`\n${title}\n\n${text}`])).join('\n');
}

function mainFigures(rows: NonNullable<Results['onePod']>['rows']): string {
  const line = (who: string) => {
    const add = spreadText(figure(rows, { who, what: OVERLAY_CHAIN, measure: 'ADD' }));
    const hello = spreadText(figure(rows, { who, what: HELLO, measure: START }));
    return `${who}: ${add} ms; hello-world: ${hello} ms`;
  };
  return ['bun', 'pkg'].map(line).join('\n');
}

/** What was not measured is not judged: a part that was not asked for is nobody's business. */
function judgements(results: Results): string | undefined {
  const judged = targetsOf(results).filter(({ verdict }) => verdict !== 'not measured');
  if (judged.length === 0) return undefined;
  return judged
    .map(
      ({ wanted, found, verdict, why }) =>
        `- ${verdict}: ${wanted}\n    ${found}${why === undefined ? '' : `\n    ${why}`}`,
    )
    .join('\n');
}
