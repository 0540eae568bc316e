import { loadCalendar } from '../../../src/adapters/calendars';
import { overallDue, type StageShares } from '../../../src/regulation/deadlines';
import { nagsOf } from '../../../src/regulation/nag-moments';
import { NOTHING_PENDING } from '../../../src/regulation/pending';
import { termsOf, type TermFacts } from '../../../src/regulation/terms';
import { backlogUntil, clock, goOn, leave, NO_VISITS, usedIn, type Visits } from '../../../src/regulation/visits';
import type { Stage } from '../../../src/regulation/vocabulary';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
/** «2026-11-27 16:20» by Moscow's clock. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}:00+03:00`);
const shown = (at: Date | null | undefined) =>
  at ? new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ') : null;
const HOUR = 3_600_000;
const shares: StageShares = {
  coordination: 0.1,
  assigned: 0.05,
  in_progress: 0.6,
  answer_agreement: 0.125,
  answer_approval: 0.125,
};
const rules = { shares, least: 2 * HOUR };

const registeredAt = msk('2026-11-27 16:20');
const dueAt = overallDue(registeredAt, 30, calendar);
/** At a stage since then; what was left before is remembered. */
function at(stage: Stage, stageEnteredAt: Date, visits: Visits = NO_VISITS, more: Partial<TermFacts> = {}): TermFacts {
  const appeal = {
    stage,
    stageEnteredAt,
    registeredAt,
    firstDueAt: dueAt,
    termDays: 30,
    dueAt,
    postponedUntil: null,
    awaitsEntry: false,
    ...more,
  };
  return {
    kind: 'message',
    receivedAt: registeredAt,
    redirectAskedAt: null,
    dutyBeganAt: null,
    dutyDueAt: null,
    reportedAt: null,
    pending: NOTHING_PENDING,
    ...appeal,
    ...clock(appeal, visits, rules, calendar),
  };
}
const stageTerm = (facts: TermFacts) =>
  termsOf(facts, calendar).find(({ reason }) => reason === 'coordination' || reason === 'stage');

test("domain.md's example: registered and received on Friday 27.11 at 16:20, each stage entered at the former's end", () => {
  expect(shown(dueAt)).toBe('2026-12-27 23:59');
  const coordination = at('coordination', registeredAt);
  expect(shown(coordination.stageDueAt)).toBe('2026-12-01 16:24');
  const term = stageTerm(coordination);
  expect(term && nagsOf(term, calendar).map((nag) => `${nag.threshold} ${shown(nag.at)}`)).toEqual([
    'half 2026-11-30 16:22',
    'most 2026-12-01 12:47',
    'overdue 2026-12-01 16:24',
  ]);
  let before = coordination;
  const ends = (['assigned', 'in_progress', 'answer_agreement', 'answer_approval'] as const).map((stage) => {
    const enteredAt = before.stageDueAt ?? registeredAt;
    const visits = leave(before.visits as Visits, before.stage, before.stageEnteredAt, enteredAt, calendar);
    before = at(stage, enteredAt, visits);
    return [stage, shown(before.stageDueAt), stageTerm(before)?.fact];
  });
  expect(ends).toEqual([
    ['assigned', '2026-12-02 16:26', 'stage'],
    ['in_progress', '2026-12-18 16:50', 'stage'],
    ['answer_agreement', '2026-12-23 12:25', 'stage'],
    // by the closing, so without a fact of its own
    ['answer_approval', '2026-12-25 17:00', null],
  ]);
});

test('a visit that the closing ends has no overdue of its own: the whole has', () => {
  const cut = stageTerm(at('in_progress', msk('2026-12-24 09:00')));
  expect(cut).toMatchObject({ due: msk('2026-12-25 17:00'), fact: null, endsQuietly: true });
  expect(cut && nagsOf(cut, calendar).map(({ threshold }) => threshold)).toEqual(['most']);
  expect(stageTerm(at('in_progress', msk('2026-12-26 09:00')))).toBeUndefined();
});

test('the half of an allowance is told from four working hours on', () => {
  const thresholds = (facts: TermFacts) => {
    const term = stageTerm(facts);
    return term && nagsOf(term, calendar).map(({ threshold }) => threshold);
  };
  const short = (days: number) => {
    const due = overallDue(registeredAt, days, calendar);
    return at('coordination', registeredAt, NO_VISITS, { dueAt: due, ...{ firstDueAt: due } });
  };
  // 40 minutes of Friday and the Monday: a tenth of 9 h 40 min is less than the two hours that a visit has
  expect(shown(short(3).stageDueAt)).toBe('2026-11-30 09:20');
  expect(thresholds(short(3))).toEqual(['most', 'overdue']);
  expect(thresholds(at('coordination', registeredAt))).toEqual(['half', 'most', 'overdue']);
});

test('a second visit goes on from what the share has left; one that is taken back was never left', () => {
  const enteredAt = msk('2026-12-01 08:00');
  const left = leave(NO_VISITS, 'in_progress', enteredAt, msk('2026-12-03 10:00'), calendar);
  expect(usedIn('in_progress', left, calendar)).toBe(20 * HOUR);
  const again = leave(left, 'in_progress', msk('2026-12-04 08:00'), msk('2026-12-04 13:00'), calendar);
  expect(usedIn('in_progress', again, calendar)).toBe(25 * HOUR);
  // 108 h 24 min of the share, less 25: 83 h 24 min from Monday 08:00
  expect(shown(at('in_progress', msk('2026-12-07 08:00'), again).stageDueAt)).toBe('2026-12-18 10:24');

  expect(goOn(NO_VISITS, 'in_progress', enteredAt)).toBeNull();
});

describe('what the same person takes back goes on with what was left when it was left', () => {
  const enteredAt = msk('2026-12-01 09:00');
  /** Left then, and taken back then. */
  const takenBack = (leftAt: string, backAt: string) => {
    const present = at('in_progress', enteredAt).visits as Visits;
    const back = goOn(leave(present, 'in_progress', enteredAt, msk(leftAt), calendar), 'in_progress', msk(backAt));
    if (!back) throw new Error('it was left');
    return at('in_progress', back.enteredAt, back.visits);
  };

  test.each([
    ['at once', '2026-12-03 10:00', '2026-12-03 10:00', '2026-12-17 09:24'],
    ['what passed meanwhile was somebody else’s', '2026-12-03 10:00', '2026-12-04 10:00', '2026-12-18 09:24'],
    ['a night is no time', '2026-12-03 16:59', '2026-12-04 08:00', '2026-12-17 09:25'],
    ['two working hours at least', '2026-12-17 07:30', '2026-12-21 09:00', '2026-12-21 11:00'],
    ['also where its end had passed', '2026-12-18 10:00', '2026-12-21 09:00', '2026-12-21 11:00'],
    ['never past the closing that ends it', '2026-12-03 10:00', '2026-12-24 10:00', '2026-12-25 17:00'],
  ])('%s', (_what, leftAt, backAt, due) => {
    // 108 h 24 min from 01.12 09:00
    expect(shown(at('in_progress', enteredAt).stageDueAt)).toBe('2026-12-17 09:24');
    expect(shown(takenBack(leftAt, backAt).stageDueAt)).toBe(due);
  });

  test('within a minute exactly what was left, however little', () => {
    const present = at('in_progress', enteredAt).visits as Visits;
    const leftAt = msk('2026-12-17 09:14');
    const left = leave(present, 'in_progress', enteredAt, leftAt, calendar);
    const back = (seconds: number) => {
      const resumed = goOn(left, 'in_progress', new Date(leftAt.getTime() + seconds * 1_000));
      return at('in_progress', enteredAt, resumed?.visits).stageDueAt;
    };
    // Ten minutes were left; a second more, and it has the two hours of a visit.
    expect(back(60)).toEqual(new Date(msk('2026-12-17 09:24').getTime() + 60_000));
    expect(shown(back(61))).toBe('2026-12-17 11:15');
  });

  test('the two working hours come once a visit: sent and withdrawn again, it goes on with what they have left', () => {
    const first = takenBack('2026-12-17 09:14', '2026-12-17 09:30');
    expect(shown(first.stageDueAt)).toBe('2026-12-17 11:30');
    const left = leave(first.visits as Visits, 'in_progress', enteredAt, msk('2026-12-17 11:20'), calendar);
    const again = goOn(left, 'in_progress', msk('2026-12-17 12:00'));
    expect(shown(at('in_progress', enteredAt, again?.visits).stageDueAt)).toBe('2026-12-17 12:10');
  });

  test('it is no second visit: nags that were told are not told again, and what it uses is its own time', () => {
    const resumed = takenBack('2026-12-03 10:00', '2026-12-04 10:00');
    const [before, after] = [stageTerm(at('in_progress', enteredAt)), stageTerm(resumed)];
    expect(after?.id).toBe(before?.id);
    expect(after?.allowance).toBe(before?.allowance);
    const again = leave(
      resumed.visits as Visits,
      'in_progress',
      resumed.stageEnteredAt,
      msk('2026-12-04 12:00'),
      calendar,
    );
    expect(usedIn('in_progress', again, calendar)).toBe(21 * HOUR);
  });

  test('where its end had passed, the end that comes is another one', () => {
    const over = stageTerm(takenBack('2026-12-18 10:00', '2026-12-21 09:00'));
    expect(over?.id).not.toBe(stageTerm(at('in_progress', enteredAt))?.id);
  });
});

test('after a re-examination from «Ответ направлен» all shares count anew, between the return and the new due', () => {
  const returnedAt = msk('2026-12-21 10:00');
  const visits = { ...NO_VISITS, countedFrom: returnedAt.toISOString() };
  const anew = overallDue(returnedAt, 30, calendar);
  // To Wednesday 20.01: 7 + 27 hours to Thursday 24.12, 9 + 27 to 30.12 and 72 from 11.01, 142 in all; the tenth is 14 h 12 min.
  expect(shown(at('coordination', returnedAt, visits, { dueAt: anew }).stageDueAt)).toBe('2026-12-22 15:12');
});

test('the approver has no clock while the draft waits to be entered into ПОС: its task is told of', () => {
  const waiting = at('answer_approval', msk('2026-12-01 10:00'), NO_VISITS, { awaitsEntry: true });
  expect(waiting.stageDueAt).toBeNull();
  const terms = termsOf(waiting, calendar);
  expect(terms.map(({ reason }) => reason)).toEqual(['overall', 'entry']);
  const entry = terms.find(({ reason }) => reason === 'entry');
  expect(entry && nagsOf(entry, calendar).map((nag) => `${nag.threshold} ${shown(nag.at)}`)).toEqual([
    'fourHours 2026-12-01 14:00',
  ]);
});

describe('of more than twenty new open ones that come at once', () => {
  const came = msk('2026-11-27 16:20');
  const together = { ...NO_VISITS, backlogUntil: backlogUntil(21, came, calendar) };
  /** A fast track of three days that is over before the next working day is. */
  const short = {
    registeredAt: msk('2026-11-25 10:00'),
    firstDueAt: msk('2026-11-28 23:59'),
    dueAt: msk('2026-11-28 23:59'),
    termDays: 3,
  };
  const nagsOn = (facts: TermFacts) => {
    const term = stageTerm(facts);
    return term && nagsOf(term, calendar).map((nag) => `${nag.threshold} ${shown(nag.at)}`);
  };

  test('twenty are no backlog; of more the line is the closing of the next working day', () => {
    expect(backlogUntil(20, came, calendar)).toBeNull();
    expect(shown(new Date(together.backlogUntil!))).toBe('2026-11-30 17:00');
  });

  test('coordination lasts at least until then, and nobody is reminded of it before', () => {
    const brief = at('coordination', came, together, short);
    expect(shown(brief.stageDueAt)).toBe('2026-11-30 17:00');
    expect(nagsOn(brief)).toEqual(['overdue 2026-12-01 08:00']);
    const long = at('coordination', came, together);
    expect(shown(long.stageDueAt)).toBe('2026-12-01 16:24');
    expect(nagsOn(long)).toEqual(['most 2026-12-01 12:47', 'overdue 2026-12-01 16:24']);
  });

  test('a whole, a stage and the seven days that end before then were over before the bot got it', () => {
    const brief = at('assigned', msk('2026-11-27 16:30'), together, short);
    expect(stageTerm(brief)).toBeUndefined();
    expect(termsOf(brief, calendar).find(({ reason }) => reason === 'overall')).toMatchObject({ nobodys: true });
    const seven = at('coordination', came, together, { kind: 'appeal59', registeredAt: msk('2026-11-22 10:00') });
    expect(termsOf(seven, calendar).map(({ reason }) => reason)).not.toContain('redirect');
    const alone = at('coordination', came, NO_VISITS, { kind: 'appeal59', registeredAt: msk('2026-11-22 10:00') });
    expect(termsOf(alone, calendar).map(({ reason }) => reason)).toContain('redirect');
  });

  test('what ends later is as of any other', () => {
    const later = { ...short, dueAt: msk('2026-12-02 23:59'), firstDueAt: msk('2026-12-02 23:59'), termDays: 7 };
    expect(
      termsOf(at('coordination', came, together, later), calendar).find(({ reason }) => reason === 'overall'),
    ).toMatchObject({ nobodys: false });
  });
});
