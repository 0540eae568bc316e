import { dayOf } from '../../../../src/regulation/calendar';
import { daysLate } from '../../../../src/regulation/deadlines';
import type { Lateness } from '../../../../src/regulation/lateness';
import { capitalised } from '../../../../src/text/capitalised';
import { nameOf, type MissedRow } from '../../../../src/usecases/statistics/period-rows';
import type { PeriodDetails } from '../../../../src/usecases/statistics/period';
import type { ReportTable } from '../../../../src/usecases/kit/ports';
import {
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Row,
  type Statistics,
} from '../../../../src/usecases/statistics/figures';
import type { Reading } from '../../turn';
import { causesInWords, longestLine } from '../appeals/late-words';
import { numberWords, partWords } from './figure-words';
import { partName } from './part-words';
import { daysWords } from './period-words';

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
