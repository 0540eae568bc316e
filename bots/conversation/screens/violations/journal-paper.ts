import { VIOLATION_KINDS } from '../../../../src/regulation/violations/kinds';
import type { Addressees } from '../../../../src/usecases/answers/given-files';
import { capitalised } from '../../../../src/text/capitalised';
import type { ReportTable } from '../../../../src/usecases/kit/ports';
import type { Named } from '../../../../src/usecases/statistics/figures';
import {
  JOURNAL_PLACES,
  placeOf,
  type JournalRead,
  type ViolationLine,
} from '../../../../src/usecases/violations/read-violations';
import { shorten } from '../../screen';
import type { Reading } from '../../turn';
import { fullDay, momentIn } from '../dates';
import { periodWords } from '../statistics/period-words';
import { addresseeOf, type Worded } from './violation-papers';
import { kindWords, numbersOf, onlyWords, stateWords, whoseOnPaper } from './violation-words';

/** Of a cell, in characters: a longer one goes on in the row below, so that a row stands on one page. */
const CELL = 700;
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
function inPieces(text: string, most = CELL): string[] {
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
