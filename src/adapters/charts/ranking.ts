import type { Ranking, Surface } from '../../usecases/kit/charts';
import { inLines, widthOf } from './fonts';
import {
  emptyDrawing,
  fillOf,
  headOf,
  INK,
  legendOf,
  letters,
  lineOf,
  MARGIN,
  SIZE,
  WIDTH,
  type Drawing,
} from './style';

/** Of the labels; longer ones have a second line, and then an ellipsis. */
const LABELS = 380;
const LINES = 2;
const GAP = 16;
const BAR = 30;
const BETWEEN_ROWS = 22;
/** The longest bar is no shorter, however much is said beside it. */
const SHORTEST = 300;

/** A label, and its bars beside each other: horizontal, since names are long and phones are narrow. */
export function rankingDrawing(chart: Ranking, on: Surface): Drawing {
  if (chart.rows.every(({ bars }) => bars.every(({ value }) => !value))) return emptyDrawing(chart);
  const { series, rows } = chart;
  const { texts, below } = headOf(chart);
  const labels = rows.map(({ label }) => inLines(label, LABELS, SIZE.text, LINES));
  const widest = Math.max(...labels.flat().map((line) => widthOf(line, SIZE.text)));
  const left = MARGIN + Math.ceil(Math.min(widest, LABELS)) + GAP;
  const said = rows.flatMap(({ bars }) => bars.map((bar) => widthOf(bar.said, SIZE.text, 'bold')));
  const right = Math.min(Math.ceil(Math.max(...said)) + GAP + MARGIN, WIDTH - left - SHORTEST);
  const legend = series.length > 1;
  const top = below + (legend ? lineOf(SIZE.text) + 24 : 0);
  const highest = Math.max(...labels.map((lines) => lines.length)) * lineOf(SIZE.text);
  const row = Math.max(highest, series.length * (BAR + 8)) + BETWEEN_ROWS;
  return {
    height: top + rows.length * row + MARGIN,
    option: {
      title: texts,
      ...(legend && { legend: legendOf(series, below) }),
      grid: { left, right, top, height: rows.length * row, containLabel: false, outerBoundsMode: 'none' },
      xAxis: { type: 'value', show: false, min: 0, max: 'dataMax' },
      yAxis: {
        type: 'category',
        inverse: true,
        data: labels.map((lines) => lines.join('\n')),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { ...letters(SIZE.text), interval: 0, margin: GAP, lineHeight: lineOf(SIZE.text) },
      },
      series: series.map((name, place) => ({
        name,
        type: 'bar',
        barWidth: BAR,
        barGap: '25%',
        itemStyle: { ...fillOf(place, on), borderRadius: [0, 6, 6, 0] },
        data: rows.map(({ bars }) => bars[place]?.value ?? null),
        label: {
          show: true,
          position: 'right',
          distance: 12,
          ...letters(SIZE.text, INK),
          fontWeight: 'bold',
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => rows[dataIndex]?.bars[place]?.said ?? '',
        },
      })),
    },
  };
}
