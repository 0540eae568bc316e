import { dayOf } from '../../../src/regulation/calendar';
import { daysLate } from '../../../src/regulation/deadlines';
import type { Lateness, LateCause } from '../../../src/regulation/lateness';
import { capitalised } from '../../../src/text/capitalised';
import { nameOf, type MissedRow } from '../../../src/usecases/statistics/period-rows';
import type { PeriodDetails } from '../../../src/usecases/statistics/period';
import type { ReportTable } from '../../../src/usecases/kit/ports';
import {
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Row,
  type Statistics,
  type Part,
} from '../../../src/usecases/statistics/figures';
import type { Reading } from '../kit/turn';
import { causesInWords, longestLine } from '../terms/late-words';
import {
  numberWords,
  partWords,
  daysWords,
  answeredAs,
  TENTHS_FROM,
  heldParagraphs,
  periodWords,
} from './figure-words';
import { partName, partLines } from './report-buttons';
import { entriesOf } from '../../../src/regulation/lists';
import type { Addressees } from '../../../src/usecases/answers/given-files';
import { addresseeWords } from '../answers/signed-line';
import { fullDay, momentIn } from '../kit/calendar-words';

/** So many rows a leader reads; what is over is one row, or said to be in the workbook. */
const [ROWS, LATE] = [15, 40];
const NONE = '–';

/** What a paper lists: by executor and by category beside the days before, then what was late. Nothing of any applicant. */
export const tablesOf = (
  details: PeriodDetails,
  missed: readonly MissedRow[],
  lateness: ReadonlyMap<string, Lateness>,
  reading: Reading,
): readonly ReportTable[] =>
  [
    partsTable('executor', details, reading),
    partsTable('category', details, reading),
    lateTable(missed, lateness, reading),
  ].flatMap((table) => (table.rows.length === 0 ? [] : [table]));

const COUNTED = {
  received: ({ received }: Figures) => received,
  answered: sumOfAnswers,
  missed: missedByReport,
} as const;

function partsTable(
  by: 'executor' | 'category',
  { report, executors, categories }: PeriodDetails,
  reading: Reading,
): ReportTable {
  const { words } = reading;
  const { plain } = words;
  const all = by === 'executor' ? executors : categories;
  const counts = ({ received, open, ...row }: Row) => received + open + sumOfAnswers(row) + missedByReport(row);
  const rows = all.rows.filter((row) => (by === 'category' || row.id !== null) && counts(row) > 0);
  const most = rows.length === ROWS + 1 ? ROWS + 1 : ROWS;
  const others = rows.slice(most);
  const besides = [report.before && all.before, report.yearBefore && all.yearBefore].flatMap((one) => one ?? []);
  const rowIn = ({ rows: of }: Pick<Statistics, 'rows'>, id: string | null) => of.find((row) => row.id === id) ?? null;
  const cell = (row: Row, of: (figures: Figures) => number): string => {
    const value = numberWords(of(row));
    if (besides.length === 0) return value;
    const than = besides.map((beside) => {
      const then = rowIn(beside, row.id);
      return then ? numberWords(of(then)) : numberWords(0);
    });
    return plain('statistics:paper.table.cell', { value, beside: than.join('; ') });
  };
  const sum = (of: (figures: Figures) => number) => numberWords(others.reduce((total, row) => total + of(row), 0));
  return {
    title: plain(`statistics:cut.${by}`),
    columns: [
      plain(`statistics:of.${by}`),
      ...(['received', 'answered', 'missed', 'open'] as const).map((name) => plain(`statistics:column.${name}`)),
      plain('statistics:column.share'),
    ],
    widths: [30, 16, 16, 14, 10, 14],
    rows: [
      ...rows
        .slice(0, most)
        .map((row) => [
          capitalised(partName({ by, id: row.id, name: nameOf(by, row.key) }, words)),
          ...Object.values(COUNTED).map((of) => cell(row, of)),
          numberWords(row.open),
          partWords(row.inTerm, words) ?? NONE,
        ]),
      ...(others.length === 0
        ? []
        : [
            [
              plain('statistics:paper.table.others', { count: others.length }),
              ...Object.values(COUNTED).map(sum),
              sum(({ open }) => open),
              NONE,
            ],
          ]),
    ],
    note:
      besides.length === 0
        ? null
        : plain('statistics:beside', { days: besides.map(({ period }) => daysWords(period)).join('; ') }),
  };
}

const lateBy = ({ dueAt, endedAt }: MissedRow, { calendar, now }: Reading): number =>
  daysLate(dueAt, dayOf(endedAt ?? now, calendar), calendar);

/** The terms of each appeal that was late, the longest first; so are the appeals. */
function lateAppeals(missed: readonly MissedRow[], reading: Reading): MissedRow[][] {
  const byNumber = new Map<string, { readonly row: MissedRow; readonly days: number }[]>();
  for (const row of missed)
    byNumber.set(row.number, [...(byNumber.get(row.number) ?? []), { row, days: lateBy(row, reading) }]);
  return [...byNumber.values()]
    .map((rows) => rows.sort((one, other) => other.days - one.days))
    .sort(([one], [other]) => (other?.days ?? 0) - (one?.days ?? 0))
    .map((rows) => rows.map(({ row }) => row));
}

const shownOf = ({ length }: readonly unknown[]): number => (length === LATE + 1 ? LATE + 1 : LATE);

/** Of which terms a paper says into what their time went: of each appeal that it lists, the longest. */
export const explainedOf = (missed: readonly MissedRow[], reading: Reading): readonly string[] => {
  const appeals = lateAppeals(missed, reading);
  return appeals.slice(0, shownOf(appeals)).flatMap(([worst]) => worst?.id ?? []);
};

/** An appeal once, whatever it missed; the latest first. */
function lateTable(
  missed: readonly MissedRow[],
  lateness: ReadonlyMap<string, Lateness>,
  reading: Reading,
): ReportTable {
  const { words } = reading;
  const { plain } = words;
  const appeals = lateAppeals(missed, reading);
  const most = shownOf(appeals);
  const whose = ({ holder, organization }: MissedRow) => holder ?? organization ?? plain('digest:weekly.coordinators');
  return {
    title: plain('statistics:paper.table.late', { count: appeals.length }),
    columns: [
      plain('statistics:column.number'),
      plain('statistics:column.place'),
      plain('statistics:column.daysLate'),
      plain('statistics:column.holder'),
      plain('statistics:column.why'),
    ],
    widths: [16, 22, 14, 17, 31],
    rows: appeals.slice(0, most).map((rows) => {
      const [worst] = rows;
      return [
        worst?.number ?? '',
        worst?.place ?? worst?.category ?? NONE,
        worst ? numberWords(lateBy(worst, reading)) : NONE,
        [...new Set(rows.map(whose))].join(', '),
        [
          ...new Set(rows.flatMap((row) => whyOf(row, reading))),
          ...(worst ? spentOn(worst, lateness.get(worst.id), reading) : []),
        ].join('; '),
      ];
    }),
    note: appeals.length > most ? plain('statistics:paper.table.more', { count: appeals.length - most }) : null,
  };
}

/** Which term it was, and what there was beside it. */
function whyOf({ kind, stage, waitedFor }: MissedRow, { words: { plain } }: Reading): string[] {
  const term =
    kind === 'stage'
      ? plain('statistics:behind.stage', { stage: plain(`appeal:stage.${stage}`) })
      : plain(`statistics:missedBy.${kind}`);
  return [term, ...waitedFor.map((body) => plain('statistics:paper.table.waited', { body }))];
}

/** Into what its working time went, the most first, and with whom it lay longest: a name only where one may stand beside it. */
function spentOn({ holder }: MissedRow, lateness: Lateness | undefined, { words }: Reading): string[] {
  if (!lateness) return [];
  const { longest } = lateness;
  const isShown = longest !== null && (longest.name === null || holder !== null);
  return [causesInWords(lateness, words), ...longestLine({ longest: isShown ? longest : null }, words)].filter(
    (said) => said !== '',
  );
}

/**
 * A report on paper, but for its pictures and the office's head: two paragraphs in plain words, tables, and where they come from.
 * @param late into what the time of missed terms went: of those whose ids are there, and of all together, unless nobody has added that up
 */
export function paperOf(
  details: PeriodDetails,
  missed: readonly MissedRow[],
  to: Addressees,
  reading: Reading,
  late: LateOfPaper = { each: new Map(), causes: null },
) {
  const { report } = details;
  const { words } = reading;
  const { plain } = words;
  return {
    title: plain('statistics:paper.title', { period: periodWords(report.named, words) }),
    addressee: addresseeWords(plain('statistics:paper.to'), to.head, to, words),
    paragraphs: [
      ...partLines(report.parts, words).map((line) => `${line}.`),
      workOf(report, reading),
      [termsOf(report.figures, reading), ...(late.causes === null ? [] : [spentInAll(late.causes, reading)])].join(' '),
      ...heldParagraphs(report, words),
    ],
    tables: tablesOf(details, missed, late.each, reading),
    note: plain('statistics:paper.asOf', { moment: momentIn(report.asOf, { ...reading, onPaper: true }) }),
  };
}

interface LateOfPaper {
  readonly each: ReadonlyMap<string, Lateness>;
  readonly causes: Readonly<Record<LateCause, number>> | null;
}

type Report = PeriodDetails['report'];

/** What came, what was done, what is left. */
function workOf({ named, counted, figures, before }: Report, { words }: Reading): string {
  const { plain } = words;
  const period = periodWords(named, words);
  const { received, open, backlog } = figures;
  const came =
    received === 0
      ? plain('statistics:paper.receivedNone', { period })
      : plain('statistics:paper.received', { period, count: received });
  const answered = sumOfAnswers(figures);
  const types = answeredAs(figures).map(([type, count]) =>
    plain('statistics:paper.type', { type: plain(`statistics:type.${type}`), count }),
  );
  const others = (
    [
      ['elseRedirected', figures.redirected],
      ['elsePostponed', figures.postponed],
      ['elseClosed', figures.closed],
      ['elseReexamined', figures.reexamined],
    ] as const
  ).flatMap(([key, count]) => (count === 0 ? [] : [plain(`statistics:paper.${key}`, { count })]));
  const day = fullDay(counted.to);
  return [
    before?.figures
      ? plain('statistics:paper.than', { text: came, days: daysWords(before.period), count: before.figures.received })
      : plain('statistics:paper.ends', { text: came }),
    answered === 0
      ? plain('statistics:paper.ends', { text: plain('statistics:paper.answeredNone') })
      : plain('statistics:paper.types', {
          text: plain('statistics:paper.answered', { count: answered }),
          types: types.join(', '),
        }),
    ...(others.length === 0 ? [] : [plain('statistics:paper.else', { what: others.join(', ') })]),
    open === 0 ? plain('statistics:paper.openNone', { day }) : plain('statistics:paper.open', { day, count: open }),
    ...(backlog === 0 ? [] : [plain('statistics:paper.backlog', { count: backlog })]),
  ].join(' ');
}

/** The most first. */
function spentInAll(summed: Readonly<Record<LateCause, number>>, { words }: Reading): string {
  const causes = entriesOf(summed).flatMap(([cause, time]) => (time > 0 ? [{ cause, time }] : []));
  return words.plain('statistics:paper.spent', { list: causesInWords({ causes }, words) });
}

/** What was late, what was kept, how long it took. */
function termsOf(figures: Figures, reading: Reading): string {
  const { missed, inTerm, duty, working } = figures;
  const total = missedByReport(figures);
  const { words } = reading;
  const { plain } = words;
  const byStage = Object.values<number>(missed.byStage).reduce((sum, count) => sum + count, 0) - missed.assumed;
  const kinds = (
    [
      ['missedWhole', missed.whole],
      ['missedStage', byStage],
      ['missedDuty', missed.duty],
      ['missedRedirect', missed.redirect],
    ] as const
  ).flatMap(([key, count]) => (count === 0 ? [] : [plain(`statistics:paper.${key}`, { count })]));
  const keptOf = (part: Part) => partWords(part, words);
  const [finished, reported] = [keptOf(inTerm), keptOf(duty)];
  return [
    total === 0
      ? plain('statistics:paper.missedNone')
      : plain('statistics:paper.missedOf', {
          text: plain('statistics:paper.missed', { count: total }),
          kinds: kinds.join(', '),
        }),
    ...(missed.assumed === 0 ? [] : [`${plain('statistics:assumed', { count: missed.assumed })}.`]),
    ...(finished === null
      ? []
      : [
          inTerm.kept === inTerm.of
            ? plain('statistics:paper.inTermAll')
            : plain('statistics:paper.inTerm', { part: finished }),
        ]),
    ...(reported === null ? [] : [plain('statistics:paper.duty', { part: reported })]),
    ...timesOf(working, reading),
  ].join(' ');
}

/** How long answers took; of few only what few can tell. */
function timesOf({ median, p90, of }: Figures['working'], reading: Reading): string[] {
  const { plain } = reading.words;
  if (median === null || p90 === null) return [];
  const half = longTime(median, reading);
  if (of === 1) return [plain('statistics:paper.timeOfOne', { median: half })];
  return of < TENTHS_FROM
    ? [plain('statistics:paper.timesOfFew', { median: half, count: of })]
    : [plain('statistics:paper.times', { median: half, p90: longTime(p90, reading) })];
}

/** «3,9 рабочего дня»: what is counted is what is read, so a number is rounded before its word is chosen. */
function longTime(minutes: number, { words: { plain }, calendar: { opensAt, closesAt } }: Reading): string {
  if (Math.round(minutes) < 1) return plain('statistics:paper.lessThanMinute');
  const day = closesAt - opensAt;
  const [unit, value] =
    minutes < 60
      ? (['minutes', Math.round(minutes)] as const)
      : minutes < day
        ? (['hours', rounded(minutes / 60)] as const)
        : (['days', rounded(minutes / day)] as const);
  return plain(`statistics:paper.${unit}`, { count: value, value: numberWords(value) });
}
const rounded = (value: number): number => Math.round(value * 10) / 10;
