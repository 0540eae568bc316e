import { STAGES } from '../../../../src/regulation/vocabulary';
import { nameOf, type PeriodRows } from '../../../../src/usecases/statistics/period-rows';
import type { PeriodDetails } from '../../../../src/usecases/statistics/period';
import {
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Part,
  type Row,
  type Statistics,
} from '../../../../src/usecases/statistics/figures';
import type { Sheet, SheetCell, SheetColumn } from '../../../../src/usecases/kit/sent-table';
import type { Reading } from '../../turn';
import { stepsOf } from './charts-of';
import { figureAlone } from './figure-words';
import { heldRows } from './held-words';
import { partName } from './part-words';
import { rowsSheets } from './rows-sheets';

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

type Heading = 'what' | 'value' | 'before' | 'yearBefore' | 'day' | 'month' | 'executor' | 'organization' | 'settlement' | 'category' | 'stage' | 'median' | 'p90' | 'count' | 'received' | 'answered' | 'open' | 'missed' | 'done' | 'inTerm' | 'share' | 'reexamined'; // prettier-ignore

const columns = (
  { words: { plain } }: Reading,
  ...described: readonly (readonly [Heading, SheetColumn['type'], number])[]
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
