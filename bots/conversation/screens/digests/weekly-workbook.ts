import { dayOf, timeOfDay, type OfficeCalendar } from '../../../../src/regulation/calendar';
import { daysLate } from '../../../../src/regulation/deadlines';
import { MISSED_TERMS } from '../../../../src/regulation/nags';
import type { Rows, WeeklyDetails } from '../../../../src/usecases/digests/weekly-report';
import { type WeeklyReport } from '../../../../src/usecases/kit/messages';
import { WEEK_NUMBERS } from '../../../../src/usecases/kit/digest-params';
import type { Sheet, SheetColumn } from '../../../../src/usecases/kit/sent-table';
import type { AppealLine } from '../../../../src/usecases/lists/lists';
import type { Reading } from '../../turn';
import { fullDay } from '../dates';
import { namelessOf } from './left-out';
import { holderName } from './weekly-report';

type Cell = Sheet['rows'][number][number];

/** What the report of the week is called as a file for a spreadsheet program. */
export const weeklyFileName = (report: WeeklyReport, { words: { plain } }: Reading): string =>
  plain('digest:weekly.file', { from: fullDay(report.from), to: fullDay(report.to) });

/** Its numbers as they were then, its lists as they are now. Names of officials, places of problems and numbers: nothing of any applicant. */
export const weeklySheets = (report: WeeklyReport, { missed, open }: WeeklyDetails, reading: Reading): Sheet[] => [
  {
    name: reading.words.plain('digest:weekly.sheet.summary'),
    columns: columns(reading, ['what', 'text', 48], ['count', 'number', 12], ['change', 'number', 18]),
    rows: summary(report, reading),
  },
  missedSheet(missed, reading),
  openSheet(open, reading),
];

const clock = (instant: Date | null, { calendar }: Reading) => instant && clockReading(instant, calendar);

function missedSheet(missed: WeeklyDetails['missed'], reading: Reading): Sheet {
  const { words, calendar, now } = reading;
  return {
    name: words.plain('digest:weekly.sheet.missed'),
    columns: columns(
      reading,
      ['number', 'text', 16],
      ['term', 'text', 28],
      ['stage', 'text', 30],
      ['due', 'moment', 18],
      ['ended', 'moment', 18],
      ['days', 'number', 18],
      ['holder', 'text', 26],
    ),
    rows: rowsOf(missed, reading, ({ number, kind, stage, due, endedAt, holder, organization, deputy }) => [
      number,
      words.plain(`digest:weekly.term.${kind}`),
      words.plain(`appeal:stage.${stage}`),
      clock(due, reading),
      clock(endedAt, reading),
      daysLate(due, dayOf(endedAt ?? now, calendar), calendar),
      holderName({ name: holder, organization, deputy }, words),
    ]),
  };
}

/** What is «просрочено сейчас» says by which term: its rows are as many as the summary counts. */
function openSheet(open: WeeklyDetails['open'], reading: Reading): Sheet {
  const { words } = reading;
  return {
    name: words.plain('digest:weekly.sheet.open'),
    columns: columns(
      reading,
      ['number', 'text', 16],
      ['kind', 'text', 20],
      ['stage', 'text', 30],
      ['place', 'text', 40],
      ['category', 'text', 28],
      ['holder', 'text', 26],
      ['stageDue', 'moment', 18],
      ['wholeDue', 'day', 14],
      ['overdue', 'text', 22],
    ),
    rows: rowsOf(open, reading, ({ overdue, ...line }) => [
      line.number,
      words.plain(`appeal:kind.${line.kind}`),
      words.plain(`appeal:stage.${line.stage}`),
      line.place,
      line.category,
      holderOf({ ...line, overdue }, words),
      clock(line.stageDue, reading),
      clock(line.due, reading),
      overdue?.now && !overdue.beside ? words.plain(`digest:weekly.term.${overdue.term}`) : null,
    ]),
  };
}

function holderOf(line: AppealLine, words: Reading['words']): string {
  const nobodys = namelessOf(line);
  if (nobodys !== null) return words.plain(`nag:ahead.unnamed.${nobodys}`);
  return holderName({ name: line.holder, organization: line.organization, deputy: null }, words);
}

function summary({ numbers, missed, leftOut, people }: WeeklyReport, { words }: Reading): Cell[][] {
  const { plain } = words;
  return [
    ...WEEK_NUMBERS.map((name) => [plain(`digest:weekly.row.${name}`), numbers[name].count, numbers[name].change]),
    ...leftOut.map(({ why, count }) => [
      plain('digest:weekly.row.leftOut', { why: plain(`nag:ahead.unnamed.${why}`) }),
      count,
      null,
    ]),
    ...MISSED_TERMS.map((kind) => [
      plain('digest:weekly.row.term', { what: plain(`digest:weekly.term.${kind}`) }),
      missed[kind].count,
      missed[kind].change,
    ]),
    ...people.map((one) => [plain('digest:weekly.row.person', { name: holderName(one, words) }), one.count, null]),
  ];
}

type Heading = 'what' | 'count' | 'change' | 'number' | 'term' | 'stage' | 'due' | 'ended' | 'days' | 'holder' | 'kind' | 'place' | 'category' | 'stageDue' | 'wholeDue' | 'overdue'; // prettier-ignore

const columns = (
  { words: { plain } }: Reading,
  ...described: readonly (readonly [Heading, SheetColumn['type'], number])[]
): SheetColumn[] =>
  described.map(([heading, type, width]) => ({ heading: plain(`digest:weekly.column.${heading}`), type, width }));

/** What did not go in is said in the last row. */
const rowsOf = <Row>(
  { rows, more }: Rows<Row>,
  { words: { plain } }: Reading,
  cells: (row: Row) => Cell[],
): Cell[][] => (more === 0 ? rows.map(cells) : [...rows.map(cells), [plain('digest:weekly.more', { count: more })]]);

/** What the office's clock shows, as if it were UTC: a spreadsheet knows no zones. */
function clockReading(instant: Date, calendar: OfficeCalendar): Date {
  const minutes = Math.floor(timeOfDay(instant, calendar));
  return new Date(Date.parse(`${dayOf(instant, calendar)}T00:00:00Z`) + minutes * 60_000);
}
