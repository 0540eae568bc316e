import { dayOf, timeOfDay } from '../../../src/regulation/calendar';
import { daysLate } from '../../../src/regulation/deadlines';
import type { ListRow } from '../../../src/usecases/statistics/narrowed-lists';
import {
  type MissedRow,
  type PeriodRows,
  type ReceivedRow,
  nameOf,
} from '../../../src/usecases/statistics/period-rows';
import type { Sheet, SheetCell, SheetColumn } from '../../../src/usecases/kit/sent-table';
import type { Reading } from '../kit/turn';
import { holderOf, whyListed } from '../lists/list';
import { STAGES } from '../../../src/regulation/vocabulary';
import type { PeriodDetails } from '../../../src/usecases/statistics/period';
import {
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Part,
  type Row,
  type Statistics,
} from '../../../src/usecases/statistics/figures';
import { stepsOf } from './charts';
import { figureAlone, heldRows } from './figure-words';
import { partName } from './report-buttons';

type RowHeading = 'number' | 'kind' | 'registered' | 'settlement' | 'place' | 'category' | 'subcategory' | 'fact' | 'stage' | 'executor' | 'organization' | 'due' | 'finished' | 'answer' | 'verdict' | 'daysLate' | 'term' | 'holder' | 'ended' | 'listedFor'; // prettier-ignore

interface RowColumn<Row> extends Pick<SheetColumn, 'type' | 'width'> {
  readonly heading: RowHeading;
  readonly cell: (row: Row, reading: Reading) => SheetCell;
}

const MISSED: readonly RowColumn<MissedRow>[] = [
  { heading: 'number', type: 'text', width: 16, cell: ({ number }) => number },
  {
    heading: 'term',
    type: 'text',
    width: 28,
    cell: ({ kind }, { words }) => words.plain(`digest:weekly.term.${kind}`),
  },
  { heading: 'stage', type: 'text', width: 30, cell: ({ stage }, { words }) => words.plain(`appeal:stage.${stage}`) },
  { heading: 'ended', type: 'moment', width: 18, cell: ({ dueAt }, reading) => onClock(dueAt, reading) },
  { heading: 'finished', type: 'moment', width: 18, cell: ({ endedAt }, reading) => onClock(endedAt, reading) },
  { heading: 'daysLate', type: 'number', width: 12, cell: ({ dueAt, endedAt }, reading) => lateBy(dueAt, endedAt, reading) }, // prettier-ignore
  { heading: 'holder', type: 'text', width: 26, cell: ({ holder }) => holder },
  { heading: 'organization', type: 'text', width: 28, cell: ({ organization }) => organization },
  { heading: 'category', type: 'text', width: 28, cell: ({ category }) => category },
  { heading: 'settlement', type: 'text', width: 22, cell: ({ settlement }) => settlement },
  { heading: 'place', type: 'text', width: 40, cell: ({ place }) => place },
];

const RECEIVED: readonly RowColumn<ReceivedRow>[] = [
  { heading: 'number', type: 'text', width: 16, cell: ({ number }) => number },
  { heading: 'kind', type: 'text', width: 20, cell: ({ kind }, { words }) => words.plain(`appeal:kind.${kind}`) },
  { heading: 'registered', type: 'moment', width: 18, cell: ({ registeredAt }, reading) => onClock(registeredAt, reading) }, // prettier-ignore
  { heading: 'settlement', type: 'text', width: 22, cell: ({ settlement }) => settlement },
  { heading: 'place', type: 'text', width: 40, cell: ({ place }) => place },
  { heading: 'category', type: 'text', width: 28, cell: ({ category }) => category },
  { heading: 'subcategory', type: 'text', width: 28, cell: ({ subcategory }) => subcategory },
  { heading: 'fact', type: 'text', width: 34, cell: ({ fact }) => fact },
  { heading: 'stage', type: 'text', width: 28, cell: ({ stage }, { words }) => words.plain(`appeal:stage.${stage}`) },
  { heading: 'executor', type: 'text', width: 24, cell: ({ executor }) => executor },
  { heading: 'organization', type: 'text', width: 28, cell: ({ organization }) => organization },
  { heading: 'due', type: 'day', width: 14, cell: ({ dueAt }, reading) => onClock(dueAt, reading) },
  { heading: 'finished', type: 'moment', width: 18, cell: ({ finishedAt }, reading) => onClock(finishedAt, reading) },
  { heading: 'answer', type: 'text', width: 16, cell: ({ answerType }, { words }) => answerType && words.plain(`appeal:answerType.${answerType}`) }, // prettier-ignore
  { heading: 'verdict', type: 'text', width: 18, cell: (row, { words }) => words.plain(`statistics:verdict.${verdictOf(row)}`) }, // prettier-ignore
  { heading: 'daysLate', type: 'number', width: 12, cell: ({ missedDueAt, finishedAt }, reading) => missedDueAt && lateBy(missedDueAt, finishedAt, reading) }, // prettier-ignore
];

/** Of a control list: whose it is now, for what it is there, and the rest as a report has it. */
const LISTED: readonly RowColumn<ListRow>[] = [
  ...RECEIVED.map(({ cell, ...column }): RowColumn<ListRow> => ({
    ...column,
    cell: ({ row }, reading) => cell(row, reading),
  })),
  { heading: 'holder', type: 'text', width: 26, cell: ({ line }, { words }) => holderOf(line, words) },
  { heading: 'listedFor', type: 'text', width: 60, cell: ({ line }, { words }) => whyListed(line, words) },
];

/** A control list, or what was shown of it. Nothing in it is of any applicant. */
export const listSheet = (rows: readonly ListRow[], reading: Reading): Sheet => sheetOf('rows', LISTED, rows, reading);

/** The rows from which a period was counted. Nothing in them is of any applicant. */
export const rowsSheets = ({ missed, received }: PeriodRows, reading: Reading): Sheet[] => [
  sheetOf('missed', MISSED, missed, reading),
  sheetOf('rows', RECEIVED, received, reading),
];

const sheetOf = <Row>(
  name: 'missed' | 'rows',
  columns: readonly RowColumn<Row>[],
  rows: readonly Row[],
  reading: Reading,
): Sheet => ({
  name: reading.words.plain(`statistics:sheet.${name}`),
  columns: columns.map(({ heading, type, width }) => ({
    heading: reading.words.plain(`statistics:column.${heading}`),
    type,
    width,
  })),
  rows: rows.map((row) => columns.map(({ cell }) => cell(row, reading))),
});

/** In the words of «В общий срок»: late is what missed a whole term. */
const verdictOf = ({ missedDueAt, finishedAt }: ReceivedRow) =>
  finishedAt === null ? (missedDueAt ? 'over' : 'running') : missedDueAt ? 'late' : 'inTime';

const lateBy = (due: Date, done: Date | null, { now, calendar }: Reading): number =>
  daysLate(due, dayOf(done ?? now, calendar), calendar);

/** What the office's clock shows, as if it were UTC: a spreadsheet knows no zones. */
function onClock(instant: Date | null, { calendar }: Reading): Date | null {
  if (instant === null) return null;
  const minutes = Math.floor(timeOfDay(instant, calendar));
  return new Date(Date.parse(`${dayOf(instant, calendar)}T00:00:00Z`) + minutes * 60_000);
}

/** A period as a workbook: figures with charts, then the rows from which they were counted. Nothing in it is of any applicant. */
export const workbookOf = (details: PeriodDetails, rows: PeriodRows, reading: Reading): Sheet[] => [
  summary(details, reading),
  flow(details, reading),
  parts('executors', 'executor', details.executors, reading),
  parts('organizations', 'organization', details.organizations, reading),
  parts('settlements', 'settlement', details.settlements, reading),
  stages(details, reading),
  parts('categories', 'category', details.categories, reading),
  ...rowsSheets(rows, reading),
];

type FigureHeading = 'what' | 'value' | 'before' | 'yearBefore' | 'day' | 'month' | 'executor' | 'organization' | 'settlement' | 'category' | 'stage' | 'median' | 'p90' | 'count' | 'received' | 'answered' | 'open' | 'missed' | 'done' | 'inTerm' | 'share' | 'reexamined'; // prettier-ignore

const columns = (
  { words: { plain } }: Reading,
  ...described: readonly (readonly [FigureHeading, SheetColumn['type'], number])[]
): SheetColumn[] =>
  described.map(([heading, type, width]) => ({ heading: plain(`statistics:column.${heading}`), type, width }));

function summary({ report }: PeriodDetails, reading: Reading): Sheet {
  const { words } = reading;
  const { plain } = words;
  const beside = [report.before?.figures ?? null, report.yearBefore?.figures ?? null];
  const row = (what: string, of: (figures: Figures) => SheetCell): SheetCell[] => [
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
      ...(['inTerm', 'fastTrack', 'duty'] as const).flatMap((name) => {
        const what = plain(`statistics:kept.${name}`);
        return [
          row(plain('statistics:kept.share', { what }), (figures) => shareOf(figures[name])),
          row(plain('statistics:kept.count', { what }), (figures) => figures[name].kept),
          row(plain('statistics:kept.all', { what }), (figures) => figures[name].of),
        ];
      }),
      ...heldRows(report.engagement, words).map(([what, of]): SheetCell[] => [
        what,
        ...[report.engagement, report.before?.engagement ?? null, report.yearBefore?.engagement ?? null].map(
          (figures) => figures && cellOf(of(figures)),
        ),
      ]),
    ],
  };
}

const cellOf = (value: number | Part): SheetCell => (typeof value === 'number' ? value : shareOf(value));

/** Null: there is nothing to keep. */
const shareOf = ({ kept, of }: Part): SheetCell => (of === 0 ? null : { share: kept / of });

/** As far as anybody has confirmed their shares. */
const missedStages = ({ missed: { total, assumed, whole, duty, redirect } }: Figures): number =>
  total - assumed - whole - duty - redirect;

/** Through the days or months of the period. */
function flow(details: PeriodDetails, reading: Reading): Sheet {
  const { plain } = reading.words;
  const step = details.flow.by === 'day' ? 'day' : 'month';
  return {
    name: plain('statistics:sheet.flow'),
    columns: columns(reading, [step, step, 14], ['received', 'number', 14], ['answered', 'number', 18], ['open', 'number', 12]), // prettier-ignore
    rows: stepsOf(details, reading).map(({ begins, received, answered, open }) => [
      new Date(`${begins}T00:00:00Z`),
      received,
      answered,
      open,
    ]),
    charts: [
      { as: 'columns', title: plain('statistics:chart.flow.moves'), labels: 0, values: [1, 2] },
      { as: 'line', title: plain('statistics:figure.open'), labels: 0, values: [3] },
    ],
  };
}

type PartsSheet = 'executors' | 'organizations' | 'settlements' | 'categories';

function parts(
  sheet: PartsSheet,
  by: 'executor' | 'organization' | 'settlement' | 'category',
  { rows }: Statistics,
  reading: Reading,
): Sheet {
  const { words } = reading;
  const { plain } = words;
  const isOfPeople = by === 'executor';
  return {
    name: plain(`statistics:sheet.${sheet}`),
    columns: columns(reading, [by, 'text', 34], ['received', 'number', 14], ['answered', 'number', 18], ['open', 'number', 12], ['missed', 'number', 14], ['done', 'number', 14], ['inTerm', 'number', 16], ['share', 'share', 14], ['median', 'decimal', 20], ['reexamined', 'number', 16]), // prettier-ignore
    rows: rows.map((row: Row) => [
      partName({ by, id: row.id, name: nameOf(by, row.key) }, words),
      row.received,
      sumOfAnswers(row),
      row.open,
      missedByReport(row),
      row.inTerm.of,
      row.inTerm.kept,
      shareOf(row.inTerm),
      hours(row.working.median),
      row.reexamined,
    ]),
    charts: [
      {
        as: 'bars',
        title: plain(isOfPeople ? 'statistics:chart.missed.title' : `statistics:chart.received.${by}`),
        labels: 0,
        values: [isOfPeople ? 4 : 1],
      },
    ],
  };
}

/** Hours of working time: a spreadsheet reckons with them. */
const hours = (minutes: number | null): number | null => (minutes === null ? null : Math.round(minutes / 6) / 10);

function stages({ report: { figures } }: PeriodDetails, reading: Reading): Sheet {
  const { plain } = reading.words;
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
