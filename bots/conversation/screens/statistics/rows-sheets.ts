import { dayOf, timeOfDay } from '../../../../src/regulation/calendar';
import { daysLate } from '../../../../src/regulation/deadlines';
import type { ListRow } from '../../../../src/usecases/statistics/narrowed-lists';
import type { MissedRow, PeriodRows, ReceivedRow } from '../../../../src/usecases/statistics/period-rows';
import type { Sheet, SheetCell, SheetColumn } from '../../../../src/usecases/kit/sent-table';
import type { Reading } from '../../turn';
import { holderOf, whyListed } from '../lists/list-screen';

type Heading = 'number' | 'kind' | 'registered' | 'settlement' | 'place' | 'category' | 'subcategory' | 'fact' | 'stage' | 'executor' | 'organization' | 'due' | 'finished' | 'answer' | 'verdict' | 'daysLate' | 'term' | 'holder' | 'ended' | 'listedFor'; // prettier-ignore

interface RowColumn<Row> extends Pick<SheetColumn, 'type' | 'width'> {
  readonly heading: Heading;
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
