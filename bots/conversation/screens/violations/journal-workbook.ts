import { dayOf, timeOfDay } from '../../../../src/regulation/calendar';
import type { Sheet, SheetColumn } from '../../../../src/usecases/kit/sent-table';
import type { JournalRead, ViolationLine } from '../../../../src/usecases/violations/read-violations';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { kindWords, numbersOf, lateMinutes, stateWords, whoseWords } from './violation-words';

/** Characters that a cell of a spreadsheet takes, with room for what the shortening adds. */
const CELL = 32_000;

type Cell = Sheet['rows'][number][number];
interface JournalColumn extends Pick<SheetColumn, 'type' | 'width'> {
  readonly heading: 'number' | 'kind' | 'stage' | 'at' | 'ended' | 'late' | 'people' | 'opened' | 'state' | 'asked' | 'explained' | 'inTime' | 'explanation' | 'decision' | 'orderNumber' | 'orderDay' | 'words'; // prettier-ignore
  readonly cell: (line: ViolationLine, reading: Reading) => Cell;
}

const COLUMNS: readonly JournalColumn[] = [
  {
    heading: 'number',
    type: 'text',
    width: 16,
    cell: ({ number, beside }, { words }) => numbersOf(number, beside, words),
  },
  { heading: 'kind', type: 'text', width: 38, cell: (line, { words }) => kindWords(line, words) },
  { heading: 'stage', type: 'text', width: 28, cell: ({ stage }, { words }) => words.plain(`appeal:stage.${stage}`) },
  { heading: 'at', type: 'moment', width: 18, cell: ({ at }, reading) => onClock(at, reading) },
  { heading: 'ended', type: 'moment', width: 18, cell: ({ endedAt }, reading) => onClock(endedAt, reading) },
  { heading: 'late', type: 'decimal', width: 14, cell: lateHours },
  { heading: 'people', type: 'text', width: 32, cell: (line, { words }) => whoseWords(line, words) },
  { heading: 'opened', type: 'moment', width: 18, cell: ({ openedAt }, reading) => onClock(openedAt, reading) },
  { heading: 'state', type: 'text', width: 26, cell: (line, { words }) => stateWords(line, words) },
  { heading: 'asked', type: 'moment', width: 18, cell: ({ askedAt }, reading) => onClock(askedAt, reading) },
  {
    heading: 'explained',
    type: 'moment',
    width: 18,
    cell: ({ explainedAt }, reading) => onClock(explainedAt, reading),
  },
  {
    heading: 'inTime',
    type: 'text',
    width: 14,
    cell: ({ explainedAt, late }, { words }) =>
      explainedAt === null ? null : words.plain(`violation:inTime.${late ? 'no' : 'yes'}`),
  },
  {
    heading: 'explanation',
    type: 'text',
    width: 60,
    cell: ({ explanation }) => explanation && shorten(explanation, CELL),
  },
  {
    heading: 'decision',
    type: 'text',
    width: 18,
    cell: ({ decision }, { words }) => (decision === null ? null : words.plain(`violation:decision.${decision}`)),
  },
  { heading: 'orderNumber', type: 'text', width: 18, cell: ({ orderNumber }) => orderNumber },
  {
    heading: 'orderDay',
    type: 'day',
    width: 14,
    cell: ({ orderDay }) => (orderDay === null ? null : atMidnight(orderDay)),
  },
  { heading: 'words', type: 'text', width: 40, cell: ({ decisionWords }) => decisionWords },
];

/** A period of the journal as a workbook; what begins like a formula stays text, as in every workbook of ours. */
export const journalSheets = ({ lines }: JournalRead, reading: Reading): Sheet[] => [
  {
    name: reading.words.plain('violation:title'),
    columns: COLUMNS.map(({ heading, type, width }) => ({
      heading: reading.words.plain(`violation:column.${heading}`),
      type,
      width,
    })),
    rows: lines.map((line) => COLUMNS.map(({ cell }) => cell(line, reading))),
  },
];

/** How much working time a term is late by: until it was done, or until now. An answer that came back is late by nothing. */
function lateHours({ kind, at, endedAt, inForce }: ViolationLine, reading: Reading): number | null {
  if (kind === 'formal' || kind === 'photo' || !inForce) return null;
  return Math.round(lateMinutes(at, endedAt ?? reading.now, reading) / 6) / 10;
}

const atMidnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** What the office's clock shows, as if it were UTC: a spreadsheet knows no zones. */
function onClock(instant: Date | null, { calendar }: Reading): Date | null {
  if (instant === null) return null;
  const minutes = Math.floor(timeOfDay(instant, calendar));
  return new Date(atMidnight(dayOf(instant, calendar)).getTime() + minutes * 60_000);
}
