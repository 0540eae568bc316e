import fc from 'fast-check';
import { loadCalendar } from '../../../src/adapters/calendars';
import { stillAhead, visitReminders } from '../../../src/regulation/reminders';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
/** «2026-11-02 09:00» by Moscow's clock. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);

describe('reminders of a site visit or a meeting', () => {
  const evening = (text: string) => ({ threshold: 'evening', at: msk(text) });
  const hour = (text: string) => ({ threshold: 'hour', at: msk(text) });

  test.each([
    ['2026-11-27 10:00', '2026-11-25 12:00', [evening('2026-11-26 18:00'), hour('2026-11-27 09:00')], 'both'],
    [
      '2026-11-30 10:00',
      '2026-11-25 12:00',
      [evening('2026-11-29 18:00'), hour('2026-11-30 09:00')],
      'on a Sunday evening too',
    ],
    [
      '2026-11-28 06:30',
      '2026-11-25 12:00',
      [evening('2026-11-27 18:00'), hour('2026-11-28 05:30')],
      'outside working time too',
    ],
    [
      '2026-11-28 00:30',
      '2026-11-25 12:00',
      [evening('2026-11-27 18:00'), hour('2026-11-27 23:30')],
      'just after midnight',
    ],
    [
      '2027-01-01 10:00',
      '2026-12-30 12:00',
      [evening('2026-12-31 18:00'), hour('2027-01-01 09:00')],
      "over a year's end",
    ],
    ['2026-11-26 10:00', '2026-11-25 18:00', [hour('2026-11-26 09:00')], 'planned as the evening comes'],
    ['2026-11-26 10:00', '2026-11-26 08:00', [hour('2026-11-26 09:00')], 'planned in the morning'],
    ['2026-11-26 10:00', '2026-11-26 09:30', [], 'planned half an hour before'],
    ['2026-11-26 10:00', '2026-11-27 09:30', [], 'past'],
  ])('at %s, planned %s: %j (%s)', (start, now, expected) => {
    expect(visitReminders(msk(start), msk(now), calendar)).toEqual(expected);
  });

  test('the evening is by the office clock on the day its clocks change', () => {
    const berlin = loadCalendar({ zone: 'Europe/Berlin', opensAt: 8 * 60, closesAt: 17 * 60 });
    const [first] = visitReminders(new Date('2026-03-30T08:00:00Z'), new Date('2026-03-20T00:00:00Z'), berlin);
    expect(first).toEqual({ threshold: 'evening', at: new Date('2026-03-29T16:00:00Z') });
  });

  test('property: every reminder lies between now and the visit, in the order of the thresholds', () => {
    const moments = fc.integer({ min: 1_760_000_000, max: 1_830_000_000 }).map((seconds) => new Date(seconds * 1000));
    fc.assert(
      fc.property(moments, fc.integer({ min: -100, max: 100 }), (now, hours) => {
        const start = new Date(now.getTime() + hours * 3_600_000);
        const times = visitReminders(start, now, calendar).map((reminder) => reminder.at.getTime());
        expect(times.every((time) => time > now.getTime() && time < start.getTime())).toBe(true);
        expect(times).toEqual([...times].sort((a, b) => a - b));
      }),
    );
  });
});

test('of thresholds that fall together only the latest stays', () => {
  const monday = msk('2026-11-30 08:00');
  const thresholds = [
    { threshold: '80 %', at: monday },
    { threshold: 'overdue', at: monday },
  ];
  expect(stillAhead(thresholds, msk('2026-11-28 12:00'))).toEqual([{ threshold: 'overdue', at: monday }]);
});
