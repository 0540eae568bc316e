import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Resvg } from '@resvg/resvg-js';
import { init } from 'echarts';
import { chartsOf } from '../../bots/conversation/statistics/charts';
import { loadCalendar } from '../../src/adapters/calendars';
import { createCharts } from '../../src/adapters/charts/charts';
import { FAMILY, FONT_FILES } from '../../src/adapters/charts/fonts';
import { rankingDrawing } from '../../src/adapters/charts/ranking';
import { WIDTH } from '../../src/adapters/charts/style';
import { timelineDrawing } from '../../src/adapters/charts/timeline';
import { wordsOf } from '../../src/i18n';
import type { Chart } from '../../src/usecases/kit/charts';
import { AS_OF, details } from '../support/figures';
import { printTable } from './support/figures';

const WARM_UP = 2;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const IDLE_MS = 2_000;

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const CHARTS = chartsOf(details(), { words: wordsOf('ru'), now: AS_OF, calendar, longest: 4_096 });

/** The control: the same option by echarts, the same pixels by resvg, in this process and with nothing around. */
function bare(chart: Chart): Uint8Array {
  const { option, height } =
    chart.shape === 'timeline' ? timelineDrawing(chart, 'chat') : rankingDrawing(chart, 'chat');
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  canvas.setOption({ animation: false, ...option });
  const svg = canvas.renderToSVGString();
  canvas.dispose();
  const font = { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: FAMILY };
  return new Resvg(svg, { font, fitTo: { mode: 'width', value: 2 * WIDTH } }).render().asPng();
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
const megabytes = () => process.memoryUsage.rss() / 1_000_000;

async function main(): Promise<void> {
  const charts = createCharts({ idleMs: IDLE_MS });
  const first = megabytes();
  const begun = await timed(() => charts.draw(CHARTS[0] as Chart, 'chat'));
  for (const chart of CHARTS) await charts.draw(chart, 'chat');
  const withPictures = megabytes();
  await pause(2 * IDLE_MS);
  const afterwards = megabytes();

  const figures = { apart: [] as number[], bare: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const sides = ['apart', 'bare'] as const;
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const took = await timed(async () => {
        for (const chart of CHARTS)
          if (side === 'apart') await charts.draw(chart, 'chat');
          else bare(chart);
      });
      if (round >= WARM_UP) figures[side].push(took / CHARTS.length);
    }
  }
  await charts.stop();
  printTable(
    'charts: a picture of an album of four, drawn apart',
    [
      { what: 'a picture', rounds: figures.apart, unit: 'ms', digits: 0 },
      { what: 'by bare echarts and resvg, in this process', rounds: figures.bare, unit: 'ms', digits: 0 },
      {
        what: 'picture / bare',
        rounds: figures.apart.map((took, index) => took / (figures.bare[index] ?? Number.NaN)),
        unit: '×',
        digits: 2,
        aim: '≤ 1.3',
      },
    ],
    [
      `The first, with the start of the process: ${begun.toFixed(0)} ms.`,
      `Resident here: ${first.toFixed(0)} MB before, ${withPictures.toFixed(0)} MB with pictures, ${afterwards.toFixed(0)} MB after a while without.`,
    ],
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
