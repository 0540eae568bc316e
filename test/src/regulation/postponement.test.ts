import fc from 'fast-check';
import { loadCalendar } from '../../../src/adapters/calendars';
import {
  addWorkingDays,
  at,
  dayOf,
  endOfDay,
  isWorkingDay,
  plusDays,
  toPlainDate,
} from '../../../src/regulation/calendar';
import {
  dueAfterResumption,
  lastPostponement,
  postponement as postponementWithin,
  resumesAt,
  type PostponementRequest,
} from '../../../src/regulation/postponement';
import { KINDS, type Kind } from '../../../src/regulation/vocabulary';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const day = toPlainDate;
/** «2026-11-02 09:00» by Moscow's clock. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const endOf = (date: string) => msk(`${date} 23:59:59`);

const instants = fc
  .integer({ min: msk('2025-01-01 00:00').getTime() / 1000, max: msk('2028-12-31 00:00').getTime() / 1000 })
  .map((seconds) => new Date(seconds * 1000));
const kinds = fc.constantFrom(...KINDS);
const postponement = (request: Omit<PostponementRequest, 'daysAhead'>, of: typeof calendar) =>
  postponementWithin({ ...request, daysAhead: 90 }, of);

describe('«Отложено»', () => {
  const now = msk('2026-11-10 10:00');
  const due = endOf('2026-12-02');

  test.each([
    ['2026-11-24', '2026-11-24', false, '2026-12-16', 'the due moves by the fourteen days'],
    ['2026-11-11', '2026-11-11', false, '2026-12-03', 'by one day'],
    ['2026-11-28', '2026-11-30', true, '2026-12-22', 'a Saturday becomes Monday, and its days count'],
    ['2026-12-31', '2027-01-11', true, '2027-02-02', 'the New Year'],
    ['2027-02-08', '2027-02-08', false, '2027-03-02', 'the ninetieth day'],
  ])('a message to %s: until %s (moved: %s), due %s: %s', (date, until, moved, newDue) => {
    expect(postponement({ kind: 'message', date: day(date), now, due }, calendar)).toEqual({
      ok: true,
      date: until,
      moved,
      due: endOf(newDue),
    });
  });

  test.each([
    ['2026-11-10 10:00', '2026-11-12', '2026-11-08', '2026-11-17', 'overdue already'],
    ['2026-11-10 10:00', '2026-11-11', '2026-11-10', '2026-11-16', 'due today'],
    ['2026-12-28 10:00', '2026-12-29', '2026-12-29', '2027-01-12', 'over the New Year'],
  ])(
    'at %s to %s with the due %s: at least the end of the third working day after it, %s: %s',
    (at, date, before, after) => {
      expect(
        postponement({ kind: 'message', date: day(date), now: msk(at), due: endOf(before) }, calendar),
      ).toMatchObject({
        ok: true,
        due: endOf(after),
      });
    },
  );

  test.each<[Kind, string, string, string, string]>([
    ['message', '2026-11-10 10:00', '2027-02-09', '2027-02-08', 'the ninety-first day'],
    ['message', '2026-11-10 10:00', '2035-01-01', '2027-02-08', 'a year of which nobody knows anything'],
    [
      'message',
      '2026-11-16 10:00',
      '2027-02-13',
      '2027-02-12',
      'a Saturday within the ninety days that becomes a Monday beyond',
    ],
    ['message', '2026-11-15 10:00', '2027-02-13', '2027-02-12', 'the ninetieth day, a Saturday'],
    ['appeal59', '2026-11-10 10:00', '2035-01-01', '2027-02-08', 'under 59-ФЗ too, whatever its due'],
  ])('a %s at %s to %s is refused, the last possible day is %s: %s', (kind, at, date, latest) => {
    const request = { kind, now: msk(at), due: endOf(kind === 'message' ? '2026-12-02' : '2036-01-01') };
    expect(postponement({ ...request, date: day(date) }, calendar)).toEqual({
      ok: false,
      refusal: 'tooFarAhead',
      latest,
    });
    expect(postponement({ ...request, date: day(latest) }, calendar).ok).toBe(true);
    expect(lastPostponement({ ...request, daysAhead: 90 }, calendar)).toBe(latest);
  });

  test('a year that is not loaded: a Monday after its fixed holidays', () => {
    const request = {
      kind: 'message' as const,
      date: day('2028-01-05'),
      now: msk('2027-12-20 10:00'),
      due: endOf('2028-01-12'),
    };
    expect(postponement(request, calendar)).toMatchObject({ ok: true, date: '2028-01-10', due: endOf('2028-02-02') });
  });

  test('an office may have a setting of its own', () => {
    const request = { kind: 'message' as const, now, due, daysAhead: 14 };
    expect(postponementWithin({ ...request, date: day('2026-11-24') }, calendar).ok).toBe(true);
    expect(postponementWithin({ ...request, date: day('2026-11-25') }, calendar)).toMatchObject({
      refusal: 'tooFarAhead',
      latest: '2026-11-24',
    });
  });

  test('property: every day up to the last possible one is accepted, and none after it', () => {
    fc.assert(
      fc.property(
        kinds,
        instants,
        fc.integer({ min: -5, max: 200 }),
        fc.integer({ min: 1, max: 120 }),
        (kind, at, left, ahead) => {
          const today = dayOf(at, calendar);
          const request = { kind, now: at, due: endOfDay(plusDays(today, left), calendar), daysAhead: 90 };
          const date = plusDays(today, ahead);
          expect(postponementWithin({ ...request, date }, calendar).ok).toBe(
            date <= lastPostponement(request, calendar),
          );
        },
      ),
    );
  });

  test.each<[Kind, string, string]>([
    ['message', '2026-11-10', 'today'],
    ['appeal59', '2026-11-09', 'yesterday'],
    ['message', '2025-12-01', 'a year ago'],
  ])('a %s to %s is refused: %s', (kind, date) => {
    expect(postponement({ kind, date: day(date), now, due }, calendar)).toEqual({
      ok: false,
      refusal: 'dateNotLater',
      today: '2026-11-10',
    });
  });

  test('today is today by the office clock', () => {
    const request = { kind: 'message' as const, date: day('2026-11-11'), due };
    expect(postponement({ ...request, now: new Date('2026-11-10T20:59:59Z') }, calendar).ok).toBe(true);
    expect(postponement({ ...request, now: new Date('2026-11-10T21:00:00Z') }, calendar).ok).toBe(false);
  });

  test.each([
    ['2026-11-27', '2026-12-02', '2026-11-27', 'exactly three working days before the due'],
    ['2026-11-11', '2026-12-02', '2026-11-11', 'early'],
    ['2026-11-21', '2026-12-02', '2026-11-23', 'a Saturday moved, still early enough'],
    ['2026-11-25', '2026-11-29', '2026-11-25', 'the due on a Sunday: Friday, Thursday, Wednesday'],
  ])('an appeal59 to %s with the due %s: until %s, and the due stands: %s', (date, before, until) => {
    expect(postponement({ kind: 'appeal59', date: day(date), now, due: endOf(before) }, calendar)).toEqual({
      ok: true,
      date: until,
      moved: until !== date,
      due: endOf(before),
    });
  });

  test.each([
    ['2026-11-28', '2026-12-02', '2026-11-27', 'the Saturday moves past the last possible day'],
    ['2026-12-02', '2026-12-02', '2026-11-27', 'the due itself'],
    ['2026-11-26', '2026-11-29', '2026-11-25', 'two working days before a Sunday'],
    ['2026-11-11', '2026-11-12', '2026-11-09', 'no date is possible any more'],
  ])('an appeal59 to %s with the due %s is refused; the last possible date was %s: %s', (date, before, latest) => {
    expect(postponement({ kind: 'appeal59', date: day(date), now, due: endOf(before) }, calendar)).toEqual({
      ok: false,
      refusal: 'tooCloseToDue',
      latest,
    });
  });

  test.each([
    ['2026-11-10 15:00', '2026-12-02', 'the same day: nothing is added'],
    ['2026-11-15 10:00', '2026-12-07', 'after five days, on a Sunday: five'],
    ['2026-11-23 23:59:59', '2026-12-15', 'the evening before: thirteen'],
    ['2026-11-24 08:00', '2026-12-16', 'on its date: all'],
    ['2026-11-26 08:00', '2026-12-16', 'late, after an outage: no more than all'],
  ])('a message postponed to 24.11 and resumed %s is due %s: %s', (resumedAt, expected) => {
    const resumption = { approvedAt: now, resumedAt: msk(resumedAt), date: day('2026-11-24'), dueBefore: due };
    expect(dueAfterResumption({ kind: 'message', ...resumption, due: endOf('2026-12-16') }, calendar)).toEqual(
      endOf(expected),
    );
    expect(dueAfterResumption({ kind: 'appeal59', ...resumption, due }, calendar)).toEqual(due);
  });

  test('resumed on its date a message keeps its three working days; resumed the day before, only the day that passed', () => {
    const late = {
      kind: 'message' as const,
      approvedAt: now,
      dueBefore: endOf('2026-11-10'),
      due: endOf('2026-11-17'),
    };
    const resumed = (resumedAt: string) =>
      dueAfterResumption({ ...late, date: day('2026-11-12'), resumedAt: msk(resumedAt) }, calendar);
    expect(resumed('2026-11-12 08:00')).toEqual(endOf('2026-11-17'));
    expect(resumed('2026-11-11 08:00')).toEqual(endOf('2026-11-11'));
  });

  test('an appeal59 that was extended while postponed keeps the extension, however early it resumes', () => {
    const extended = endOf('2026-12-22');
    const resumption = { approvedAt: now, resumedAt: msk('2026-11-12 10:00'), date: day('2026-11-24'), dueBefore: due };
    expect(dueAfterResumption({ kind: 'appeal59', ...resumption, due: extended }, calendar)).toEqual(extended);
  });

  test('it resumes as the office opens on its date, or on the next working day if an admin closed that day since', () => {
    expect(resumesAt(day('2026-11-24'), calendar)).toEqual(msk('2026-11-24 08:00'));
    const closed = loadCalendar({
      zone: 'Europe/Moscow',
      opensAt: 9 * 60,
      closesAt: 18 * 60,
      overrides: [{ day: day('2026-11-24'), kind: 'off', note: null }],
    });
    expect(resumesAt(day('2026-11-24'), closed)).toEqual(msk('2026-11-25 09:00'));
  });

  test('property: the date is a working day after today that leaves three working days, and the due never shrinks', () => {
    fc.assert(
      fc.property(
        kinds,
        instants,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: -10, max: 60 }),
        (kind, approvedAt, ahead, left) => {
          const today = dayOf(approvedAt, calendar);
          const before = endOfDay(plusDays(today, left), calendar);
          const date = plusDays(today, ahead);
          const result = postponement({ kind, date, now: approvedAt, due: before }, calendar);
          if (!result.ok) {
            expect(result.refusal === 'tooFarAhead' ? result.latest < date : [kind, result.refusal]).toEqual(
              result.refusal === 'tooFarAhead' ? true : ['appeal59', 'tooCloseToDue'],
            );
            return;
          }
          expect(isWorkingDay(result.date, calendar)).toBe(true);
          expect(result.date >= date && date > today).toBe(true);
          expect(result.moved).toBe(result.date !== date);
          // counted back from the due of the law, which may be a day off; a message's due makes room for three whole days
          const dueDay = dayOf(result.due, calendar);
          const room =
            kind === 'appeal59'
              ? result.date <= addWorkingDays(dueDay, -3, calendar)
              : addWorkingDays(result.date, 3, calendar) <= dueDay;
          expect(room).toBe(true);
          expect(result.due >= before).toBe(true);
          expect(kind === 'appeal59' ? result.due.getTime() === before.getTime() : true).toBe(true);
        },
      ),
    );
  });

  test('property: the sooner it resumes, the sooner it is due, between the due before and the due with the postponement', () => {
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 80 }),
        (approvedAt, ahead, left, passed) => {
          const today = dayOf(approvedAt, calendar);
          const dueBefore = endOfDay(plusDays(today, left), calendar);
          const result = postponement(
            { kind: 'message', date: plusDays(today, ahead), now: approvedAt, due: dueBefore },
            calendar,
          );
          if (!result.ok) throw new Error('a later date must be accepted for a message');
          const resumed = (days: number) =>
            dueAfterResumption(
              {
                kind: 'message',
                approvedAt,
                resumedAt: at(plusDays(today, days), 12 * 60, calendar),
                dueBefore,
                date: result.date,
                due: result.due,
              },
              calendar,
            );
          expect(
            dueBefore <= resumed(passed) && resumed(passed) <= resumed(passed + 1) && resumed(passed) <= result.due,
          ).toBe(true);
        },
      ),
    );
  });
});
