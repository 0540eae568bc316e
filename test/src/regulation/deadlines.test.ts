import fc from 'fast-check';
import { loadCalendar } from '../../../src/adapters/calendars';
import {
  closing,
  dayOf,
  endOfDay,
  isWorkingDay,
  isWorkingTime,
  lastClosing,
  opening,
  plusDays,
  timeOfDay,
  toPlainDate,
  withLocalDays,
} from '../../../src/regulation/calendar';
import {
  daysLate,
  dutyDue,
  extendedDue,
  fastTrackDays,
  isOverdue,
  overallDue,
  overdueFrom,
  redirectDue,
  resumedEnd,
  roundAfterReturn,
  shownDue,
  SHARED_STAGES,
  stageEnd,
  termDays,
  type CategoryTerm,
  type StageShares,
} from '../../../src/regulation/deadlines';
import { type Kind, type Stage } from '../../../src/regulation/vocabulary';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const berlin = loadCalendar({ zone: 'Europe/Berlin', opensAt: 8 * 60, closesAt: 17 * 60 });
const day = toPlainDate;
/** «2026-11-02 09:00» by Moscow's clock. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const endOf = (date: string) => msk(`${date} 23:59:59`);

test.each([
  ['2026-12-02 23:59:59', '2026-12-02', 0, 'on the last day'],
  ['2026-12-02 23:59:59', '2026-12-01', 0, 'before it'],
  ['2026-12-02 23:59:59', '2026-12-03', 1, 'the day after it'],
  ['2026-12-02 23:59:59', '2026-12-04', 2, 'the next one'],
  ['2026-12-02 10:00:00', '2026-12-02', 0, 'hours late on its day'],
  ['2026-12-02 10:00:00', '2026-12-03', 1, 'hours late, over a night'],
])('a term that ends on %s and is done on %s is %d days late: %s', (due, done, late) => {
  expect(daysLate(msk(due), day(done), calendar)).toBe(late);
});

const shares: StageShares = {
  coordination: 0.1,
  assigned: 0.05,
  in_progress: 0.6,
  answer_agreement: 0.125,
  answer_approval: 0.125,
};

const instants = fc
  .integer({ min: msk('2025-01-01 00:00').getTime() / 1000, max: msk('2028-12-31 00:00').getTime() / 1000 })
  .map((seconds) => new Date(seconds * 1000));
const terms = fc.constantFrom(3, 5, 7, 10, 30);
const inOrder = (a: Date, b: Date) => (a <= b ? ([a, b] as const) : ([b, a] as const));

describe('the overall term', () => {
  test.each([
    ['2026-11-02 09:00', 30, '2026-12-02', "the decree's thirty days, that day included"],
    ['2026-11-02 00:00', 30, '2026-12-02', "the day's first second"],
    ['2026-11-02 23:59:59', 30, '2026-12-02', "the day's last second"],
    ['2026-01-06 12:00', 10, '2026-01-16', 'a fast track of ten days'],
    ['2026-12-30 12:00', 3, '2027-01-02', 'over the end of the year, ending in the holidays'],
    ['2026-01-31 12:00', 30, '2026-03-02', 'over a short February'],
    ['2028-01-30 12:00', 30, '2028-02-29', 'to a 29 February'],
    ['2026-10-31 12:00', 30, '2026-11-30', "to a month's end"],
    ['2026-10-05 12:00', 30, '2026-11-04', 'a day off does not move it'],
  ])('registered %s, %i days: due on %s: %s', (registeredAt, days, date) => {
    expect(overallDue(msk(registeredAt), days, calendar)).toEqual(endOf(date));
  });

  test('by the office zone, also over a change of its clocks', () => {
    expect(overallDue(new Date('2026-03-09T22:59:59Z'), 30, berlin)).toEqual(new Date('2026-04-08T21:59:59Z'));
    expect(overallDue(new Date('2026-03-09T23:00:00Z'), 30, berlin)).toEqual(new Date('2026-04-09T21:59:59Z'));
  });

  test('passing an appeal59 on takes seven days', () => {
    expect(redirectDue(msk('2026-11-02 09:00'), calendar)).toEqual(endOf('2026-11-09'));
  });

  // November 2026: Friday 27; December: 30 and 31 are a Wednesday and a day off, the first working day after is 11.01.
  test.each<[string, Kind, number, string, string, string, boolean, boolean]>([
    ['a message: N days from the return', 'message', 30, '2026-12-02', '2026-12-01 16:00', '2026-12-31', false, false],
    ['and of a fast track', 'message', 3, '2026-11-05', '2026-11-24 10:00', '2026-11-27', false, false],
    ['which days off may leave no day', 'message', 3, '2026-11-05', '2026-12-30 10:00', '2027-01-02', false, true],
    [
      'the law’s days run from the registration',
      'appeal59',
      30,
      '2027-01-02',
      '2026-12-25 10:00',
      '2027-01-02',
      true,
      false,
    ],
    ['though little is left', 'appeal59', 30, '2027-01-02', '2026-12-30 10:00', '2027-01-02', true, true],
    ['returned the day before its last', 'appeal59', 30, '2026-12-02', '2026-12-01 16:00', '2026-12-02', true, false],
    ['returned on its last day', 'appeal59', 30, '2026-12-02', '2026-12-02 09:00', '2026-12-02', true, true],
    ['in its last second', 'appeal59', 30, '2026-12-02', '2026-12-02 23:59:59', '2026-12-02', true, true],
    [
      'when it has passed, N days from the return',
      'appeal59',
      30,
      '2026-12-02',
      '2026-12-03 09:00',
      '2027-01-02',
      false,
      false,
    ],
  ])('re-examination, %s', (_what, kind, termDays, before, returnedAt, due, kept, noDay) => {
    expect(roundAfterReturn({ kind, termDays, due: endOf(before) }, msk(returnedAt), calendar)).toEqual({
      due: endOf(due),
      kept,
      noDay,
    });
  });

  test('overdue begins only after the last second of the term', () => {
    const due = overallDue(msk('2026-11-02 09:00'), 30, calendar);
    expect(isOverdue(due, msk('2026-12-02 23:59:59'))).toBe(false);
    expect(isOverdue(due, msk('2026-12-02 23:59:59.999'))).toBe(false);
    expect(isOverdue(due, msk('2026-12-03 00:00:00'))).toBe(true);
    expect(overdueFrom(due)).toEqual(msk('2026-12-03 00:00:00'));
  });

  test.each<[string, string, string | null, string]>([
    ['2026-12-02', '2026-11-02', null, 'a working day needs nothing beside it'],
    ['2026-11-29', '2026-10-30', '2026-11-27', 'a Sunday: the Friday before'],
    ['2026-11-04', '2026-10-05', '2026-11-03', 'a holiday: the shortened day before'],
    ['2026-11-06', '2026-10-07', '2026-11-05', "a holiday of Tatarstan's"],
    ['2027-01-02', '2026-12-30', '2026-12-30', 'the New Year: the day of registration itself'],
    ['2027-01-04', '2027-01-01', null, 'no working day since the registration'],
    ['2025-11-02', '2025-10-30', '2025-11-01', 'a Sunday after a worked Saturday'],
    ['2026-12-31', '2026-12-01', '2026-12-30', "a year's last day, off by a transfer"],
    ['2027-02-22', '2027-01-23', '2027-02-20', 'the day that a worked Saturday gave away: that Saturday'],
    ['2027-01-31', '2027-01-01', '2027-01-29', "a month's end on a Sunday"],
    ['2028-02-29', '2028-01-30', null, 'a 29 February that is worked'],
    ['2028-01-03', '2027-12-04', '2027-12-30', 'a fixed holiday of a year that is not loaded'],
  ])('due %s, registered %s: the card also shows %s: %s', (due, registered, shown) => {
    expect(shownDue(endOf(due), msk(`${registered} 12:00`), calendar)).toBe(shown);
  });

  test('property: the due is the end of a day, exactly so many days on, and never earlier for a later registration', () => {
    fc.assert(
      fc.property(instants, instants, terms, (a, b, days) => {
        const [first, second] = inOrder(a, b);
        const due = overallDue(first, days, calendar);
        expect(due).toEqual(endOfDay(plusDays(dayOf(first, calendar), days), calendar));
        expect(due > first).toBe(true);
        expect(due <= overallDue(second, days, calendar)).toBe(true);
        expect(due < overallDue(first, days + 1, calendar)).toBe(true);
      }),
    );
  });

  test('property: what is shown beside a due is a working day between the registration and it', () => {
    fc.assert(
      fc.property(instants, terms, (registeredAt, days) => {
        const due = overallDue(registeredAt, days, calendar);
        const shown = shownDue(due, registeredAt, calendar);
        if (shown === null) return;
        expect(isWorkingDay(shown, calendar)).toBe(true);
        expect(isWorkingDay(dayOf(due, calendar), calendar)).toBe(false);
        expect(dayOf(registeredAt, calendar) <= shown && shown < dayOf(due, calendar)).toBe(true);
      }),
    );
  });
});

describe('how many days', () => {
  const list: CategoryTerm[] = [
    { category: 'Дороги', subcategory: null, fact: null, days: 10 },
    { category: 'Дороги', subcategory: 'Содержание дорог', fact: null, days: 7 },
    { category: 'Дороги', subcategory: 'Содержание дорог', fact: 'Яма', days: 3 },
    { category: 'Дороги', subcategory: 'Содержание дорог', fact: 'Лужа', days: null },
    { category: 'Дороги', subcategory: null, fact: 'Открытый люк', days: 5 },
    { category: 'Благоустройство', subcategory: 'Озеленение', fact: null, days: 5 },
  ];

  test.each<[Kind, string | null, string | null, string | null, number | null, string]>([
    ['message', 'Дороги', null, null, 10, "the category's"],
    ['message', 'Дороги', 'Тротуары', null, 10, 'a subcategory that says nothing'],
    ['message', 'Дороги', 'Содержание дорог', null, 7, "the subcategory's before the category's"],
    ['message', 'Дороги', 'Содержание дорог', 'Яма', 3, "the fact's before both"],
    ['message', 'Дороги', 'Содержание дорог', 'Лужа', 7, 'a fact without a term leaves the subcategory’s'],
    ['message', 'Дороги', 'Содержание дорог', 'Открытый люк', 5, 'a fact of any subcategory, before the subcategory'],
    ['message', 'Благоустройство', null, null, null, 'only its subcategory is fast'],
    ['message', 'Парки', 'Содержание дорог', 'Яма', null, "another category's subcategory"],
    ['message', null, null, null, null, 'no category'],
    ['appeal59', 'Дороги', 'Содержание дорог', 'Яма', null, 'an appeal59 is never fast-track'],
  ])('a %s of %s / %s / %s has a fast track of %s: %s', (kind, category, subcategory, fact, days) => {
    expect(fastTrackDays(list, { kind, category, subcategory, fact })).toBe(days);
    expect(fastTrackDays([...list].reverse(), { kind, category, subcategory, fact })).toBe(days);
  });

  test.each([
    ['message', 3, 3],
    ['message', 10, 10],
    ['message', null, 30],
    ['appeal59', null, 30],
    ['appeal59', 3, 30],
  ] as const)('a %s with a fast track of %s is due in %i days', (kind, days, expected) => {
    expect(termDays({ kind, fastTrackDays: days })).toBe(expected);
  });

  test('an extension adds whole days, from one to thirty', () => {
    expect(extendedDue(endOf('2026-12-02'), 1, calendar)).toEqual(endOf('2026-12-03'));
    expect(extendedDue(endOf('2026-12-02'), 30, calendar)).toEqual(endOf('2027-01-01'));
    expect(extendedDue(new Date('2026-03-20T22:59:59Z'), 10, berlin)).toEqual(new Date('2026-03-30T21:59:59Z'));
    for (const wrong of [0, 31, -1, 1.5, Number.NaN]) {
      expect(() => extendedDue(endOf('2026-12-02'), wrong, calendar)).toThrow(RangeError);
    }
  });
});

describe('the allowance of a stage', () => {
  const HOUR = 3_600_000;
  const registeredAt = msk('2026-11-02 09:00');
  const firstDue = overallDue(registeredAt, 30, calendar);
  interface More {
    readonly currentDue?: Date;
    readonly postponedUntil?: string;
    readonly used?: number;
  }
  const visit = (stage: Stage, enteredAt: string, { currentDue = firstDue, postponedUntil, used }: More = {}) =>
    stageEnd(
      {
        stage,
        enteredAt: msk(enteredAt),
        countedFrom: registeredAt,
        countedTo: firstDue,
        currentDue,
        shares,
        least: 2 * HOUR,
        used: used ?? null,
        postponedUntil: postponedUntil === undefined ? null : day(postponedUntil),
      },
      calendar,
    );

  // From Monday 02.11 09:00 to the closing of Wednesday 02.12 the office works 186 hours: 3 and 5 November close at 16:00.
  test.each<[Stage, string, string, string]>([
    ['coordination', '2026-11-02 09:00', '2026-11-05 10:36', '18 h 36 min'],
    ['coordination', '2026-11-05 08:00', '2026-11-10 09:36', 'brought by file: from the receipt'],
    ['coordination', '2026-11-07 12:00', '2026-11-11 08:36', 'received on a day off: from the opening'],
    ['redirect_agreement', '2026-11-02 09:00', '2026-11-05 10:36', "as large as coordination's"],
    ['redirect_approval', '2026-11-02 09:00', '2026-11-05 10:36', "as large as coordination's"],
    ['assigned', '2026-11-05 10:00', '2026-11-09 11:18', '9 h 18 min'],
    ['in_progress', '2026-11-05 10:00', '2026-11-24 14:36', '111 h 36 min'],
    ['answer_agreement', '2026-11-20 10:00', '2026-11-24 15:15', '23 h 15 min'],
    ['answer_approval', '2026-11-20 10:00', '2026-11-24 15:15', '23 h 15 min'],
  ])('%s entered %s is due %s: %s', (stage, enteredAt, due) => {
    expect(visit(stage, enteredAt)).toMatchObject({ due: msk(due), cut: false });
  });

  test('the last closing before the due cuts the visit; when it is not after the entry there is no term', () => {
    expect(visit('in_progress', '2026-11-20 10:00')).toMatchObject({ due: msk('2026-12-02 17:00'), cut: true });
    expect(visit('assigned', '2026-12-02 16:59:59')).toMatchObject({ due: msk('2026-12-02 17:00'), cut: true });
    expect(visit('assigned', '2026-12-02 17:00')).toBeNull();
    expect(visit('assigned', '2026-12-05 10:00')).toBeNull();
    const onSunday = { currentDue: endOf('2026-11-29') };
    expect(visit('answer_approval', '2026-11-27 10:00', onSunday)).toMatchObject({
      due: msk('2026-11-27 17:00'),
      cut: true,
    });
    expect(visit('answer_approval', '2026-11-28 10:00', onSunday)).toBeNull();
  });

  test('a visit has at least two working hours', () => {
    const of3Days = (enteredAt: string) =>
      stageEnd(
        {
          stage: 'assigned',
          enteredAt: msk(enteredAt),
          // 35 hours: the share is 1 h 45 min
          countedFrom: msk('2026-11-30 09:00'),
          countedTo: endOf('2026-12-03'),
          currentDue: endOf('2026-12-03'),
          shares,
          least: 2 * HOUR,
          used: null,
          postponedUntil: null,
        },
        calendar,
      );
    expect(of3Days('2026-12-01 10:00')).toMatchObject({
      due: msk('2026-12-01 12:00'),
      allowance: 2 * HOUR,
      cut: false,
    });
    expect(of3Days('2026-12-01 16:00')).toMatchObject({ due: msk('2026-12-02 09:00') });
    expect(of3Days('2026-12-03 16:00')).toMatchObject({ due: msk('2026-12-03 17:00'), cut: true });
  });

  test.each([
    ['2026-11-16 10:00', 9, '2026-11-17 10:36', 'what the share has left: 9 h 36 min'],
    ['2026-11-10 10:00', 18, '2026-11-11 10:00', 'little is left: until the duty would end'],
    ['2026-11-10 10:00', 40, '2026-11-11 10:00', 'nothing is left'],
    ['2026-11-10 18:00', 40, '2026-11-11 17:00', 'entered in the evening: the next closing'],
    ['2026-12-01 10:00', 40, '2026-12-02 10:00', 'before the due'],
  ])('a second visit to coordination entered %s after %i hours is due %s: %s', (enteredAt, hours, due) => {
    expect(visit('coordination', enteredAt, { used: hours * HOUR })).toMatchObject({ due: msk(due), cut: false });
  });

  // assigned has 9 h 18 min: 18 minutes past the clock time of the entry, on the next working day
  test.each([
    ['2026-11-09 16:42', '2026-11-10 17:00', 'at a closing'],
    ['2026-11-09 16:42:50', '2026-11-11 09:00', 'fifty seconds after an opening: an hour after it'],
    ['2026-11-10 08:12', '2026-11-11 09:00', 'half an hour after it'],
    ['2026-11-10 08:12:01', '2026-11-11 08:30:01', 'a second more: as it is'],
  ])('assigned entered %s is due %s: %s', (enteredAt, due) => {
    expect(visit('assigned', enteredAt)).toMatchObject({ due: msk(due), cut: false });
  });

  test('what ends an hour after an opening has that hour in its allowance, and the closing before the due still cuts it', () => {
    expect(visit('assigned', '2026-11-09 16:42:50')).toMatchObject({ allowance: 10 * HOUR + 17 * 60_000 + 10_000 });
    expect(visit('assigned', '2026-11-09 16:42:50', { currentDue: endOf('2026-11-10') })).toMatchObject({
      due: msk('2026-11-10 17:00'),
      cut: true,
    });
  });

  test.each([
    [18, '2026-11-10 08:10', '2026-11-11 08:10', "the duty's moment stays"],
    [9, '2026-11-09 16:34', '2026-11-11 09:00', 'the allowance moves'],
  ])('a second visit to coordination after %i hours, entered %s, is due %s: %s', (hours, enteredAt, due) => {
    expect(visit('coordination', enteredAt, { used: hours * HOUR })).toMatchObject({ due: msk(due) });
  });

  test('what was taken back just before the closing does not end just after the opening', () => {
    const resumed = { at: msk('2026-11-09 15:10').toISOString(), spent: HOUR, left: HOUR };
    const visited = {
      stage: 'in_progress',
      countedFrom: registeredAt,
      countedTo: firstDue,
      currentDue: firstDue,
      shares,
      least: 2 * HOUR,
    } as const;
    expect(resumedEnd(visited, resumed, calendar)).toMatchObject({
      due: msk('2026-11-10 09:00'),
      reckoning: { morning: true },
    });
  });

  test('a second visit is cut by the closing before the due as any other', () => {
    expect(visit('coordination', '2026-12-02 10:00', { used: 40 * HOUR })).toMatchObject({
      due: msk('2026-12-02 17:00'),
      cut: true,
    });
  });

  test('neither an extension nor a postponement makes a stage longer, but the closing that cuts it moves', () => {
    const currentDue = extendedDue(firstDue, 30, calendar);
    expect(visit('assigned', '2026-11-05 10:00', { currentDue })).toEqual(visit('assigned', '2026-11-05 10:00'));
    // 7 + 45 + 45 hours by Friday 04.12, and 14 h 36 min more
    expect(visit('in_progress', '2026-11-20 10:00', { currentDue })).toMatchObject({
      due: msk('2026-12-08 13:36'),
      cut: false,
    });
  });

  test('postponed lasts to the end of its date, with an organization and on its way to the due; a final stage has none', () => {
    expect(visit('postponed', '2026-11-10 10:00', { postponedUntil: '2026-11-24' })?.due).toEqual(endOf('2026-11-24'));
    expect(visit('postponed', '2026-11-10 10:00', { postponedUntil: '2026-12-24' })?.due).toEqual(firstDue);
    for (const stage of ['with_organization', 'delivery'] as const)
      expect(visit(stage, '2026-11-20 10:00')).toMatchObject({ due: firstDue, allowance: null, cut: false });
    expect(visit('answered', '2026-11-10 10:00')).toBeNull();
    expect(visit('redirected', '2026-11-10 10:00')).toBeNull();
  });

  test('property: a stage ends in working hours, never past the closing before the due, never earlier for a later entry', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SHARED_STAGES),
        instants,
        instants,
        instants,
        terms,
        fc.option(fc.integer({ min: 0, max: 40 })),
        (stage, registered, a, b, days, hours) => {
          const due = overallDue(registered, days, calendar);
          const used = hours === null ? null : hours * HOUR;
          const enter = (enteredAt: Date) =>
            stageEnd(
              {
                stage,
                enteredAt,
                countedFrom: registered,
                countedTo: due,
                currentDue: due,
                shares,
                least: 2 * HOUR,
                used,
                postponedUntil: null,
              },
              calendar,
            );
          const entries = inOrder(a, b);
          const first = enter(entries[0]);
          const second = enter(entries[1]);
          if (!first) return;
          const date = dayOf(first.due, calendar);
          expect(first.due > entries[0]).toBe(true);
          expect(first.due.getMilliseconds()).toBe(0);
          expect(first.due <= lastClosing(due, calendar)).toBe(true);
          expect(opening(date, calendar) <= first.due && first.due <= closing(date, calendar)).toBe(true);
          // What would end just after an opening ends an hour after it: only then may a later entry end sooner, and by less than that.
          if (second)
            expect(first.due <= second.due || timeOfDay(first.due, calendar) === calendar.opensAt + 60).toBe(true);
        },
      ),
    );
  });
});

describe("the executor's one working day", () => {
  const far = endOf('2027-12-01');
  test.each([
    ['2026-11-25 10:15', far, '2026-11-26 10:15', 'in working time: the same time of the next working day'],
    ['2026-11-25 08:00', far, '2026-11-26 08:00', 'at the opening'],
    ['2026-11-25 07:59', far, '2026-11-25 17:00', 'before the opening: the closing of that day'],
    ['2026-11-25 17:00', far, '2026-11-26 17:00', 'at the closing: the closing of the next day'],
    ['2026-11-25 23:30', far, '2026-11-26 17:00', 'at night'],
    ['2026-11-26 00:30', far, '2026-11-26 17:00', 'after midnight: that day is the next to open'],
    ['2026-11-27 14:00', far, '2026-11-30 14:00', 'on a Friday'],
    ['2026-11-28 14:00', far, '2026-11-30 17:00', 'on a Saturday'],
    ['2026-11-02 16:30', far, '2026-11-03 16:00', 'the next day is shortened: at most its closing'],
    ['2026-11-03 15:30', far, '2026-11-05 15:30', 'from a shortened day over a holiday, to a shortened day'],
    ['2026-11-03 16:30', far, '2026-11-05 16:00', 'after the early closing, to a shortened day'],
    ['2026-11-05 10:00', far, '2026-11-09 10:00', "over Tatarstan's day and a weekend"],
    ['2026-12-30 12:00', far, '2027-01-11 12:00', 'over the New Year'],
    ['2025-10-31 12:00', far, '2025-11-01 12:00', 'to a worked Saturday'],
    ['2025-11-01 15:30', far, '2025-11-05 15:30', 'from a worked Saturday'],
    ['2026-03-18 12:00', far, '2026-03-19 12:00', 'to the shortened eve of Ураза-байрам'],
    ['2026-03-19 15:00', far, '2026-03-23 15:00', 'over Ураза-байрам and the weekend'],
    ['2027-02-19 16:30', far, '2027-02-20 16:00', 'to a worked Saturday that is shortened'],
    ['2027-02-20 12:00', far, '2027-02-24 12:00', 'over the day that it gave away and a holiday'],
    ['2027-12-30 12:00', endOf('2028-12-01'), '2028-01-10 12:00', 'into a year that is not loaded: its fixed holidays'],
    ['2028-02-28 12:00', endOf('2028-12-01'), '2028-02-29 12:00', 'to a 29 February'],
    ['2026-11-25 10:15', endOf('2026-11-25'), '2026-11-25 17:00', 'not past the last closing before the due'],
    ['2026-11-27 10:15', endOf('2026-11-29'), '2026-11-27 17:00', 'due on a Sunday: the closing on Friday'],
  ])('received %s, due %s: by %s: %s', (receivedAt, overall, due) => {
    expect(dutyDue(msk(receivedAt), overall, calendar)).toEqual(msk(due));
  });

  test.each([
    ['2026-11-25 10:15', 'off', '2026-11-27 10:15'],
    ['2026-11-25 16:45', 'shortened', '2026-11-26 16:00'],
    ['2026-11-25 23:30', 'off', '2026-11-27 17:00'],
  ] as const)('received %s while an admin has made the next day %s: by %s', (receivedAt, kind, due) => {
    const local = withLocalDays(calendar, [{ day: day('2026-11-26'), kind, note: null }]);
    expect(dutyDue(msk(receivedAt), far, local)).toEqual(msk(due));
  });

  test.each([
    ['2026-11-28 10:15', 'no closing is left'],
    ['2026-11-27 17:00', 'it is closing'],
    ['2026-11-30 10:15', 'the due is over'],
  ])('received %s, due on Sunday 29.11: there is none, %s', (receivedAt) => {
    expect(dutyDue(msk(receivedAt), endOf('2026-11-29'), calendar)).toBeNull();
  });

  test('the same clock time, also over a change of the clocks', () => {
    expect(dutyDue(new Date('2026-03-27T09:00:00Z'), far, berlin)).toEqual(new Date('2026-03-30T08:00:00Z'));
  });

  test('property: while the due is far, it is in the hours of a later opening, at most the closing, and never earlier for a later receipt', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [first, second] = inOrder(a, b);
        const overall = msk('2030-01-01 00:00');
        const [due, next] = [first, second].map((receivedAt) => dutyDue(receivedAt, overall, calendar));
        if (!due || !next) throw new Error('the due is far');
        const date = dayOf(due, calendar);
        expect(due > first).toBe(true);
        expect(isWorkingDay(date, calendar)).toBe(true);
        expect(opening(date, calendar) <= due && due <= closing(date, calendar)).toBe(true);
        expect(
          isWorkingTime(first, calendar)
            ? date > dayOf(first, calendar)
            : due.getTime() === closing(date, calendar).getTime(),
        ).toBe(true);
        expect(due <= next).toBe(true);
      }),
    );
  });

  test('property: after the receipt and never past the last closing before the overall due', () => {
    fc.assert(
      fc.property(instants, terms, fc.integer({ min: 0, max: 40 * 86_400 }), (registeredAt, days, late) => {
        const overall = overallDue(registeredAt, days, calendar);
        const receivedAt = new Date(registeredAt.getTime() + late * 1000);
        const due = dutyDue(receivedAt, overall, calendar);
        const closes = lastClosing(overall, calendar);
        if (due === null) expect(closes <= receivedAt).toBe(true);
        else expect(due > receivedAt && due <= closes).toBe(true);
      }),
    );
  });
});
