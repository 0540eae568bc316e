import type { Surface, Timeline, Value } from '../../usecases/kit/charts';
import { widthOf } from './fonts';
import {
  COLOURS,
  emptyDrawing,
  fillOf,
  headOf,
  INK,
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

/** On paper two pictures stand on a sheet. */
const PANEL = { chat: 300, paper: 200 } as const;
/** Beside the last point stands its number. */
const RIGHT = MARGIN + 60;
const UNDER_PANEL = 90;
/** Between two labels of days. */
const BETWEEN = 12;
/** Columns of more say nothing above each: their numbers would lie on each other. */
const LABELLED = 12;
/** Of more points a line is a band of dots. */
const POINTS_SEEN = 40;

type Panel = Timeline['panels'][number] & { readonly begins: number; readonly top: number };

/** Days, weeks or months from left to right. */
export function timelineDrawing(chart: Timeline, on: Surface): Drawing {
  const { labels, panels } = chart;
  const all = panels.flatMap(({ series }) => series.flatMap(({ values }) => values));
  if (all.every((value) => !value)) return emptyDrawing(chart);
  const { texts, below } = headOf(chart);
  const largest = Math.max(...all.map((value) => value ?? 0));
  // The numbers at the left, the longest of which may be a step above the largest.
  const left = MARGIN + Math.ceil(widthOf(String(largest * 2), SIZE.note)) + 16;
  let at = below;
  const drawn = panels.map((panel): Panel => {
    const begins = at;
    const top = at + lineOf(SIZE.part) + (hasLegend(panel) ? lineOf(SIZE.text) + 16 : 0) + 24;
    at = top + PANEL[on] + UNDER_PANEL;
    return { ...panel, begins, top };
  });
  const titles = drawn.map(({ title, begins }) => placed([title], MARGIN, begins, SIZE.part, { weight: 'bold' }));
  return {
    height: at,
    option: {
      title: [...texts, ...titles],
      legend: drawn.filter(hasLegend).map(({ series, begins }) =>
        legendOf(
          series.map(({ name }) => name),
          begins + lineOf(SIZE.part) + 12,
        ),
      ),
      grid: drawn.map(({ top }) => ({ left, right: RIGHT, top, height: PANEL[on], outerBoundsMode: 'none' })),
      xAxis: drawn.map((_, gridIndex) => timeAxis(labels, WIDTH - left - RIGHT, gridIndex)),
      yAxis: drawn.map((_, gridIndex) => countAxis(gridIndex)),
      series: seriesOf(drawn, on),
    },
  };
}

/** What is one of a kind is said by the title. */
const hasLegend = ({ series }: Timeline['panels'][number]): boolean => series.length > 1;

function timeAxis(labels: readonly string[], room: number, gridIndex: number) {
  const every = Math.ceil(labels.length / Math.max(1, fitting(labels, room)));
  return {
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
  };
}

const countAxis = (gridIndex: number) => ({
  gridIndex,
  type: 'value',
  min: 0,
  minInterval: 1,
  splitNumber: 4,
  axisLabel: letters(SIZE.note, QUIET),
  splitLine: { lineStyle: { color: RULE, width: 2 } },
});

/** Each has a colour of its own, in whichever panel it is. */
function seriesOf(panels: readonly Panel[], on: Surface): object[] {
  const names = panels.flatMap(({ series }) => series.map(({ name }) => name));
  return panels.flatMap(({ as, series }, gridIndex) =>
    series.map(({ name, values }) => {
      const place = [...new Set(names)].indexOf(name);
      const color = COLOURS[place % COLOURS.length];
      const ofPanel = { name, xAxisIndex: gridIndex, yAxisIndex: gridIndex, data: values };
      if (as === 'columns')
        return {
          ...ofPanel,
          type: 'bar',
          barMaxWidth: 60,
          barGap: '10%',
          itemStyle: fillOf(place, on),
          label: {
            show: values.length <= LABELLED,
            position: 'top',
            distance: 4,
            formatter: numberAbove,
            ...letters(SIZE.note, INK),
          },
          labelLayout: { hideOverlap: true },
        };
      return {
        ...ofPanel,
        type: 'line',
        symbol: values.length > POINTS_SEEN ? 'none' : 'circle',
        symbolSize: 12,
        // what it has come to
        endLabel: { show: true, ...letters(SIZE.note, INK), fontWeight: 'bold' },
        itemStyle: { color },
        lineStyle: { color, width: 5 },
        areaStyle: { color, opacity: 0.12 },
      };
    }),
  );
}

/** Nothing says itself. */
const numberAbove = ({ value }: { readonly value: Value }): string => (value ? String(value) : '');

/** How many labels stand side by side. */
const fitting = (labels: readonly string[], room: number): number =>
  Math.floor(room / (Math.max(...labels.map((label) => widthOf(label, SIZE.note))) + BETWEEN));
