import { dayOf, timeOfDay } from '../../../src/regulation/calendar';
import type { Sheet, SheetColumn } from '../../../src/usecases/kit/sent-table';
import {
  type JournalRead,
  type ViolationLine,
  JOURNAL_PLACES,
  placeOf,
  readJournal,
} from '../../../src/usecases/violations/read-violations';
import { shorten } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { kindWords, numbersOf, lateMinutes, stateWords, whoseWords, onlyWords, whoseOnPaper } from './journal';
import { VIOLATION_KINDS } from '../../../src/regulation/violations/kinds';
import { type Addressees, readAddressees } from '../../../src/usecases/answers/given-files';
import { capitalised } from '../../../src/text/capitalised';
import type { ReportTable } from '../../../src/usecases/kit/ports';
import type { Named } from '../../../src/usecases/statistics/figures';
import { fullDay, momentIn } from '../kit/calendar-words';
import { periodWords, daysWords } from '../statistics/figure-words';
import { addresseeOf, type Worded } from './violation-papers';
import { letterheadOf } from '../../../src/usecases/kit/settings';
import { headNow } from '../../../src/usecases/proof/sealed';
import { shortName } from '../../../src/usecases/kit/officials';
import { readViolation } from '../../../src/usecases/violations/read-violation';
import { drawViolation } from './violation-screen';
import { withHead } from '../proof/head-words';
import { type DeliveringDeps, type Renderers, say, skipped, toPerson } from '../kit/renderer';

/** Characters that a cell of a spreadsheet takes, with room for what the shortening adds. */
const CELL_OF_WORKBOOK = 32_000;

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
    cell: ({ explanation }) => explanation && shorten(explanation, CELL_OF_WORKBOOK),
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

/** Of a cell, in characters: a longer one goes on in the row below, so that a row stands on one page. */
const PIECE = 700;
/** Of the words of an explanation beside its case: what is longer stands below by itself. */
const BESIDE = 250;
const WIDTHS = [5, 17, 25, 23, 32, 23];
/** Of a row that has the whole width. */
const WIDE = 2_500;

/** A period of the journal on paper, of all or of one person: how many of what, then each. */
export function journalPaper(
  { lines, of, only }: JournalRead,
  named: Named,
  { to, preparedBy }: { readonly to: Addressees; readonly preparedBy: string },
  read: Reading,
): Worded {
  const reading: Reading = { ...read, onPaper: true };
  const { words, now } = reading;
  const { plain } = words;
  const period = periodWords(named, words);
  return {
    title:
      of === null
        ? plain('violation:paper.journal', { period })
        : plain('violation:paper.journalOf', { period, name: of }),
    addressee: addresseeOf(to, reading),
    paragraphs: [
      ...(only === null ? [] : [onlyWords(only, words)]),
      ...(lines.length === 0 ? [plain('violation:paper.nothing')] : []),
    ],
    tables:
      lines.length === 0 ? [] : [totals(lines, reading), entries(lines, reading), ...explanations(lines, reading)],
    note: plain('violation:paper.note', { moment: momentIn(now, reading) }),
    preparedBy: plain('violation:paper.preparedBy', { name: preparedBy }),
  };
}

function totals(lines: readonly ViolationLine[], { words: { plain } }: Reading): ReportTable {
  const row = (name: string, of: readonly ViolationLine[]) => [
    name,
    ...JOURNAL_PLACES.map((place) => String(of.filter((line) => placeOf(line) === place).length)),
    String(of.length),
  ];
  const kinds = VIOLATION_KINDS.map((kind) => ({ kind, of: lines.filter((line) => line.kind === kind) }));
  return {
    title: plain('violation:paper.totals'),
    columns: [
      plain('violation:column.kind'),
      ...JOURNAL_PLACES.map((place) => plain(`violation:filter.state.${place}`)),
      plain('violation:paper.total'),
    ],
    widths: [17, 14, 17, 20, 20, 13, 17, 10],
    rows: [
      ...kinds.filter(({ of }) => of.length > 0).map(({ kind, of }) => row(plain(`violation:filter.kind.${kind}`), of)),
      row(plain('violation:paper.total'), lines),
    ],
    note: null,
  };
}

function entries(lines: readonly ViolationLine[], reading: Reading): ReportTable {
  const { plain } = reading.words;
  return {
    title: plain('violation:paper.entries'),
    columns: [
      plain('violation:paper.place'),
      plain('violation:column.number'),
      plain('violation:column.kind'),
      plain('violation:column.people'),
      plain('violation:paper.explained'),
      plain('violation:paper.outcome'),
    ],
    widths: WIDTHS,
    rows: lines.flatMap((line, index) => entryRows(line, index + 1, reading)),
    note: null,
  };
}

function entryRows(line: ViolationLine, place: number, reading: Reading): string[][] {
  const { words } = reading;
  const { explanation, number, beside, at } = line;
  const cells = [
    [String(place)],
    inPieces(numbersOf(number, beside, words)),
    [`${kindWords(line, words)}\n${momentIn(at, reading)}`],
    inPieces(whoseOnPaper(line, words)),
    inPieces([...explainedWords(line, reading), ...briefly(explanation, reading)].join('\n')),
    inPieces(outcomeWords(line, reading)),
  ];
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) => cells.map((cell) => cell[index] ?? ''));
}

const briefly = (explanation: string | null, { words: { plain } }: Reading): string[] => {
  if (explanation === null) return [];
  if (!isLong(explanation)) return [explanation];
  return [plain('violation:paper.goesOn', { start: shorten(explanation, BESIDE) })];
};
const isLong = (explanation: string): boolean => explanation.length > BESIDE;

/** Those that are too long to stand beside their case, each by its place in the table. */
function explanations(lines: readonly ViolationLine[], { words: { plain } }: Reading): ReportTable[] {
  const rows = lines.flatMap(({ explanation }, index) =>
    explanation !== null && isLong(explanation)
      ? inPieces(explanation, WIDE).map((piece, at) => [at === 0 ? String(index + 1) : '', piece])
      : [],
  );
  if (rows.length === 0) return [];
  const columns = [plain('violation:paper.place'), plain('violation:paper.explained')];
  return [{ title: plain('violation:paper.whole'), columns, widths: [5, 95], rows, note: null }];
}

function explainedWords({ explainedAt, late }: ViolationLine, reading: Reading): string[] {
  if (explainedAt === null) return [];
  const moment = momentIn(explainedAt, reading);
  return [reading.words.plain(late ? 'violation:paper.entryLate' : 'violation:paper.entryExplained', { moment })];
}

function outcomeWords(line: ViolationLine, reading: Reading): string {
  const { words } = reading;
  const { plain } = words;
  const { decision, orderNumber, orderDay, decisionWords } = line;
  if (decision === null) return capitalised(stateWords(line, words));
  const said = plain(`violation:decision.${decision}`);
  const ordered =
    orderNumber === null || orderDay === null
      ? said
      : plain('violation:paper.entryOrder', { decision: said, number: orderNumber, day: fullDay(orderDay) });
  const kept = line.inForce ? [] : [capitalised(stateWords(line, words))];
  return [...kept, ordered, ...(decisionWords === null ? [] : [decisionWords])].join('\n');
}

/** Cut between words. */
function inPieces(text: string, most = PIECE): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const space = Math.max(rest.lastIndexOf(' ', most), rest.lastIndexOf('\n', most));
    const end = space > most / 2 ? space : most;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest];
}

/** What has become of a violation, and the journal as a file. */
export function violations(deps: DeliveringDeps): Renderers<'violation' | 'violationsFile'> {
  const { desk, voice, readingFor, writeWorkbook, papers } = deps;
  return {
    violation: toPerson(deps, async (official, { violationId, news }, message) => {
      const view = await readViolation(desk, official, violationId);
      // Whoever was asked by mistake hears that it is over, and sees nothing of it any more.
      const isAsked = news === 'asked' || news === 'reminded';
      if (isAsked && !view?.acts.includes('explain')) return skipped('nothing is asked of them any more');
      return say(
        deps,
        message,
        await drawViolation(deps, { official, reading: readingFor(official) }, violationId, news),
      );
    }),
    violationsFile: toPerson(deps, async (official, { format, unit, from, to, ofId, only }, { chatId }) => {
      const read = await readJournal(desk, official, { from, to, ofId, only });
      if (!read) return skipped('the journal is not theirs any more');
      const reading = readingFor(official);
      const { plain, locale } = reading.words;
      const named = { unit, from, to };
      const name = plain(`violation:file.${format}`, { days: daysWords(named) });
      if (format === 'xlsx')
        return {
          outcome: 'sent',
          message: await voice.sendFile(chatId, name, await writeWorkbook(journalSheets(read, reading))),
        };
      const head = await letterheadOf(desk);
      const names = [head.nameRu, head.nameTt].filter((one) => one !== '');
      const bytes = await papers.writeReport({
        locale,
        head: names.length === 0 ? null : { name: names, contacts: head.contacts },
        ...withHead(
          journalPaper(read, named, { to: await readAddressees(desk), preparedBy: shortName(official.name) }, reading),
          await headNow(desk),
          reading,
        ),
        pictures: [],
        issuedAt: reading.now,
      });
      return { outcome: 'sent', message: await voice.sendFile(chatId, name, bytes) };
    }),
  };
}
