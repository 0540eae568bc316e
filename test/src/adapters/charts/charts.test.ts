import sharp from 'sharp';
import { chartsOf } from '../../../../bots/conversation/statistics/charts';
import { widgetSketch } from '../../../../bots/conversation/engagement/widget-screens';
import { createCharts } from '../../../../src/adapters/charts/charts';
import { drawChart, svgOf } from '../../../../src/adapters/charts/draw';
import { inLines, widthOf } from '../../../../src/adapters/charts/fonts';
import { COLOURS, INK, PAPER, QUIET } from '../../../../src/adapters/charts/style';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf, type Locale } from '../../../../src/i18n';
import { coloursOf, LOOKS } from '../../../../src/regulation/engagement/palette';
import { USUAL_DESIGN, type WidgetDesign } from '../../../../src/regulation/engagement/widget';
import { keysOf } from '../../../../src/regulation/lists';
import type { Chart } from '../../../../src/usecases/kit/charts';
import { AS_OF, details, figures, MONTH, report, row, statistics } from '../../../support/figures';
import type { PeriodDetails } from '../../../../src/usecases/statistics/period';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const drawn = (of: PeriodDetails, locale: Locale) =>
  chartsOf(of, { words: wordsOf(locale), now: AS_OF, calendar, longest: 4096 });

const LONG = 'Абдрахманова-Нигматуллина Г.Г. (МБУ «Благоустройство и содержание территорий»)';
const executors = (count: number) =>
  details({
    executors: statistics(
      'executor',
      Array.from({ length: count }, (_, index) =>
        row(String(index), `${LONG} ${index}`, { received: count - index, missed: { total: 1 + ((index * 7) % 11) } }),
      ),
      MONTH,
    ),
  });
const nothing = details({
  report: report({ figures: figures() }),
  flow: statistics('day', [], figures()),
  year: statistics('month', [], figures()),
  executors: statistics('executor', [], figures()),
  categories: statistics('category', [], figures()),
});

const CASES: readonly (readonly [string, PeriodDetails])[] = [
  ['a month', details()],
  ['one executor', executors(1)],
  ['forty executors with long names', executors(40)],
  ['nothing at all', nothing],
];

describe.each(['ru', 'tt'] as const)('pictures in %s', (locale) => {
  test.each(CASES)('of %s: five, and letters of eleven pixels on a phone of 390', (_, of) => {
    const charts = drawn(of, locale);
    expect(charts).toHaveLength(5);
    for (const svg of charts.map((chart) => svgOf(chart))) {
      expect(svg).toMatch(/^<svg width="1080" /);
      const sizes = [...svg.matchAll(/font-size:\s*([\d.]+)px|font:[^;"]*?([\d.]+)px/g)].map(([, one, other]) =>
        Number(one ?? other),
      );
      expect(sizes.length).toBeGreaterThan(1);
      expect(Math.min(...sizes) * (390 / 1080)).toBeGreaterThanOrEqual(11);
      expect(svg).not.toMatch(/undefined|NaN|\{\{/);
    }
  });
});

test('of forty executors the first are drawn, and the others are a number', () => {
  const [, , missed] = drawn(executors(40), 'ru');
  if (missed?.shape !== 'ranking') throw new Error('It is no ranking');
  expect(missed.rows).toHaveLength(15);
  expect(missed.note).toContain('Остальные (25): ');
});

test('what has no name is no bar, and is said', () => {
  const [, , missed] = drawn(details(), 'ru');
  expect(missed?.note).toContain('Ещё 3 без имени');
  expect(JSON.stringify(missed)).not.toContain('без исполнителя');
});

test('where there is nothing to draw, that is said', () => {
  for (const chart of drawn(nothing, 'ru')) expect(svgOf(chart)).toContain('За эти дни таких данных нет.');
});

/** WCAG 2.2, 1.4.3. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const value = parseInt(colour.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test('letters and bars stand out from the paper as AA asks', () => {
  for (const colour of [INK, QUIET, ...COLOURS]) expect(contrast(colour, PAPER)).toBeGreaterThanOrEqual(4.5);
});

test('every colour of a letter is one of those', () => {
  for (const svg of drawn(details(), 'ru').map((chart) => svgOf(chart)))
    for (const [, fill] of svg.matchAll(/<text[^>]*fill="([^"]+)"/g)) expect([INK, QUIET]).toContain(fill);
});

test('a text is broken between words, then within one, and ends with an ellipsis', () => {
  const lines = inLines('Муниципальное бюджетное учреждение «Благоустройство»', 300, 28, 2);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/…$/);
  for (const line of lines) expect(widthOf(line, 28)).toBeLessThanOrEqual(300);
  for (const line of inLines('ы'.repeat(200), 300, 28, 9)) expect(widthOf(line, 28)).toBeLessThanOrEqual(300);
  expect(inLines('Дороги', 300, 28, 2)).toEqual(['Дороги']);
});

test('on paper what stands side by side differs without colours too, and twelve months say their numbers', () => {
  const [, year] = drawn(details(), 'ru');
  const svg = svgOf(year!, 'paper');
  expect(svg).toContain('<pattern');
  expect(svgOf(year!)).not.toContain('<pattern');
  expect(svg).toContain('>33<');
});

describe('drawn apart', () => {
  const charts = createCharts({ idleMs: 60_000 });
  afterAll(charts.stop);
  const chart = drawn(details(), 'ru')[2] as Chart;

  test('a picture for a chat is twice as large as its drawing', async () => {
    const { format, width, height } = await sharp(await charts.draw(chart, 'chat')).metadata();
    expect({ format, width }).toEqual({ format: 'png', width: 2_160 });
    expect(height).toBeGreaterThan(400);
  });

  test('one for paper has no transparency, and few colours', async () => {
    const png = await charts.draw(chart, 'paper');
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 2_160, hasAlpha: false });
    // in the header of a PNG: a palette
    expect(png[25]).toBe(3);
  });
});

describe('a widget as it will look', () => {
  const line = (design: Partial<WidgetDesign>) => ({
    id: 1,
    name: 'Главная',
    isRemoved: false,
    design: { ...USUAL_DESIGN, ...design },
  });
  const sketch = (design: Partial<WidgetDesign>, locale: Locale = 'ru') => widgetSketch(line(design), wordsOf(locale));

  test.each(keysOf(LOOKS))('in the look %s has its colours and no others', (look) => {
    const svg = svgOf(sketch({ look, height: 600 }));
    const known = Object.values(coloursOf(LOOKS[look])).map((colour) => `#${colour}`);
    const used = [...svg.matchAll(/(?:fill|stroke)="(#[^"]+)"/g)].map(([, colour]) => colour);
    expect(used.filter((colour) => !known.includes(colour ?? ''))).toEqual([]);
    expect(new Set(used)).toEqual(new Set(known));
  });

  test('what does not fit is left out whole, and nothing stands outside', () => {
    for (const [width, height] of [
      [150, 150],
      [265, 333],
      [null, 1_000],
    ] as const) {
      const svg = svgOf(sketch({ width, height, elements: 10, letters: 'large' }, 'tt'));
      for (const [, y = '', tall = ''] of svg.matchAll(/<rect [^>]*y="([\d.]+)" [^>]*height="([\d.]+)"/g))
        expect(Number(y) + Number(tall)).toBeLessThanOrEqual(height);
      expect(svg).not.toMatch(/undefined|NaN/);
    }
    const shown = (height: number) => svgOf(sketch({ height })).split('Какой двор').length - 1;
    expect([shown(160), shown(600)]).toEqual([0, 1]);
  });

  test('words with signs of a markup stay words', () => {
    const svg = svgOf({ ...sketch({}), heading: '<script>&' });
    expect(svg).toContain('>&lt;script&gt;&amp;</text>');
  });

  test('is three times as large as on its page', async () => {
    const png = await drawChart(sketch({ width: 265, height: 333 }), 'chat');
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 795, height: 999 });
  });
});
