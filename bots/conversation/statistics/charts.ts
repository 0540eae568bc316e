import {
  endOfMonth,
  monthsLater,
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Row,
} from '../../../src/usecases/statistics/figures';
import { plusDays, toPlainDate, yearOf, type PlainDate } from '../../../src/regulation/calendar';
import { STAGES } from '../../../src/regulation/vocabulary';
import type { Chart, Ranking, Timeline } from '../../../src/usecases/kit/charts';
import { nameOf } from '../../../src/usecases/statistics/period-rows';
import type { PeriodDetails } from '../../../src/usecases/statistics/period';
import type { Reading } from '../kit/turn';
import { MONTHS, moment } from '../kit/calendar-words';
import { numberWords, timeWords, daysWords } from './figure-words';
import { partLines, partName } from './report-buttons';

/** Of people or categories; the others are a number under the title: a picture of more is no picture, and a bar of theirs would dwarf all. */
const BARS = 15;

/** Those of a paper, whose tables say what the others draw. */
export const paperChartsOf = (details: PeriodDetails, reading: Reading): readonly Chart[] => [
  flowChart(details, reading),
  yearChart(details, reading),
];

/** The pictures of a period, in the order of an album. */
export const chartsOf = (details: PeriodDetails, reading: Reading): readonly Chart[] => [
  flowChart(details, reading),
  yearChart(details, reading),
  missedChart(details, reading),
  stagesChart(details, reading),
  categoriesChart(details, reading),
];

function framed(
  { report: { counted, asOf, parts } }: PeriodDetails,
  { words, now, calendar }: Reading,
  days: Days = counted,
) {
  const { plain } = words;
  const asked = plain('statistics:chart.note', { period: daysWords(days), moment: moment(asOf, now, calendar) });
  return {
    note: [...partLines(parts, words), asked].join('. '),
    empty: plain('statistics:chart.empty'),
  };
}

// ── Through time ────────────────────────────────────────────────────────────

/** A day or a month of a period, whether anything was done in it or not. */
export interface Step {
  readonly begins: PlainDate;
  readonly label: string;
  readonly received: number;
  readonly answered: number;
  /** At its end. */
  readonly open: number;
}

/** Every day or month of the period, in order: days without anything have no row. */
export function stepsOf({ flow, report: { counted } }: PeriodDetails, { words: { plain } }: Reading): readonly Step[] {
  const rows = new Map(flow.rows.map((row) => [row.id, row]));
  const steps: Step[] = [];
  for (const { id, begins, label } of flow.by === 'day' ? daysOf(counted) : monthsOf(counted, plain)) {
    const row = rows.get(id);
    steps.push({
      begins,
      label,
      received: row?.received ?? 0,
      answered: row ? sumOfAnswers(row) : 0,
      // Nothing has changed what was open the day before.
      open: row?.open ?? steps.at(-1)?.open ?? 0,
    });
  }
  return steps;
}

interface Named {
  readonly id: string;
  readonly begins: PlainDate;
  readonly label: string;
}
type Days = { readonly from: PlainDate; readonly to: PlainDate };

function daysOf({ from, to }: Days): Named[] {
  const days: Named[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1))
    days.push({ id: day, begins: day, label: `${day.slice(8)}.${day.slice(5, 7)}` });
  return days;
}

/** «Ноя 26»: three letters tell twelve months apart in both languages, with the year where there are several. */
function monthsOf({ from, to }: Days, plain: Reading['words']['plain']): Named[] {
  const several = yearOf(from) !== yearOf(to);
  const months: Named[] = [];
  for (let day = toPlainDate(`${from.slice(0, 7)}-01`); day <= endOfMonth(to); day = monthsLater(day, 1)) {
    const name = plain(`common:month.${MONTHS[Number(day.slice(5, 7)) - 1] ?? '1'}`).slice(0, 3);
    months.push({ id: day.slice(0, 7), begins: day, label: several ? `${name} ${day.slice(2, 4)}` : name });
  }
  return months;
}

function flowChart(details: PeriodDetails, reading: Reading): Timeline {
  const { plain } = reading.words;
  const steps = stepsOf(details, reading);
  return {
    shape: 'timeline',
    title: plain('statistics:chart.flow.title'),
    ...framed(details, reading),
    labels: steps.map(({ label }) => label),
    panels: [
      {
        title: plain('statistics:chart.flow.moves'),
        as: 'columns',
        series: (['received', 'answered'] as const).map((name) => ({
          name: plain(`statistics:chart.flow.${name}`),
          values: steps.map((step) => step[name]),
        })),
      },
      {
        title: plain(details.flow.by === 'day' ? 'statistics:chart.flow.open' : 'statistics:chart.flow.openOfMonth'),
        as: 'line',
        series: [{ name: plain('statistics:figure.open'), values: steps.map(({ open }) => open) }],
      },
    ],
  };
}

/** Twelve months beside the same a year before, where there was anything. */
function yearChart(details: PeriodDetails, reading: Reading): Timeline {
  const { plain } = reading.words;
  const { year } = details;
  const months = monthsOf(year.period, plain);
  const before = year.yearBefore;
  const formerRows = before && before.rows.length > 0 ? new Map(before.rows.map((row) => [row.id, row])) : null;
  const rows = new Map(year.rows.map((row) => [row.id, row]));
  const series = (of: (figures: Figures) => number) => [
    { name: plain('statistics:chart.year.now'), values: months.map(({ id }) => countOf(rows.get(id), of)) },
    ...(formerRows === null
      ? []
      : [
          {
            name: plain('statistics:chart.year.before'),
            values: months.map(({ id }) => countOf(formerRows.get(`${Number(id.slice(0, 4)) - 1}${id.slice(4)}`), of)),
          },
        ]),
  ];
  return {
    shape: 'timeline',
    title: plain('statistics:chart.year.title'),
    ...framed(details, reading, year.period),
    labels: months.map(({ label }) => label.slice(0, 3)),
    panels: [
      { title: plain('statistics:chart.flow.received'), as: 'columns', series: series(({ received }) => received) },
      { title: plain('statistics:heading.missed'), as: 'columns', series: series(missedByReport) },
    ],
  };
}
const countOf = (row: Row | undefined, of: (figures: Figures) => number): number => (row ? of(row) : 0);

// ── Side by side ────────────────────────────────────────────────────────────

/** A term of a stage has a name only where shares are confirmed; what has none is a number under the title. */
function missedChart(details: PeriodDetails, reading: Reading): Ranking {
  const { plain } = reading.words;
  const frame = framed(details, reading);
  const named = details.executors.rows.filter(({ id }) => id !== null);
  const { figures } = details.report;
  const nameless = missedByReport(figures) - named.reduce((sum, row) => sum + missedByReport(row), 0);
  const { rows, rest } = rowsOf(named, 'executor', missedByReport, reading);
  const beside = [
    ...(nameless > 0 ? [plain('statistics:chart.missed.nameless', { count: nameless })] : []),
    ...(figures.missed.assumed > 0 ? [plain('statistics:assumed', { count: figures.missed.assumed })] : []),
  ];
  return {
    shape: 'ranking',
    title: plain('statistics:chart.missed.title'),
    ...frame,
    note: [frame.note, ...rest, ...beside].join('. '),
    series: [plain('statistics:chart.missed.series')],
    rows,
  };
}

function categoriesChart(details: PeriodDetails, reading: Reading): Ranking {
  const { plain } = reading.words;
  const frame = framed(details, reading);
  const { rows, rest } = rowsOf(details.categories.rows, 'category', ({ received }) => received, reading);
  return {
    shape: 'ranking',
    title: plain('statistics:chart.received.category'),
    ...frame,
    note: [frame.note, ...rest].join('. '),
    series: [plain('statistics:chart.categories.series')],
    rows,
  };
}

/** The most first; nobody is drawn for nothing. */
function rowsOf(
  rows: readonly Row[],
  by: 'executor' | 'category',
  of: (figures: Figures) => number,
  { words }: Reading,
): { readonly rows: Ranking['rows']; readonly rest: readonly string[] } {
  const bar = (label: string, value: number) => ({ label, bars: [{ value, said: numberWords(value) }] });
  const name = ({ id, key }: Row) => partName({ by, id, name: nameOf(by, key) }, words);
  const counted = rows.filter((row) => of(row) > 0).sort((one, other) => of(other) - of(one));
  // One that is left over has a bar of its own.
  const most = counted.length === BARS + 1 ? BARS + 1 : BARS;
  const rest = counted.slice(most);
  const sum = numberWords(rest.reduce((total, row) => total + of(row), 0));
  return {
    rows: counted.slice(0, most).map((row) => bar(name(row), of(row))),
    rest: rest.length === 0 ? [] : [words.plain('statistics:chart.rest', { count: rest.length, sum })],
  };
}

/** In working time, by stages that were left in the period. */
function stagesChart(details: PeriodDetails, reading: Reading): Ranking {
  const { words, calendar } = reading;
  const { plain } = words;
  const bar = (minutes: number | null) => ({
    value: minutes,
    said: minutes === null ? '' : timeWords(minutes, calendar, words),
  });
  return {
    shape: 'ranking',
    title: plain('statistics:chart.stages.title'),
    ...framed(details, reading),
    series: (['median', 'p90'] as const).map((name) => plain(`statistics:chart.stages.${name}`)),
    rows: STAGES.flatMap((stage) => {
      const times = details.report.figures.stages[stage];
      return times ? [{ label: plain(`appeal:stage.${stage}`), bars: [bar(times.median), bar(times.p90)] }] : [];
    }),
  };
}
