import fc from 'fast-check';
import {
  accountsOf,
  clauseOf,
  type AccountFacts,
  type AccountedTerm,
  type TermAccount,
} from '../../../src/regulation/account';
import {
  dayOf,
  daysBetween,
  plusDays,
  withLocalDays,
  workingTimeBetween,
  type OfficeCalendar,
} from '../../../src/regulation/calendar';
import type { Course } from '../../../src/regulation/corrections';
import { inWeeks, type DayRun } from '../../../src/regulation/day-runs';
import { dutyDue, extendedDue, overallDue, redirectDue, roundAfterReturn } from '../../../src/regulation/deadlines';
import { NOTHING_PENDING } from '../../../src/regulation/pending';
import { dueAfterResumption, postponement } from '../../../src/regulation/postponement';
import { clock, leave, NO_VISITS, type Visits } from '../../../src/regulation/visits';
import type { Kind, Stage } from '../../../src/regulation/vocabulary';
import { calendar, day, msk } from './office';

const HOUR = 3_600_000;
const rules = {
  shares: { coordination: 0.1, assigned: 0.05, in_progress: 0.6, answer_agreement: 0.125, answer_approval: 0.125 },
  least: 2 * HOUR,
};
const NOTHING_MOVED: Course = { returns: [], chosen: [], extension: null, postponement: null };

interface House {
  readonly kind?: Kind;
  readonly termDays?: number;
  readonly registeredAt?: Date;
  readonly dueAt?: Date;
  readonly stage?: Stage;
  readonly enteredAt?: Date;
  readonly visits?: Visits;
  readonly dutyBeganAt?: Date | null;
  readonly course?: Course;
  readonly days?: OfficeCalendar;
}

/** An appeal as the house has it: its ends by the functions that an act calls. */
function house(given: House): AccountFacts {
  const { kind = 'message', termDays = 30, registeredAt = msk('2026-11-27 16:20'), days = calendar } = given;
  const firstDueAt = overallDue(registeredAt, termDays, days);
  const { dueAt = firstDueAt, stage = 'coordination', enteredAt = registeredAt, dutyBeganAt = null } = given;
  const clocked = {
    stage,
    stageEnteredAt: enteredAt,
    registeredAt,
    firstDueAt,
    termDays,
    dueAt,
    postponedUntil: null,
    awaitsEntry: false,
  };
  return {
    kind,
    termDays,
    firstDueAt,
    fastTrackDays: null,
    course: given.course ?? NOTHING_MOVED,
    corrections: [],
    rules,
    terms: {
      ...clocked,
      kind,
      receivedAt: registeredAt,
      redirectAskedAt: null,
      dutyBeganAt,
      dutyDueAt: dutyBeganAt && dutyDue(dutyBeganAt, dueAt, days),
      reportedAt: null,
      pending: NOTHING_PENDING,
      ...clock(clocked, given.visits ?? NO_VISITS, rules, days),
    },
  };
}

function accountOf(facts: AccountFacts, of: AccountedTerm, days = calendar): TermAccount {
  const found = accountsOf(facts, days).find((account) => account.of === of);
  if (!found) throw new Error(`No account of ${of}`);
  return found;
}
const shown = ({ from, to, why, counted, time }: DayRun) =>
  [`${from.slice(5)}–${to.slice(5)}`, why, counted ? 'counted' : 'left out', ...(time ? [time / HOUR] : [])].join(' ');
const steps = ({ steps: all }: TermAccount) => all.map(({ by }) => by);

describe('the whole', () => {
  test('thirty calendar days: the day of the registration is none of them, days off are', () => {
    const whole = accountOf(house({ registeredAt: msk('2026-11-02 09:00') }), 'whole');
    expect(whole.steps.map((step) => [step.by, ...step.runs.map(shown)])).toEqual([
      ['registered', '11-02–11-02 first left out', '11-03–12-02 calendar counted'],
    ]);
    expect(whole).toMatchObject({ due: msk('2026-12-02 23:59:59'), lastWorkingDay: null });
  });

  test('an end on a day off stays there, and names the last working day before it', () => {
    const whole = accountOf(house({}), 'whole');
    expect([whole.due, whole.lastWorkingDay]).toEqual([msk('2026-12-27 23:59:59'), day('2026-12-25')]);
  });

  test('an extension, a postponement, a return and a date of ПОС are a step each, in their order', () => {
    const registeredAt = msk('2026-11-02 10:00');
    const extension = { at: msk('2026-11-10 10:00'), days: 10 };
    const extended = house({
      kind: 'appeal59',
      registeredAt,
      dueAt: msk('2026-12-12 23:59:59'),
      course: { ...NOTHING_MOVED, extension },
    });
    expect(accountOf(extended, 'whole').steps[1]).toMatchObject({ by: 'extended', days: 10 });
    expect(accountOf(extended, 'whole').steps[1]?.runs.map(shown)).toEqual(['12-03–12-12 calendar counted']);
    const returned = house({
      registeredAt,
      dueAt: msk('2026-12-24 23:59:59'),
      course: {
        returns: [msk('2026-11-24 10:00')],
        chosen: [{ at: msk('2026-11-05 10:00'), day: day('2026-12-10') }],
        extension: null,
        postponement: {
          approvedAt: msk('2026-11-10 10:00'),
          date: day('2026-11-20'),
          resumedAt: msk('2026-11-13 09:00'),
        },
      },
    });
    expect(steps(accountOf(returned, 'whole'))).toEqual(['registered', 'chosen', 'postponed', 'resumed', 'returned']);
  });

  test('of 59-ФЗ a postponement is told and moves nothing', () => {
    const course = {
      ...NOTHING_MOVED,
      postponement: { approvedAt: msk('2026-11-10 10:00'), date: day('2026-11-20'), resumedAt: null },
    };
    const account = accountOf(house({ kind: 'appeal59', registeredAt: msk('2026-11-02 10:00'), course }), 'whole');
    expect(account.steps.at(-1)).toMatchObject({ by: 'postponed', stays: true, due: msk('2026-12-02 23:59:59') });
  });

  test('days that a postponement adds, a return and a resumption begin stand on no sentence of the decree: they are our reading', () => {
    const postponement = {
      approvedAt: msk('2026-11-10 10:00'),
      date: day('2026-11-20'),
      resumedAt: msk('2026-11-13 09:00'),
    };
    const account = accountOf(
      house({
        registeredAt: msk('2026-11-02 10:00'),
        dueAt: msk('2026-12-24 23:59:59'),
        course: { ...NOTHING_MOVED, returns: [msk('2026-11-24 10:00')], postponement },
      }),
      'whole',
    );
    expect(account.steps.map((step) => [step.by, clauseOf(step)])).toEqual([
      ['registered', 'П1/3'],
      ['postponed', null],
      ['resumed', null],
      ['returned', null],
    ]);
  });

  test('an end that the steps do not lead to is said to stand as it was set', () => {
    const account = accountOf(house({ dueAt: msk('2026-12-30 23:59:59') }), 'whole');
    expect(steps(account)).toEqual(['registered', 'otherwise']);
    expect(account.steps.at(-1)?.due).toEqual(account.due);
  });

  /** What happens to an appeal, a random while after what was before. */
  const happenings = fc.array(
    fc.record({
      what: fc.constantFrom('extend', 'postpone', 'resume', 'return', 'take'),
      hours: fc.integer({ min: 1, max: 240 }),
      days: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 7 },
  );
  test('for random days, kinds and changes it ends exactly where the acts have led, without a step that explains nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 * 24 }),
        fc.constantFrom<Kind>('message', 'appeal59'),
        fc.constantFrom(3, 5, 7, 10, 30),
        happenings,
        (hour, kind, shortTerm, happened) => {
          const registeredAt = new Date(msk('2025-01-01 00:00').getTime() + hour * HOUR);
          const termDays = kind === 'appeal59' ? 30 : shortTerm;
          const { dueAt, course, visits } = lived(registeredAt, kind, termDays, happened);
          const account = accountOf(house({ registeredAt, kind, termDays, dueAt, course, visits }), 'whole');
          expect(account.due).toEqual(dueAt);
          expect(account.steps.at(-1)?.due).toEqual(dueAt);
          expect(steps(account)).not.toContain('otherwise');
          for (const [index, step] of account.steps.entries()) {
            const before = account.steps[index - 1]?.due ?? registeredAt;
            const counted = step.runs.reduce((sum, run) => sum + (run.counted ? run.days : 0), 0);
            if (step.by === 'registered' || (step.by === 'returned' && !step.kept)) expect(counted).toBe(step.count);
            if (step.by === 'extended') expect(counted).toBe(step.days);
            if (step.by === 'postponed')
              expect(counted).toBe(daysBetween(dayOf(before, calendar), dayOf(step.due, calendar)));
            isInARow(step.runs);
          }
        },
      ),
    );
  });
});

type Happening = { readonly what: string; readonly hours: number; readonly days: number };

/** By the functions that the deeds call, act by act; what could not be done then is left out. */
function lived(registeredAt: Date, kind: Kind, termDays: number, happened: readonly Happening[]) {
  let now = registeredAt;
  let dueAt = overallDue(registeredAt, termDays, calendar);
  let before = dueAt;
  let visits = NO_VISITS;
  let until = dayOf(now, calendar);
  let course = NOTHING_MOVED;
  for (const { what, hours, days } of happened) {
    now = new Date(now.getTime() + hours * HOUR);
    const today = dayOf(now, calendar);
    const waits = course.postponement !== null && course.postponement.resumedAt === null;
    if (what === 'extend' && kind === 'appeal59' && course.extension === null && now <= dueAt) {
      course = { ...course, extension: { at: now, days } };
      dueAt = extendedDue(dueAt, days, calendar);
    }
    if (what === 'postpone' && course.postponement === null) {
      const asked = { kind, date: plusDays(today, days), now, due: dueAt, daysAhead: 90 };
      const outcome = postponement(asked, calendar);
      if (!outcome.ok) continue;
      course = { ...course, postponement: { approvedAt: now, date: outcome.date, resumedAt: null } };
      until = outcome.date;
      before = dueAt;
      dueAt = outcome.due;
    }
    if (what === 'resume' && waits && course.postponement && today <= until) {
      const { approvedAt, date } = course.postponement;
      dueAt = dueAfterResumption({ kind, approvedAt, resumedAt: now, date, dueBefore: before, due: dueAt }, calendar);
      course = { ...course, postponement: { approvedAt, date, resumedAt: now } };
    }
    if (what === 'return' && (!waits || today > until)) {
      const round = roundAfterReturn({ kind, due: dueAt, termDays }, now, calendar);
      course = { ...course, returns: [...course.returns, now] };
      dueAt = round.due;
      visits = { ...NO_VISITS, countedFrom: now.toISOString() };
    }
    if (what === 'take') {
      course = { ...course, chosen: [...course.chosen, { at: now, day: plusDays(today, days) }] };
      dueAt = overallDue(now, days, calendar);
      before = dueAt;
    }
  }
  return { dueAt, course, visits };
}

/** Every day stands in one run, and the next run begins on the day after. */
function isInARow(runs: readonly DayRun[]): void {
  for (const [index, run] of runs.entries()) {
    expect(run.days).toBe(daysBetween(run.from, run.to) + 1);
    const next = runs[index + 1];
    if (next) expect(next.from).toBe(plusDays(run.to, 1));
  }
}

describe('a stage', () => {
  test("domain.md's example: 40 minutes of Friday, the Monday, and Tuesday until 16:24", () => {
    const stage = accountOf(house({}), 'stage');
    expect(stage.due).toEqual(msk('2026-12-01 16:24'));
    expect(stage.steps[0]).toMatchObject({ by: 'share', share: 0.1, used: null, least: false, allowance: 65_040_000 });
    expect(stage.steps[0].runs.map(shown)).toEqual([
      `11-27–11-27 weekday counted ${40 / 60}`,
      '11-28–11-29 weekday left out',
      '11-30–11-30 weekday counted 9',
      '12-01–12-01 weekday counted 8.4',
    ]);
  });

  test('days of the production calendar say why they are what they are', () => {
    const facts = house({
      registeredAt: msk('2026-10-31 10:00'),
      stage: 'coordination',
      enteredAt: msk('2026-11-02 16:00'),
    });
    expect(accountOf(facts, 'stage').steps[0].runs.map(shown)).toEqual([
      '11-02–11-02 weekday counted 1',
      '11-03–11-03 before_holiday counted 8',
      '11-04–11-04 unity_day left out',
      expect.stringMatching(/^11-05–11-05 before_holiday counted/),
    ]);
  });

  test("the office's own change, and a year that is not loaded, are named", () => {
    const days = withLocalDays(calendar, [{ day: day('2026-11-30'), kind: 'off', note: 'приказ № 5' }]);
    const own = accountOf(house({ days }), 'stage', days);
    expect(own.steps[0].runs.find(({ why }) => why === 'local')).toMatchObject({ note: 'приказ № 5', counted: false });
    const late = accountOf(house({ registeredAt: msk('2027-12-27 10:00') }), 'whole');
    expect(late.years).toEqual([
      { year: 2027, sources: expect.arrayContaining([expect.stringContaining('1448-XII')]) },
      { year: 2028, sources: null },
    ]);
  });

  test('what the closing before the end of the whole cuts says where its own time would have ended', () => {
    const facts = house({ stage: 'in_progress', enteredAt: msk('2026-12-24 09:00') });
    const account = accountOf(facts, 'stage');
    expect(steps(account)).toEqual(['share', 'closing']);
    expect(account.due).toEqual(msk('2026-12-25 17:00'));
    expect(account.steps[0].due > account.due).toBe(true);
  });

  test('a finished appeal has none', () => {
    expect(accountsOf(house({ stage: 'answered' }), calendar).map(({ of }) => of)).toEqual(['whole']);
  });

  test('for random visits it ends exactly where the clock of the stage does, and counts that working time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900 * 24 * 60 }),
        fc.constantFrom<Stage>('coordination', 'assigned', 'in_progress', 'answer_agreement', 'redirect_approval'),
        fc.constantFrom(3, 10, 30),
        fc.integer({ min: 0, max: 20 * 24 * 60 }),
        fc.option(fc.integer({ min: 1, max: 3 * 24 * 60 })),
        (minute, stage, termDays, later, formerly) => {
          const registeredAt = new Date(msk('2025-01-01 00:00').getTime() + minute * 60_000);
          const enteredAt = new Date(registeredAt.getTime() + later * 60_000);
          const leftAt = formerly === null ? null : new Date(registeredAt.getTime() + formerly * 60_000);
          const visits = leftAt ? leave(NO_VISITS, stage, registeredAt, leftAt, calendar) : NO_VISITS;
          const facts = house({ registeredAt, stage, enteredAt, termDays, visits });
          const account = accountsOf(facts, calendar).find(({ of }) => of === 'stage');
          if (facts.terms.stageDueAt === null) return expect(account).toBeUndefined();
          expect(account?.due).toEqual(facts.terms.stageDueAt);
          expect(account?.steps.at(-1)?.due).toEqual(facts.terms.stageDueAt);
          expect(account && steps(account)).not.toContain('otherwise');
          const runs = account?.steps[0].runs ?? [];
          const time = runs.reduce((sum, run) => sum + (run.time ?? 0), 0);
          expect(time).toBe(workingTimeBetween(enteredAt, facts.terms.stageDueAt, calendar));
          isInARow(runs);
        },
      ),
    );
  });
});

describe('the seven days and the one day', () => {
  test('seven calendar days of an appeal59, kept or not, and none of a message', () => {
    const visits = { ...NO_VISITS, passedOn: true };
    const account = accountOf(house({ kind: 'appeal59', visits }), 'redirect');
    expect(account.due).toEqual(redirectDue(msk('2026-11-27 16:20'), calendar));
    expect(account.steps[0]).toMatchObject({ by: 'sevenDays', count: 7 });
    expect(accountsOf(house({}), calendar).map(({ of }) => of)).not.toContain('redirect');
  });

  test.each([
    ['2026-11-27 16:20', '2026-11-30 16:20', true],
    ['2026-11-28 12:00', '2026-11-30 17:00', false],
  ])('received %s it is reported until %s', (received, due, within) => {
    const account = accountOf(house({ dutyBeganAt: msk(received), stage: 'assigned' }), 'duty');
    expect(account).toMatchObject({ due: msk(due), steps: [{ by: 'oneDay', within }] });
  });

  test('for random receipts it ends exactly where the duty does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 * 24 * 60 }), fc.constantFrom(3, 30), (minute, termDays) => {
        const registeredAt = new Date(msk('2025-01-01 00:00').getTime() + minute * 60_000);
        const facts = house({ registeredAt, termDays, stage: 'assigned', dutyBeganAt: registeredAt });
        const account = accountsOf(facts, calendar).find(({ of }) => of === 'duty');
        expect(account?.steps.at(-1)?.due ?? null).toEqual(facts.terms.dutyDueAt);
        expect(account?.due ?? null).toEqual(facts.terms.dutyDueAt);
      }),
    );
  });
});

test('long rows of ordinary weeks are one line, and what is not ordinary stands by itself', () => {
  const facts = house({ registeredAt: msk('2026-10-05 08:00'), stage: 'in_progress', termDays: 30 });
  const runs = accountOf(facts, 'stage').steps[0].runs;
  const folded = inWeeks(runs);
  expect(folded.length).toBeLessThan(runs.length);
  expect(folded[0]).toMatchObject({ why: 'weeks', from: '2026-10-05' });
  const time = (all: readonly { time: number | null }[]) => all.reduce((sum, run) => sum + (run.time ?? 0), 0);
  expect(time(folded)).toBe(time(runs));
});
