import { dayOf, timeOfDay } from '../../../../src/regulation/calendar';
import { STAGES } from '../../../../src/regulation/vocabulary';
import { nameOf, type PeriodDetails } from '../../../../src/usecases/reading/read-period';
import type { readPeriodRows, Rows } from '../../../../src/usecases/reading/period-rows';
import {
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Statistics,
} from '../../../../src/usecases/statistics/figures';
import type { Sheet, SheetColumn } from '../../../../src/usecases/ports';
import type { Reading } from '../../turn';
import { stepsOf } from './charts-of';
import { figureAlone, partWords } from './figure-words';
import { partName } from './part-words';

type Cell = Sheet['rows'][number][number];
type Raw = Awaited<ReturnType<typeof readPeriodRows>>;

/** A period as a workbook: figures with charts, then the rows from which they were counted. Nothing in it is of any applicant. */
export const workbookOf = (details: PeriodDetails, raw: Raw, reading: Reading): Sheet[] => [
  summary(details, reading),
  flow(details, reading),
  parts('executors', 'executor', details.executors, reading),
  stages(details, reading),
  parts('categories', 'category', details.categories, reading),
  missedRows(raw.missed, reading),
  receivedRows(raw.received, reading),
];

type Heading = 'what' | 'value' | 'before' | 'yearBefore' | 'day' | 'month' | 'executor' | 'category' | 'stage' | 'median' | 'p90' | 'count' | 'received' | 'answered' | 'open' | 'missed' | 'reexamined' | 'number' | 'kind' | 'registered' | 'place' | 'due' | 'holder' | 'term' | 'ended' | 'finished' | 'organization'; // prettier-ignore

const columns = (
  { words: { plain } }: Reading,
  ...described: readonly (readonly [Heading, SheetColumn['type'], number])[]
): SheetColumn[] =>
  described.map(([heading, type, width]) => ({ heading: plain(`statistics:column.${heading}`), type, width }));

function summary({ report }: PeriodDetails, reading: Reading): Sheet {
  const { words } = reading;
  const { plain } = words;
  const beside = [report.before?.figures ?? null, report.yearBefore?.figures ?? null];
  const row = (what: string, of: (figures: Figures) => string | number | null): Cell[] => [
    what,
    ...[report.figures, ...beside].map((figures) => figures && of(figures)),
  ];
  const missed = (by: 'whole' | 'duty' | 'redirect' | 'stages', of: (figures: Figures) => number) =>
    row(
      plain('statistics:line', { what: plain('statistics:heading.missed'), value: plain(`statistics:missedBy.${by}`) }),
      of,
    );
  return {
    name: plain('statistics:sheet.summary'),
    columns: columns(reading, ['what', 'text', 44], ['value', 'number', 16], ['before', 'number', 16], ['yearBefore', 'number', 16]), // prettier-ignore
    rows: [
      row(plain('statistics:figure.received'), ({ received }) => received),
      row(plain('statistics:figure.answered'), sumOfAnswers),
      ...(['redirected', 'postponed', 'closed', 'reexamined', 'open', 'backlog'] as const).map((name) =>
        row(figureAlone(name, words), (figures) => figures[name]),
      ),
      row(plain('statistics:heading.missed'), missedByReport),
      ...(['whole', 'duty', 'redirect'] as const).map((kind) => missed(kind, (figures) => figures.missed[kind])),
      missed('stages', missedStages),
      ...(['inTerm', 'fastTrack', 'duty'] as const).map((name) =>
        row(plain(`statistics:kept.${name}`), (figures) => partWords(figures[name], words)),
      ),
    ],
  };
}

/** As far as anybody has confirmed their shares. */
const missedStages = ({ missed: { total, assumed, whole, duty, redirect } }: Figures): number =>
  total - assumed - whole - duty - redirect;

/** Through the days or months of the period. */
function flow(details: PeriodDetails, reading: Reading): Sheet {
  const { plain } = reading.words;
  const step = details.flow.by === 'day' ? 'day' : 'month';
  return {
    name: plain('statistics:sheet.flow'),
    columns: columns(reading, [step, 'text', 12], ['received', 'number', 14], ['answered', 'number', 18], ['open', 'number', 12]), // prettier-ignore
    rows: stepsOf(details, reading).map(({ label, received, answered, open }) => [label, received, answered, open]),
    charts: [
      { as: 'columns', title: plain('statistics:chart.flow.moves'), labels: 0, values: [1, 2] },
      { as: 'line', title: plain('statistics:figure.open'), labels: 0, values: [3] },
    ],
  };
}

function parts(
  sheet: 'executors' | 'categories',
  by: 'executor' | 'category',
  { rows }: Statistics,
  reading: Reading,
): Sheet {
  const { words } = reading;
  const { plain } = words;
  const isOfPeople = by === 'executor';
  return {
    name: plain(`statistics:sheet.${sheet}`),
    columns: columns(reading, [by, 'text', 34], ['received', 'number', 14], ['answered', 'number', 18], ['open', 'number', 12], ['missed', 'number', 14], ['reexamined', 'number', 16]), // prettier-ignore
    rows: rows.map((row) => [
      partName({ by, id: row.id, name: nameOf(by, row.key) }, words),
      row.received,
      sumOfAnswers(row),
      row.open,
      missedByReport(row),
      row.reexamined,
    ]),
    charts: [
      {
        as: 'bars',
        title: plain(isOfPeople ? 'statistics:chart.missed.title' : 'statistics:chart.categories.title'),
        labels: 0,
        values: [isOfPeople ? 4 : 1],
      },
    ],
  };
}

/** Hours of working time: a spreadsheet reckons with them. */
function stages({ report: { figures } }: PeriodDetails, reading: Reading): Sheet {
  const { plain } = reading.words;
  const hours = (minutes: number | null) => (minutes === null ? null : Math.round(minutes / 6) / 10);
  return {
    name: plain('statistics:sheet.stages'),
    columns: columns(reading, ['stage', 'text', 34], ['median', 'decimal', 20], ['p90', 'decimal', 28], ['count', 'number', 14]), // prettier-ignore
    rows: STAGES.flatMap((stage) => {
      const times = figures.stages[stage];
      return times ? [[plain(`appeal:stage.${stage}`), hours(times.median), hours(times.p90), times.of]] : [];
    }),
    charts: [{ as: 'bars', title: plain('statistics:chart.stages.title'), labels: 0, values: [1, 2] }],
  };
}

function missedRows(missed: Raw['missed'], reading: Reading): Sheet {
  const { plain } = reading.words;
  return {
    name: plain('statistics:sheet.missed'),
    columns: columns(reading, ['number', 'text', 16], ['term', 'text', 28], ['stage', 'text', 30], ['ended', 'moment', 18], ['finished', 'moment', 18], ['holder', 'text', 26]), // prettier-ignore
    rows: rowsOf(missed, reading, ({ number, kind, stage, dueAt, endedAt, holder }) => [
      number,
      plain(`digest:weekly.term.${kind}`),
      plain(`appeal:stage.${stage}`),
      onClock(dueAt, reading),
      onClock(endedAt, reading),
      holder,
    ]),
  };
}

function receivedRows(received: Raw['received'], reading: Reading): Sheet {
  const { plain } = reading.words;
  return {
    name: plain('statistics:sheet.rows'),
    columns: columns(reading, ['number', 'text', 16], ['kind', 'text', 20], ['registered', 'moment', 18], ['category', 'text', 28], ['place', 'text', 40], ['stage', 'text', 28], ['executor', 'text', 24], ['organization', 'text', 28], ['due', 'day', 14], ['finished', 'moment', 18]), // prettier-ignore
    rows: rowsOf(received, reading, (row) => [
      row.number,
      plain(`appeal:kind.${row.kind}`),
      onClock(row.registeredAt, reading),
      row.category,
      row.place,
      plain(`appeal:stage.${row.stage}`),
      row.executor,
      row.organization,
      onClock(row.dueAt, reading),
      onClock(row.finishedAt, reading),
    ]),
  };
}

/** What did not go in is said in the last row. */
const rowsOf = <Row>(
  { rows, more }: Rows<Row>,
  { words: { plain } }: Reading,
  cells: (row: Row) => Cell[],
): Cell[][] => (more === 0 ? rows.map(cells) : [...rows.map(cells), [plain('statistics:more', { count: more })]]);

/** What the office's clock shows, as if it were UTC: a spreadsheet knows no zones. */
function onClock(instant: Date | null, { calendar }: Reading): Date | null {
  if (instant === null) return null;
  const minutes = Math.floor(timeOfDay(instant, calendar));
  return new Date(Date.parse(`${dayOf(instant, calendar)}T00:00:00Z`) + minutes * 60_000);
}
