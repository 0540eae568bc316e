import type { Timeline } from '../../usecases/charts';
import { widthOf } from './fonts';
import {
  COLOURS,
  emptyDrawing,
  headOf,
  legendOf,
  letters,
  lineOf,
  MARGIN,
  placed,
  QUIET,
  RULE,
  SIZE,
  WIDTH,
  type Drawing,
} from './style';

const PANEL = 300;
const UNDER_PANEL = 90;
/** Between two labels of days. */
const BETWEEN = 24;

/** Days, weeks or months from left to right. */
export function timelineDrawing(chart: Timeline): Drawing {
  const { labels, panels } = chart;
  const all = panels.flatMap(({ series }) => series.flatMap(({ values }) => values));
  if (all.every((value) => !value)) return emptyDrawing(chart);
  const { texts, below } = headOf(chart);
  const largest = Math.max(...all.map((value) => value ?? 0));
  // The numbers at the left, the longest of which may be a step above the largest.
  const left = MARGIN + Math.ceil(widthOf(String(largest * 2), SIZE.note)) + 16;
  let at = below;
  const drawn = panels.map((panel) => {
    const legend = panel.series.length > 1;
    const top = at + lineOf(SIZE.part) + (legend ? lineOf(SIZE.text) + 16 : 0) + 24;
    const begins = at;
    at = top + PANEL + UNDER_PANEL;
    return { ...panel, begins, top, legend };
  });
  const every = Math.ceil(labels.length / Math.max(1, fitting(labels, WIDTH - left - MARGIN)));
  const names = panels.flatMap(({ series }) => series.map(({ name }) => name));
  return {
    height: at,
    option: {
      title: [
        ...texts,
        ...drawn.map(({ title, begins }) => placed([title], MARGIN, begins, SIZE.part, { weight: 'bold' })),
      ],
      legend: drawn.flatMap(({ legend, series, begins }) =>
        legend
          ? [
              legendOf(
                series.map(({ name }) => name),
                begins + lineOf(SIZE.part) + 12,
              ),
            ]
          : [],
      ),
      grid: drawn.map(({ top }) => ({ left, right: MARGIN, top, height: PANEL, outerBoundsMode: 'none' })),
      xAxis: drawn.map((_, gridIndex) => ({
        gridIndex,
        type: 'category',
        data: labels,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: QUIET, width: 2 } },
        axisLabel: {
          ...letters(SIZE.note, QUIET),
          margin: 14,
          // Of the last days rather than of the first: they are what is asked about.
          interval: (index: number) => (labels.length - 1 - index) % every === 0,
        },
      })),
      yAxis: drawn.map((_, gridIndex) => ({
        gridIndex,
        type: 'value',
        min: 0,
        minInterval: 1,
        splitNumber: 4,
        axisLabel: letters(SIZE.note, QUIET),
        splitLine: { lineStyle: { color: RULE, width: 2 } },
      })),
      series: drawn.flatMap(({ as, series }, gridIndex) =>
        series.map(({ name, values }) => {
          const color = COLOURS[names.indexOf(name) % COLOURS.length];
          const ofPanel = { name, xAxisIndex: gridIndex, yAxisIndex: gridIndex, data: values, itemStyle: { color } };
          return as === 'columns'
            ? { ...ofPanel, type: 'bar', barMaxWidth: 60, barGap: '10%' }
            : {
                ...ofPanel,
                type: 'line',
                symbol: values.length > 40 ? 'none' : 'circle',
                symbolSize: 12,
                lineStyle: { color, width: 5 },
                areaStyle: { color, opacity: 0.12 },
              };
        }),
      ),
    },
  };
}

/** How many labels stand side by side. */
const fitting = (labels: readonly string[], room: number): number =>
  Math.floor(room / (Math.max(...labels.map((label) => widthOf(label, SIZE.note))) + BETWEEN));
