import { loadCalendar } from '../../../src/adapters/calendars';
import {
  blamed,
  blamedTogether,
  dutyOfVisit,
  type AwayDays,
  type Ended,
  type Standing,
} from '../../../src/regulation/blame';
import { toPlainDate } from '../../../src/regulation/calendar';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);

const person = (personId: number, more: Partial<Standing> = {}): Standing => ({
  personId,
  roles: ['executor', 'supervisor'],
  canApprove: true,
  disabledAt: null,
  away: [],
  unheard: [],
  ...more,
});
/** Tuesday and Wednesday, entered on Monday. */
const days = (more: Partial<AwayDays> = {}): AwayDays => ({
  fromDay: toPlainDate('2026-12-01'),
  untilDay: toPlainDate('2026-12-02'),
  enteredAt: msk('2026-11-30 10:00'),
  ownWord: false,
  cancelledAt: null,
  deputiesSince: msk('2026-11-30 10:00'),
  deputies: [],
  ...more,
});
const ended = (due: string, more: Partial<Ended> = {}): Ended => ({
  kind: 'stage',
  due: msk(due),
  place: 'executor',
  stageEnteredAt: msk('2026-11-30 09:00'),
  ...more,
});
const HOLDER = { of: 'holder' };
const NOBODY = { of: 'nobody', why: 'absent' };

describe('whoever is away is not blamed', () => {
  test.each([
    ['2026-11-30 23:59:59', HOLDER, 'it ended before the first working moment of the absence'],
    ['2026-12-01 08:00', NOBODY, 'with that moment'],
    ['2026-12-02 23:59:59', NOBODY, 'on the last day'],
    ['2026-12-03 09:59', NOBODY, 'less than two working hours after the return'],
    ['2026-12-03 10:00:01', HOLDER, 'later'],
  ])('%s: %j, %s', (due, of) => {
    expect(blamed(person(1, { away: [days()] }), [], ended(due), calendar)).toEqual(of);
  });

  test.each([
    ['2026-12-01 16:00', NOBODY, 'back since an hour'],
    ['2026-12-02 09:01', HOLDER, 'back since two hours and a minute'],
  ])('back sooner than was entered, %s: %j, %s', (due, of) => {
    const away = [days({ cancelledAt: msk('2026-12-01 15:59:59') })];
    expect(blamed(person(1, { away }), [], ended(due), calendar)).toEqual(of);
  });

  test('one that was cancelled before it began is none, and of one’s own word the same day is not excused', () => {
    const never = [days({ cancelledAt: msk('2026-11-30 12:00') })];
    expect(blamed(person(1, { away: never }), [], ended('2026-12-01 12:00'), calendar)).toEqual(HOLDER);
    const own = [days({ ownWord: true, enteredAt: msk('2026-12-01 11:00') })];
    expect(blamed(person(1, { away: own }), [], ended('2026-12-01 12:00'), calendar)).toEqual(HOLDER);
    expect(blamed(person(1, { away: own }), [], ended('2026-12-02 12:00'), calendar)).toEqual(NOBODY);
  });

  test('nor is whoever was switched off by then', () => {
    const off = person(1, { disabledAt: msk('2026-12-01 09:00') });
    expect(blamed(off, [], ended('2026-12-01 09:00'), calendar)).toEqual(NOBODY);
    expect(blamed(off, [], ended('2026-12-01 08:59'), calendar)).toEqual(HOLDER);
  });
});

describe('the deputy', () => {
  const standsIn = (more: Partial<AwayDays> = {}) =>
    person(1, { away: [days({ deputies: [{ role: 'executor', personId: 2 }], ...more })] });
  const DEPUTY = { of: 'deputy', personId: 2 };
  const due = ended('2026-12-01 14:00');

  test('has it who was present, with the right, and had two working hours', () => {
    expect(blamed(standsIn(), [person(2)], due, calendar)).toEqual(DEPUTY);
  });

  test.each<[string, Standing, Standing, Ended]>([
    ['one who was away too', standsIn(), person(2, { away: [days()] }), due],
    ['one who was switched off', standsIn(), person(2, { disabledAt: msk('2026-12-01 09:00') }), due],
    ['one who has lost the role', standsIn(), person(2, { roles: ['supervisor'] }), due],
    ['one for another role', standsIn({ deputies: [{ role: 'supervisor', personId: 2 }] }), person(2), due],
    ['one who was named an hour before', standsIn({ deputiesSince: msk('2026-12-01 13:00') }), person(2), due],
    ['one to whom it came an hour before', standsIn(), person(2), { ...due, stageEnteredAt: msk('2026-12-01 13:00') }],
    [
      'one who may not approve',
      standsIn({ deputies: [{ role: 'supervisor', personId: 2 }] }),
      person(2, { canApprove: false }),
      { ...due, place: 'approving' },
    ],
    ['one of before the return', standsIn(), person(2), ended('2026-12-03 09:00')],
  ])('has it not: %s', (_who, holder, deputy, term) => {
    expect(blamed(holder, [deputy], term, calendar)).toEqual(NOBODY);
  });
});

describe('what ends while the bot stands still is nobody’s', () => {
  const UNHEARD = { of: 'nobody', why: 'unheard' };
  const still = (since: string, until: string) => person(1, { unheard: [{ since: msk(since), until: msk(until) }] });

  test.each([
    [still('2026-12-01 09:00', '2026-12-01 12:00'), UNHEARD, 'meanwhile'],
    [still('2026-12-01 07:00', '2026-12-01 08:10'), HOLDER, 'ten minutes of working time are none'],
    [still('2026-12-01 07:00', '2026-12-01 08:16'), UNHEARD, 'sixteen are, and two hours after'],
    [still('2026-12-01 07:00', '2026-12-01 07:50'), HOLDER, 'at night'],
    [still('2026-12-01 10:01', '2026-12-01 12:00'), HOLDER, 'it ended before'],
  ])('%#', (holder, of) => {
    expect(blamed(holder, [], ended('2026-12-01 10:00'), calendar)).toEqual(of);
  });

  test('two working hours after it has begun again somebody has it; a whole term is whose it is', () => {
    const holder = still('2026-12-01 09:00', '2026-12-01 12:00');
    expect(blamed(holder, [], ended('2026-12-01 14:00'), calendar)).toEqual(UNHEARD);
    expect(blamed(holder, [], ended('2026-12-01 14:01'), calendar)).toEqual(HOLDER);
    expect(blamed(holder, [], ended('2026-12-01 10:00', { kind: 'whole' }), calendar)).toEqual(HOLDER);
  });

  test('of several none of whom was heard it is nobody’s, and of one who was it is theirs', () => {
    const silent = still('2026-12-01 09:00', '2026-12-01 12:00');
    const together = (...holders: Standing[]) => blamedTogether(holders, ended('2026-12-01 10:00'), calendar);
    expect(together(silent, silent)).toEqual({ of: 'nobody', why: 'unheard' });
    expect(together(silent, person(2))).toEqual({ of: 'some', ids: [2] });
  });

  test('what all have together is of those who were there', () => {
    const away = person(1, { away: [days()] });
    const together = (...holders: Standing[]) => blamedTogether(holders, ended('2026-12-01 12:00'), calendar);
    expect(together(away, person(2), person(3))).toEqual({ of: 'some', ids: [2, 3] });
    expect(together(away)).toEqual({ of: 'nobody', why: 'absent' });
    expect(together()).toEqual({ of: 'some', ids: [] });
  });
});

describe('of all coordinators one has the whole visit', () => {
  const plan = (one: number, other: number, third: number) =>
    new Map([
      [toPlainDate('2026-11-30'), one],
      [toPlainDate('2026-12-01'), other],
      [toPlainDate('2026-12-02'), third],
    ]);
  const visit = (since: string, due: string) => ({ stageEnteredAt: msk(since), due: msk(due) });
  const monday = visit('2026-11-30 09:00', '2026-12-01 12:00');
  test.each<[string, Map<ReturnType<typeof toPlainDate>, number>, ReturnType<typeof visit>, readonly Standing[], number | null]>([
    ['who was on duty on each of its days', plan(1, 1, 2), monday, [person(1), person(2)], 1],
    ['nobody, where the duty changed', plan(1, 2, 2), monday, [person(1), person(2)], null],
    ['nobody, where a day had nobody', new Map([[toPlainDate('2026-11-30'), 1]]), monday, [person(1), person(2)], null],
    ['nobody, where they coordinate no more', plan(1, 1, 1), monday, [person(2)], null],
    ['nobody, where they were away on a day of it', plan(1, 1, 1), monday, [person(1, { away: [days()] }), person(2)], null],
    ['by the days that it has: after the closing comes the next one', plan(2, 1, 1), visit('2026-11-30 18:00', '2026-12-01 12:00'), [person(1), person(2)], 1],
    ['nobody, of a visit without a working moment', plan(1, 1, 1), visit('2026-11-30 18:00', '2026-11-30 23:59:59'), [person(1)], null],
  ])('%s', (_, onDuty, ended, holders, expected) => {
    expect(dutyOfVisit(holders, onDuty, ended, calendar)).toBe(expected);
  }); // prettier-ignore
});

describe('an absence that was taken back on the day on which it was entered', () => {
  const slip = [days({ enteredAt: msk('2026-12-02 10:00'), cancelledAt: msk('2026-12-02 11:00') })];
  const late = [days({ enteredAt: msk('2026-12-02 10:00'), cancelledAt: msk('2026-12-03 11:00') })];
  test.each([
    ['excuses nothing of before', slip, '2026-12-01 12:00', HOLDER],
    ['excuses what ended meanwhile', slip, '2026-12-02 10:30', NOBODY],
    ['and later it has lasted until then', late, '2026-12-01 12:00', NOBODY],
  ])('%s', (_, away, due, of) => {
    expect(blamed(person(1, { away }), [], ended(due), calendar)).toEqual(of);
  });
});
