import { latenessOf, summedCauses, type LatenessFacts } from '../../../src/regulation/lateness';
import { calendar, msk } from './office';

const HOUR = 3_600_000;
/** A Monday and a Tuesday of nine working hours each; the appeal came at ten. */
const facts = (more: Partial<LatenessFacts> = {}): LatenessFacts => ({
  from: msk('2026-11-30 08:00'),
  to: msk('2026-12-01 17:00'),
  receivedAt: msk('2026-11-30 08:00'),
  organization: [],
  documents: [],
  absence: [],
  rejections: [],
  holders: [{ name: 'Петров П.П.', from: msk('2026-11-30 08:00'), to: null }],
  ...more,
});
const span = (from: string, to: string | null) => [{ from: msk(from), to: to === null ? null : msk(to) }];

test.each<[string, Partial<LatenessFacts>, Record<string, number>]>([
  ['nothing else happened: it lay with whoever had it', {}, { held: 18 }],
  ['it came late into the bot', { receivedAt: msk('2026-11-30 12:00') }, { beforeIntake: 4, held: 14 }],
  ['an organization had it', { organization: span('2026-11-30 10:00', '2026-11-30 13:00') }, { organization: 3, held: 15 }],
  ['papers are waited for still', { documents: span('2026-12-01 10:00', null) }, { documents: 7, held: 11 }],
  ['whoever had it was away', { absence: span('2026-12-01 00:00', '2026-12-02 00:00') }, { absence: 9, held: 9 }],
  ['it was done over', { rejections: span('2026-11-30 16:00', '2026-12-01 10:00') }, { rejections: 3, held: 15 }],
  [
    'of two at once the first of the table counts, once',
    { documents: span('2026-11-30 08:00', '2026-11-30 12:00'), absence: span('2026-11-30 10:00', '2026-11-30 14:00') },
    { documents: 4, absence: 2, held: 12 },
  ],
  ['what was over before it began, or begins after it, is nothing', { documents: span('2026-11-01 08:00', '2026-11-20 08:00'), organization: span('2026-12-05 08:00', null) }, { held: 18 }],
])('%s', (_, more, hours) => {
  const { whole, causes } = latenessOf(facts(more), calendar);
  expect(Object.fromEntries(causes.map(({ cause, time }) => [cause, time / HOUR]))).toEqual(hours);
  expect(causes.reduce((sum, { time }) => sum + time, 0)).toBe(whole);
}); // prettier-ignore

test('with whom it lay longest is counted over all their times, in working hours', () => {
  const holders = [
    { name: null, from: msk('2026-11-30 08:00'), to: msk('2026-11-30 13:00') },
    { name: 'Петров П.П.', from: msk('2026-11-30 13:00'), to: msk('2026-12-01 09:00') },
    { name: null, from: msk('2026-12-01 09:00'), to: msk('2026-12-01 11:00') },
    { name: 'Шафеев И.Р.', from: msk('2026-12-01 11:00'), to: null },
  ];
  expect(latenessOf(facts({ holders }), calendar).longest).toEqual({ name: null, time: 7 * HOUR });
  expect(latenessOf(facts({ holders: [] }), calendar).longest).toBeNull();
});

test('of many the causes are summed', () => {
  const one = latenessOf(facts({ documents: span('2026-12-01 10:00', null) }), calendar);
  const hours = Object.entries(summedCauses([one, one])).map(([cause, time]) => [cause, time / HOUR]);
  expect(Object.fromEntries(hours)).toMatchObject({ documents: 14, held: 22, absence: 0 });
});
