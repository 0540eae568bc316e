import { toPlainDate as day } from '../../src/regulation/calendar';
import type { EngagementFigures } from '../../src/usecases/statistics/engagement-figures';
import type { PeriodDetails, PeriodReport } from '../../src/usecases/statistics/period';
import type { Figures, Row, Slice, Statistics } from '../../src/usecases/statistics/figures';

type Given = {
  readonly [Name in keyof Figures]?: Figures[Name] extends object ? Partial<Figures[Name]> : Figures[Name];
};

/** Figures of a period of which only these are something. */
export const figures = (given: Given = {}): Figures => ({
  received: given.received ?? 0,
  answered: { resolved: 0, notResolved: 0, declined: 0, other: 0, ...given.answered },
  postponed: given.postponed ?? 0,
  redirected: given.redirected ?? 0,
  closed: given.closed ?? 0,
  open: given.open ?? 0,
  backlog: given.backlog ?? 0,
  missed: { total: 0, byStage: {}, whole: 0, duty: 0, redirect: 0, assumed: 0, ...given.missed },
  inTerm: { kept: 0, of: 0, ...given.inTerm },
  fastTrack: { kept: 0, of: 0, ...given.fastTrack },
  duty: { kept: 0, of: 0, ...given.duty },
  reexamined: given.reexamined ?? 0,
  reexaminedFor: {
    formal_answer: 0,
    photo_other_time: 0,
    photo_other_place: 0,
    photo_used_before: 0,
    other: 0,
    ...given.reexaminedFor,
  },
  working: { median: null, p90: null, of: 0, ...given.working },
  stages: given.stages ?? {},
  marks: { '1': 0, '2': 0, '3': 0, '4': 0, '5': 0, ...given.marks },
});

export const row = (id: string | null, key: string | null, given: Given = {}): Row => ({ id, key, ...figures(given) });

export const AS_OF = new Date('2026-11-30T14:00:00Z');
export const NOVEMBER = { from: day('2026-11-01'), to: day('2026-11-30') };

export const statistics = <By extends Slice>(
  by: By,
  rows: readonly Row[],
  total: Figures,
): Statistics & { readonly by: By } => ({
  by,
  period: NOVEMBER,
  rows,
  total,
  asOf: AS_OF,
  lag: 0,
  before: null,
  yearBefore: null,
});

/** A month as an office has it. */
export const MONTH = figures({
  received: 41,
  answered: { resolved: 20, notResolved: 3, declined: 1 },
  postponed: 2,
  redirected: 4,
  open: 11,
  backlog: 2,
  missed: { total: 7, byStage: { in_progress: 4, coordination: 1 }, whole: 1, duty: 1 },
  inTerm: { kept: 26, of: 28 },
  fastTrack: { kept: 9, of: 10 },
  duty: { kept: 11, of: 12 },
  reexamined: 1,
  reexaminedFor: { formal_answer: 1 },
  working: { median: 2_106, p90: 5_040, of: 24 },
  stages: {
    coordination: { median: 95, p90: 610, of: 41 },
    in_progress: { median: 1_620, p90: 4_300, of: 30 },
    answer_approval: { median: 40, p90: 300, of: 24 },
  },
  marks: { '5': 7, '4': 2, '2': 1 },
});

/** Of a month in which three were held and a direct line answered. */
export const HELD: EngagementFigures = {
  kinds: [
    { kind: 'poll', held: 2, participants: 340, proposals: 0 },
    { kind: 'hearings', held: 1, participants: 25, proposals: 7 },
  ],
  ...{ asked: 40, answered: 31, inTime: { kept: 27, of: 29 } },
};

export const report = (given: Partial<PeriodReport> = {}): PeriodReport => ({
  named: { unit: 'month', ...NOVEMBER },
  counted: NOVEMBER,
  asOf: AS_OF,
  lag: 0,
  parts: [],
  figures: MONTH,
  engagement: null,
  before: {
    period: { from: day('2026-10-01'), to: day('2026-10-31') },
    figures: figures({ received: 38 }),
    engagement: null,
  },
  yearBefore: { period: { from: day('2025-11-01'), to: day('2025-11-30') }, figures: figures(), engagement: null },
  overdueNow: 3,
  leftOut: [],
  ...given,
});

export const details = (given: Partial<PeriodDetails> = {}): PeriodDetails => ({
  report: report(),
  within: null,
  flow: statistics(
    'day',
    Array.from({ length: 30 }, (_, index) =>
      row(`2026-11-${String(index + 1).padStart(2, '0')}`, null, {
        received: (index * 7) % 5,
        answered: { resolved: (index * 3) % 4 },
        open: 5 + ((index * 11) % 9),
      }),
    ),
    MONTH,
  ),
  executors: statistics(
    'executor',
    [
      row('3', 'Петров П.П.', { received: 21, open: 6, missed: { total: 3 } }),
      row('4', 'Сидоров С.С.', { received: 12, open: 4, missed: { total: 1 } }),
      row('7', 'Мастеров М.М.', { received: 6, open: 1 }),
    ],
    MONTH,
  ),
  year: {
    ...statistics(
      'month',
      Array.from({ length: 12 }, (_, index) =>
        row(index === 0 ? '2025-12' : `2026-${String(index).padStart(2, '0')}`, null, {
          received: 30 + ((index * 7) % 15),
          missed: { total: (index * 5) % 9 },
        }),
      ),
      MONTH,
    ),
    period: { from: day('2025-12-01'), to: day('2026-11-30') },
    yearBefore: {
      period: { from: day('2024-12-01'), to: day('2025-11-30') },
      rows: [row('2025-03', null, { received: 21, missed: { total: 2 } }), row('2025-11', null, { received: 33 })],
      total: figures(),
    },
  },
  organizations: statistics('organization', [row('2', 'МБУ «Благоустройство»', { received: 4 })], MONTH),
  settlements: statistics('settlement', [row('Мамадыш', 'Мамадыш', { received: 41 })], MONTH),
  categories: statistics(
    'category',
    [
      row('Дороги', 'Дороги', { received: 25 }),
      row('Благоустройство', 'Благоустройство', { received: 12 }),
      row(null, null, { received: 4 }),
    ],
    MONTH,
  ),
  ...given,
});
