import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Growth } from '../results.ts';
import { HOST_LOCAL, median } from './find.ts';

/** Of each maker's line. */
const COLOURS = { Go: '#5470c6', pkg: '#91cc75', bun: '#ee6666' } as const;

/**
 * Draws what ADD and DEL take among ever more leases, as an SVG image: a line a maker and verb, DEL dashed, milliseconds on a
 * logarithmic scale.
 */
export function growthPlot({ steps }: Growth): string {
  use([LineChart, GridComponent, LegendComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 760, height: 420 });
  const lines = (Object.keys(COLOURS) as (keyof typeof COLOURS)[]).flatMap((who) =>
    (['ADD', 'DEL'] as const).map((measure) => ({
      name: `${who} ${measure}`,
      type: 'line' as const,
      color: COLOURS[who],
      lineStyle: { type: measure === 'ADD' ? ('solid' as const) : ('dashed' as const) },
      symbol: measure === 'ADD' ? 'circle' : 'emptyCircle',
      symbolSize: 7,
      data: steps.map(({ rows }) => rounded(median(rows, { who, what: HOST_LOCAL, measure }))),
    })),
  );
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff', // a page may be dark
    legend: { bottom: 0 },
    grid: { left: 70, right: 30, top: 40, bottom: 80 },
    xAxis: {
      type: 'category',
      name: 'leases in the folder',
      nameLocation: 'middle',
      nameGap: 28,
      data: steps.map(({ leases }) => leases.toLocaleString('en-US')),
    },
    yAxis: { type: 'log', name: 'ms a call', min: 1 },
    // A maker that was not measured has no line
    series: lines.filter(({ data }) => data.some((value) => value !== undefined)),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${asPicture(svg)}\n`;
}

/** With words for who cannot see it, and without the styles of an interactive chart. */
function asPicture(svg: string): string {
  const title = '<title>Milliseconds of ADD and DEL of host-local by number of leases in the folder</title>';
  return svg.replace(/<style[\s\S]*<\/style>\n?/, '').replace('>', `>\n${title}`);
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(2));
}
