import { loadCalendar } from '../../../src/adapters/calendars';
import { occasionAt, occasionOn, pastNextMorning, SCHEDULE } from '../../../src/jobs/schedule';
import { isWorkingDay, plusDays, toPlainDate as day, type PlainDate } from '../../../src/regulation/calendar';
import type { JobName } from '../../../src/usecases/kit/names';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });

/** «2026-12-30 14:00» by Moscow's clock. */
const local = (instant: Date) =>
  new Date(instant.getTime() + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const slotOf = (job: JobName, on: string) => {
  const slot = occasionOn(SCHEDULE[job], day(on), calendar);
  return slot && `${local(slot.at)} – ${local(slot.until).slice(11)}`;
};
const daysFrom = (from: string, to: string): PlainDate[] => {
  const days: PlainDate[] = [];
  for (let one = day(from); one <= to; one = plusDays(one, 1)) days.push(one);
  return days;
};
const slotsOf = (job: JobName, from: string, to: string) => daysFrom(from, to).flatMap((one) => slotOf(job, one) ?? []);

test.each([
  ['2026-11-25 07:00', '2026-11-25 08:31'],
  ['2026-11-25 08:15', '2026-11-25 08:31'],
  ['2026-11-25 08:31', '2026-11-26 08:31'],
  ['2026-11-27 12:00', '2026-11-30 08:31'],
  ['2026-12-30 12:00', '2027-01-11 08:31'],
])('from %s the next working morning is past at %s', (now, past) => {
  expect(local(pastNextMorning(new Date(`${now.replace(' ', 'T')}:00+03:00`), calendar))).toBe(past);
});

describe('an ordinary day', () => {
  test.each<[JobName, string]>([
    ['calendar_check', '08:00 – 23:59'],
    ['morning_list', '08:15 – 12:00'],
    ['group_digest', '08:30 – 12:00'],
  ])('%s: %s', (job, hours) => {
    expect(slotOf(job, '2026-11-25')).toBe(`2026-11-25 ${hours}`);
  });

  test.each<JobName>(['calendar_check', 'morning_list', 'group_digest'])(
    '%s is on every working day and on no other',
    (job) => {
      const days = daysFrom('2026-12-01', '2027-02-28');
      expect(days.filter((one) => slotOf(job, one))).toEqual(days.filter((one) => isWorkingDay(one, calendar)));
    },
  );

  test('the morning of a shortened day is as long as any', () => {
    expect(slotOf('morning_list', '2027-02-20')).toBe('2027-02-20 08:15 – 12:00');
  });
});

describe("the weekly report is of the week's first working day", () => {
  test.each<[month: string, from: string, to: string, slots: string[]]>([
    [
      'New Year: the week of 4 January has none',
      '2026-12-21',
      '2027-01-24',
      ['2026-12-21 09:00 – 17:00', '2026-12-28 09:00 – 17:00', '2027-01-11 09:00 – 17:00', '2027-01-18 09:00 – 17:00'],
    ],
    [
      'May: 11 May is off, so Tuesday',
      '2026-05-01',
      '2026-05-31',
      ['2026-05-04 09:00 – 17:00', '2026-05-12 09:00 – 17:00', '2026-05-18 09:00 – 17:00', '2026-05-25 09:00 – 17:00'],
    ],
    [
      'a worked Saturday belongs to its week, and Wednesday begins the next',
      '2027-02-15',
      '2027-02-28',
      ['2027-02-15 09:00 – 17:00', '2027-02-24 09:00 – 17:00'],
    ],
  ])('%s', (_month, from, to, slots) => {
    expect(slotsOf('weekly_report', from, to)).toEqual(slots);
  });
});

describe("the monthly report is of the month's first working day, or of the second where the first has a week's", () => {
  test.each<[month: string, from: string, to: string, slots: string[]]>([
    ['an ordinary month', '2026-11-20', '2026-12-20', ['2026-12-01 09:00 – 17:00']],
    ['January begins after the holidays, on a Monday', '2026-12-20', '2027-01-31', ['2027-01-12 09:00 – 17:00']],
    ['a month that begins on a Saturday', '2026-08-01', '2026-08-31', ['2026-08-04 09:00 – 17:00']],
    ['May begins with a holiday', '2026-05-01', '2026-05-31', ['2026-05-05 09:00 – 17:00']],
  ])('%s', (_month, from, to, slots) => {
    expect(slotsOf('monthly_report', from, to)).toEqual(slots);
  });
});

describe('the list for a long weekend is of the last working day before three days off', () => {
  test.each<[month: string, from: string, to: string, slots: string[]]>([
    ['before New Year', '2026-12-01', '2027-01-31', ['2026-12-30 14:00 – 17:00']],
    [
      'May: twice on a shortened day; one day off in the middle of a week is no weekend',
      '2026-04-27',
      '2026-05-31',
      ['2026-04-30 13:00 – 16:00', '2026-05-08 13:00 – 16:00'],
    ],
    ['on a worked Saturday, and not on the Friday before it', '2027-02-15', '2027-02-28', ['2027-02-20 13:00 – 16:00']],
    ['four days off in March', '2027-03-01', '2027-03-14', ['2027-03-05 14:00 – 17:00']],
    ['ordinary weekends', '2026-10-01', '2026-10-25', []],
  ])('%s', (_month, from, to, slots) => {
    expect(slotsOf('weekend_list', from, to)).toEqual(slots);
  });
});

describe("a group's own hour", () => {
  test.each<[on: string, minutes: number, slot: string | null]>([
    ['2026-11-25', 8 * 60 + 30, '2026-11-25 08:30 – 12:00'],
    ['2026-11-25', 10 * 60, '2026-11-25 10:00 – 12:00'],
    ['2026-11-25', 11 * 60 + 30, '2026-11-25 11:30 – 12:30'],
    ['2026-11-25', 16 * 60, '2026-11-25 16:00 – 17:00'],
    ['2026-11-28', 10 * 60, null],
    ['2027-01-04', 10 * 60, null],
    ['2027-02-20', 10 * 60, '2027-02-20 10:00 – 12:00'],
  ])('on %s at minute %i: %s', (on, minutes, expected) => {
    const slot = occasionAt(day(on), minutes, calendar);
    expect(slot && `${local(slot.at)} – ${local(slot.until).slice(11)}`).toBe(expected);
  });
});

test('an office of other hours has other slots', () => {
  const early = loadCalendar({ zone: 'Asia/Yekaterinburg', opensAt: 7 * 60, closesAt: 15 * 60 });
  const slot = occasionOn(SCHEDULE.morning_list, day('2026-11-25'), early);
  expect(slot).toEqual({ at: new Date('2026-11-25T07:15:00+05:00'), until: new Date('2026-11-25T11:00:00+05:00') });
});
