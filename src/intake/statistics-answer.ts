import { z } from 'zod';
import { offsetText } from '../regulation/zone';
import { isFinal, STAGES, type Stage } from '../regulation/vocabulary';
import { SLICES, type Figures, type Part, type Row, type Statistics } from '../usecases/statistics/figures';
import { spreadsheetTable, type TableCell } from '../text/spreadsheet-table';
import { says } from './complaints';

/** Stages that a term may be missed at, as columns of the table. */
const OPEN_STAGES = STAGES.filter((stage) => !isFinal(stage));

const count = z.int();
const one = z.int().meta(says('openapi.statistics.count'));
const minutes = z.int().nullable();
/** Null over nothing. */
const share = z.number().nullable();
const figures = {
  received: count.meta(says('openapi.statistics.received')),
  answered: z
    .object({ resolved: one, notResolved: one, declined: one, other: one })
    .meta(says('openapi.statistics.answered')),
  postponed: count.meta(says('openapi.statistics.postponed')),
  redirected: count.meta(says('openapi.statistics.redirected')),
  closed: count.meta(says('openapi.statistics.closed')),
  open: count.meta(says('openapi.statistics.open')),
  missed: z
    .object({
      total: one,
      byStage: z.partialRecord(z.enum(STAGES), z.int()).meta(says('openapi.statistics.byStage')),
      whole: one,
      duty: one,
      redirect: one,
    })
    .meta(says('openapi.statistics.missed')),
  keptInTerm: share.meta(says('openapi.statistics.keptInTerm')),
  reexamined: count.meta(says('openapi.statistics.reexamined')),
  dutyKept: share.meta(says('openapi.statistics.dutyKept')),
  fastTrackKept: share.meta(says('openapi.statistics.fastTrackKept')),
  workingMinutes: z
    .object({
      median: minutes.meta(says('openapi.statistics.median')),
      p90: minutes.meta(says('openapi.statistics.p90')),
    })
    .meta(says('openapi.statistics.workingMinutes')),
  marks: z.object({ '1': one, '2': one, '3': one, '4': one, '5': one }).meta(says('openapi.statistics.marks')),
};
const total = z.object(figures);
const row = z.object({ key: z.string().nullable().meta(says('openapi.statistics.key')), ...figures });

/** What `GET /api/statistics` answers. */
export const statisticsAnswer = z.object({
  from: z.iso.date().meta(says('openapi.statistics.from')),
  to: z.iso.date().meta(says('openapi.statistics.to')),
  asOf: z.iso.datetime({ offset: true }).meta(says('openapi.statistics.asOf')),
  by: z.enum(SLICES).meta(says('openapi.statistics.by')),
  rows: z.array(row).meta(says('openapi.statistics.rows')),
  total: total.meta(says('openapi.statistics.total')),
});
export type StatisticsAnswer = z.infer<typeof statisticsAnswer>;

/** @param zone of the office, in which moments are written */
export const answerOf = ({ period, asOf, by, rows, total: all }: Statistics, zone: string): StatisticsAnswer => ({
  ...period,
  asOf: localMoment(asOf, zone),
  by,
  rows: rows.map(rowOf),
  total: figuresOf(all),
});

const rowOf = (of: Row): z.infer<typeof row> => ({ key: of.key, ...figuresOf(of) });
const shareOf = ({ kept, of }: Part): number | null => (of === 0 ? null : kept / of);

function figuresOf(of: Figures): z.infer<typeof total> {
  const { received, answered, postponed, redirected, closed, open, reexamined, working, marks } = of;
  const { assumed: _assumed, ...missed } = of.missed;
  return {
    received,
    answered: { ...answered },
    ...{ postponed, redirected, closed, open },
    missed: { ...missed, byStage: { ...missed.byStage } },
    keptInTerm: shareOf(of.inTerm),
    reexamined,
    dutyKept: shareOf(of.duty),
    fastTrackKept: shareOf(of.fastTrack),
    workingMinutes: { median: working.median, p90: working.p90 },
    marks: { ...marks },
  };
}

/** ISO 8601 with the zone's offset, to the second. */
function localMoment(moment: Date, zone: string): string {
  const { offset, local } = offsetText(moment.getTime(), zone);
  return `${local.slice(0, 19)}${offset}`;
}

// ── As a table ──────────────────────────────────────────────────────────────

/** Headings are dotted names; rows only. */
export const statisticsTable = ({ rows }: StatisticsAnswer): string =>
  spreadsheetTable([COLUMNS.map(({ name }) => name), ...rows.map((of) => COLUMNS.map(({ valueOf }) => valueOf(of)))]);

type AnsweredRow = StatisticsAnswer['rows'][number];
interface TableColumn {
  readonly name: string;
  readonly valueOf: (row: AnsweredRow) => TableCell;
}

const plain = (name: Exclude<keyof AnsweredRow, 'answered' | 'missed' | 'workingMinutes' | 'marks'>): TableColumn => ({
  name,
  valueOf: (of) => of[name],
});
const within = <Group extends 'answered' | 'workingMinutes' | 'marks'>(
  group: Group,
  names: readonly (keyof AnsweredRow[Group] & string)[],
): TableColumn[] =>
  names.map((name) => ({
    name: `${group}.${name}`,
    valueOf: (of) => {
      const figures: Readonly<Record<string, number | null>> = of[group];
      return figures[name] ?? null;
    },
  }));
const missedAt = (stage: Stage): TableColumn => ({
  name: `missed.byStage.${stage}`,
  valueOf: ({ missed }) => missed.byStage[stage] ?? 0,
});
const missedOf = (name: 'total' | 'whole' | 'duty' | 'redirect'): TableColumn => ({
  name: `missed.${name}`,
  valueOf: ({ missed }) => missed[name],
});

const COLUMNS: readonly TableColumn[] = [
  plain('key'),
  plain('received'),
  ...within('answered', ['resolved', 'notResolved', 'declined', 'other']),
  plain('postponed'),
  plain('redirected'),
  plain('closed'),
  plain('open'),
  missedOf('total'),
  ...OPEN_STAGES.map(missedAt),
  missedOf('whole'),
  missedOf('duty'),
  missedOf('redirect'),
  plain('keptInTerm'),
  plain('reexamined'),
  plain('dutyKept'),
  plain('fastTrackKept'),
  ...within('workingMinutes', ['median', 'p90']),
  ...within('marks', ['1', '2', '3', '4', '5']),
];
