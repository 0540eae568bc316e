import { toPlainDate as day } from '../../../../src/regulation/calendar';
import { countedOf, type Figure, type PartOf } from '../../../../src/usecases/statistics/behind';
import type { Brought, Share } from '../../../../src/usecases/statistics/share';

const once = (on: string, what: string, more: Partial<Brought> = {}): Brought => ({
  day: day(on),
  until: null,
  what,
  bucket: null,
  rows: 'all',
  executorId: 3,
  ...more,
});
const share = (given: Partial<Share> = {}): Share => ({
  kind: 'message',
  category: ['Дороги', null, null],
  settlement: 'Мамадыш',
  channel: 'http',
  organizations: [],
  brought: [],
  open: [],
  isBacklog: false,
  ...given,
});
const NOVEMBER = { from: day('2026-11-01'), to: day('2026-11-30') };
const found = (of: Share, figure: Figure, part: PartOf | null = null) =>
  countedOf(of, figure, NOVEMBER, part === null ? [] : [part]).map(({ what, day: on }) => `${on} ${what}`);
const part = (by: PartOf['by'], key: string): PartOf => ({ by, has: (one) => one === key });

test('what a figure counts lies in its days, and still counts at their end', () => {
  const of = share({
    brought: [
      once('2026-10-31', 'answered.resolved', { until: day('2026-11-20') }),
      once('2026-11-20', 'answered.declined', { until: day('2026-11-25') }),
      once('2026-11-25', 'answered.resolved', { until: day('2026-12-01') }),
      once('2026-12-01', 'answered.other'),
      once('2026-11-02', 'received'),
    ],
  });
  expect(found(of, 'answered')).toEqual(['2026-11-25 answered.resolved']);
  expect(found(of, 'received')).toEqual(['2026-11-02 received']);
  expect(found(of, 'redirected')).toEqual([]);
});

test('what is open is what the changes up to the last day say', () => {
  const open = (by: 1 | -1, on: string) => ({ day: day(on), by, rows: 'others' as const, executorId: null });
  expect(found(share({ open: [open(1, '2026-10-03'), open(-1, '2026-12-02')] }), 'open')).toEqual(['2026-10-03 open']);
  expect(found(share({ open: [open(1, '2026-10-03'), open(-1, '2026-11-30')] }), 'open')).toEqual([]);
  const old = share({ open: [open(1, '2026-10-03')], isBacklog: true });
  expect([found(old, 'backlog'), found(share({ open: old.open }), 'backlog')]).toEqual([['2026-10-03 backlog'], []]);
});

test('a part is a row: of an executor by whoever it was then, of all else by the appeal', () => {
  const of = share({
    organizations: [7],
    brought: [
      once('2026-11-02', 'received', { rows: 'others', executorId: null }),
      once('2026-11-03', 'received', { rows: 'executor' }),
    ],
  });
  expect(found(of, 'received', part('executor', '3'))).toEqual(['2026-11-03 received']);
  expect(found(of, 'received', part('executor', '4'))).toEqual([]);
  expect(found(of, 'received', part('organization', '7'))).toEqual(['2026-11-02 received']);
  expect(found(of, 'received', part('organization', ''))).toEqual([]);
  expect(found(of, 'received', part('settlement', 'Мамадыш'))).toEqual(['2026-11-02 received']);
  expect(found(of, 'received', part('kind', 'appeal59'))).toEqual([]);
});

test('a stage that is late by shares which nobody has confirmed is no line: one for each that is so', () => {
  const missed = (on: string, what: string) => once(on, what, { rows: 'others', executorId: null });
  const of = share({
    brought: [
      missed('2026-11-05', 'missed.stage.coordination'),
      missed('2026-11-05', 'missed.assumed'),
      missed('2026-11-09', 'missed.stage.in_progress'),
      missed('2026-11-09', 'missed.whole'),
    ],
  });
  expect(found(of, 'missed')).toEqual(['2026-11-09 missed.stage.in_progress', '2026-11-09 missed.whole']);
});
