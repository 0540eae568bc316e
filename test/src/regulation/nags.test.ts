import fc from 'fast-check';
import { loadCalendar } from '../../../src/adapters/calendars';
import { dayOf, endOfDay, isWorkingTime, plusDays, startOfDay, toPlainDate } from '../../../src/regulation/calendar';
import { isOverdue } from '../../../src/regulation/deadlines';
import { NAG_REASONS, NAGS, type NagReason } from '../../../src/regulation/nags';
import { nagged, holdersOf, type Colleague } from '../../../src/regulation/recipients';
import { NOTHING_PENDING } from '../../../src/regulation/pending';
import { endsWithin, nagsAhead, nagsOf } from '../../../src/regulation/nag-moments';
import {
  isMorningLine,
  isOverQuietly,
  keepsSevenDays,
  passedTooLate,
  termsOf,
  type Term,
  type TermFacts,
} from '../../../src/regulation/terms';
import { NO_VISITS } from '../../../src/regulation/visits';
import { isFinal, STAGES, type Stage } from '../../../src/regulation/vocabulary';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
/** «2026-11-02 09:00» by Moscow's clock. */
const msk = (text: string) => new Date(`${text.replace(' ', 'T')}${text.length === 16 ? ':00' : ''}+03:00`);
const shown = (at: Date) => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const dash = (items: readonly string[]) => items.join(', ') || '—';

// ── domain.md, Nags: the table, written a second time ───────────────────────

const IN = {
  coordination: ['coordination'],
  duty: ['assigned', 'in_progress'],
  stage: ['assigned', 'in_progress', 'answer_agreement', 'answer_approval', 'redirect_agreement', 'redirect_approval'],
  organization: ['with_organization'],
  redirect: ['coordination', 'redirect_agreement', 'redirect_approval', 'delivery'],
  postponed: ['postponed'],
  open: STAGES.filter((stage) => !isFinal(stage)),
} as const;

test.each<[NagReason, readonly Stage[], string, string, string, string]>([
  // reason, stages, to, overdue → also, when, then
  [
    'coordination',
    IN.coordination,
    'coordinators',
    'curators',
    'half of share from 4 h, most of share, overdue',
    'each working morning',
  ],
  [
    'duty',
    IN.duty,
    'executor',
    'coordinators, curators',
    'half of share, hour of hoursBefore, overdue',
    'each working morning',
  ],
  ['stage', IN.stage, 'holder', 'coordinators, curators', 'most of share, overdue', 'each working morning'],
  [
    'overall',
    STAGES.filter((stage) => !isFinal(stage) && stage !== 'with_organization'),
    'holder',
    'supervisor, coordinators, curators',
    'threeDays of workingDaysLeft, oneDay of workingDaysLeft, today of workingDaysLeft, overdue',
    'each working morning',
  ],
  [
    'organization',
    IN.organization,
    'coordinators',
    'supervisor, curators',
    'threeDays of workingDaysLeft, oneDay of workingDaysLeft, today of workingDaysLeft, overdue',
    'each working morning',
  ],
  [
    'redirect',
    IN.redirect,
    'coordinators, holder',
    'curators',
    'twoDays of calendarDaysLeft, today of workingDaysLeft, overdue',
    'each working morning',
  ],
  ['delivery', ['delivery'], 'coordinators', '—', 'fourHours of hoursAfter', 'each working morning from the first'],
  [
    'entry',
    ['answer_approval'],
    'coordinators, executor',
    '—',
    'fourHours of hoursAfter',
    'each working morning from the first',
  ],
  ['passing', IN.open, 'placer', '—', 'fourHours of hoursAfter', 'each working morning from the first'],
  ['removal', STAGES, 'placer', '—', 'fourHours of hoursAfter', 'each working morning from the first'],
  [
    'extensionNotice',
    STAGES,
    'placer',
    'coordinators, curators',
    'fourHours of hoursAfter, overdue',
    'each working morning from the first',
  ],
  ['postponed', IN.postponed, 'executor', '—', 'threeDays of workingDays', '—'],
  ['documents', IN.open, 'examiner', '—', 'today of workingDays', 'each working morning'],
  ['instruction', IN.open, 'executor', '—', 'today of workingDays', 'each working morning'],
  ['visitOutcome', IN.open, 'examiner', '—', 'today of workingDays', 'each working morning'],
  ['meetingOutcome', IN.open, 'examiner', '—', 'today of workingDays', 'each working morning'],
])('%s in %j: to %s, overdue also to %s; %s, then %s', (reason, stages, to, overdueTo, when, then) => {
  const row = NAGS[reason];
  expect({
    stages: row.stages,
    to: dash(row.to),
    overdueTo: dash(row.overdueTo),
    then: { afterEnd: 'each working morning', afterBeginning: 'each working morning from the first', '': '—' }[
      row.mornings ?? ''
    ],
    when: dash([
      ...row.before.map((moment) =>
        [
          `${moment.threshold} of ${moment.counted}`,
          ...('ofAllowance' in moment ? [`from ${moment.ofAllowance} h`] : []),
        ].join(' '),
      ),
      ...(row.overdue ? ['overdue'] : []),
    ]),
  }).toEqual({ stages, to, overdueTo, then, when });
});

// ── Moments ─────────────────────────────────────────────────────────────────

const plain = {
  allowance: null,
  fact: null,
  nobodys: false,
  unnamed: null,
  endsQuietly: false,
  quietUntil: null,
} as const;
const term = (reason: NagReason, since: string, due: string, more: Partial<Term> = {}): Term => ({
  ...plain,
  id: reason,
  missedAs: reason,
  reason,
  since: msk(since),
  due: msk(due),
  ...more,
});
const moments = (one: Term) => nagsOf(one, calendar).map(({ threshold, at }) => `${threshold} ${shown(at)}`);

// November 2026: 4 and 6 are days off, 3 and 5 close an hour earlier; 31.12.2026–08.01.2027 are off, 30.12 closes at 17:00.
test.each<[string, Term, string[]]>([
  [
    'a working day',
    term('coordination', '2026-11-25 09:00', '2026-11-25 15:00'),
    ['half 2026-11-25 12:00', 'most 2026-11-25 13:48', 'overdue 2026-11-25 15:00'],
  ],
  [
    'over a night the shares run in working time',
    term('coordination', '2026-11-25 15:00', '2026-11-26 15:00'),
    ['half 2026-11-26 10:30', 'most 2026-11-26 13:12', 'overdue 2026-11-26 15:00'],
  ],
  [
    'over a weekend',
    term('coordination', '2026-11-27 16:00', '2026-11-30 09:00'),
    ['half 2026-11-30 08:00', 'most 2026-11-30 08:36', 'overdue 2026-11-30 09:00'],
  ],
  [
    'an allowance of less than four hours has no half',
    term('coordination', '2026-11-25 09:00', '2026-11-25 12:00', { allowance: 3 * 3_600_000 }),
    ['most 2026-11-25 11:24', 'overdue 2026-11-25 12:00'],
  ],
  [
    'of four hours it has one',
    term('coordination', '2026-11-25 09:00', '2026-11-25 13:00', { allowance: 4 * 3_600_000 }),
    ['half 2026-11-25 11:00', 'most 2026-11-25 12:12', 'overdue 2026-11-25 13:00'],
  ],
  [
    'an end in the night, as the former rules made them: overdue at the next opening',
    term('coordination', '2026-11-25 09:00', '2026-11-26 02:00'),
    ['half 2026-11-25 13:00', 'most 2026-11-25 15:24', 'overdue 2026-11-26 08:00'],
  ],
  [
    'before a shortened closing',
    term('stage', '2026-11-02 15:00', '2026-11-03 16:00'),
    ['most 2026-11-03 14:00', 'overdue 2026-11-05 08:00'],
  ],
  [
    'ended by the closing before the due: its end is told by the whole',
    term('stage', '2026-11-25 09:00', '2026-11-25 17:00', { endsQuietly: true }),
    ['most 2026-11-25 15:24'],
  ],
  [
    'a task for ПОС: four working hours later',
    term('delivery', '2026-11-27 15:00', '2026-12-20 23:59:59'),
    ['fourHours 2026-11-30 10:00'],
  ],
  [
    'a draft to enter: at half of the allowance, since that is sooner',
    term('entry', '2026-11-27 15:00', '2026-12-20 23:59:59', { allowance: 6 * 3_600_000 }),
    ['fourHours 2026-11-30 09:00'],
  ],
  [
    'received in working time, the duty',
    term('duty', '2026-11-25 10:00', '2026-11-26 10:00'),
    ['half 2026-11-25 14:30', 'hour 2026-11-26 09:00', 'overdue 2026-11-26 10:00'],
  ],
  [
    'received in the evening, the duty',
    term('duty', '2026-11-25 20:00', '2026-11-26 17:00'),
    ['half 2026-11-26 12:30', 'hour 2026-11-26 16:00', 'overdue 2026-11-27 08:00'],
  ],
  [
    'an hour of working time before a morning',
    term('duty', '2026-11-27 08:30', '2026-11-30 08:30'),
    ['half 2026-11-27 13:00', 'hour 2026-11-27 16:30', 'overdue 2026-11-30 08:30'],
  ],
  [
    'over the New Year',
    term('duty', '2026-12-30 12:00', '2027-01-11 12:00'),
    ['half 2026-12-30 16:30', 'hour 2027-01-11 11:00', 'overdue 2027-01-11 12:00'],
  ],
  [
    'the whole, on a working day',
    term('overall', '2026-11-02 09:00', '2026-12-02 23:59:59'),
    ['threeDays 2026-11-27 08:00', 'oneDay 2026-12-01 08:00', 'today 2026-12-02 08:00', 'overdue 2026-12-03 08:00'],
  ],
  [
    'the whole, on a Sunday',
    term('overall', '2026-10-30 09:00', '2026-11-29 23:59:59'),
    ['threeDays 2026-11-24 08:00', 'oneDay 2026-11-26 08:00', 'today 2026-11-27 08:00', 'overdue 2026-11-30 08:00'],
  ],
  [
    'the whole, in the New Year holidays',
    term('overall', '2026-12-04 09:00', '2027-01-03 23:59:59'),
    ['threeDays 2026-12-25 08:00', 'oneDay 2026-12-29 08:00', 'today 2026-12-30 08:00', 'overdue 2027-01-11 08:00'],
  ],
  [
    'an organization',
    term('organization', '2026-11-02 09:00', '2026-12-02 23:59:59'),
    ['threeDays 2026-11-27 08:00', 'oneDay 2026-12-01 08:00', 'today 2026-12-02 08:00', 'overdue 2026-12-03 08:00'],
  ],
  [
    'seven days by the calendar',
    term('redirect', '2026-11-18 09:00', '2026-11-25 23:59:59'),
    ['twoDays 2026-11-23 08:00', 'today 2026-11-25 08:00', 'overdue 2026-11-26 08:00'],
  ],
  [
    'two days before on a Saturday, the last on a Monday',
    term('redirect', '2026-11-23 09:00', '2026-11-30 23:59:59'),
    ['today 2026-11-30 08:00', 'overdue 2026-12-01 08:00'],
  ],
  [
    'the last on a Sunday',
    term('redirect', '2026-11-22 09:00', '2026-11-29 23:59:59'),
    ['twoDays 2026-11-25 08:00', 'today 2026-11-27 08:00', 'overdue 2026-11-30 08:00'],
  ],
  [
    'the last in the New Year holidays',
    term('redirect', '2026-12-25 09:00', '2027-01-01 23:59:59'),
    ['twoDays 2026-12-28 08:00', 'today 2026-12-30 08:00', 'overdue 2027-01-11 08:00'],
  ],
  [
    'an organization, on a Saturday',
    term('organization', '2026-10-29 09:00', '2026-11-28 23:59:59'),
    ['threeDays 2026-11-24 08:00', 'oneDay 2026-11-26 08:00', 'today 2026-11-27 08:00', 'overdue 2026-11-30 08:00'],
  ],
  [
    'the seven days that nobody asks to use: nobody is late by their end',
    term('redirect', '2026-11-18 09:00', '2026-11-25 23:59:59', { endsQuietly: true }),
    ['twoDays 2026-11-23 08:00', 'today 2026-11-25 08:00'],
  ],
  ['postponed', term('postponed', '2026-11-25 09:00', '2026-12-10 23:59:59'), ['threeDays 2026-12-07 08:00']],
  ['documents', term('documents', '2026-11-25 09:00', '2026-11-27 23:59:59'), ['today 2026-11-27 08:00']],
  ['documents by a Saturday', term('documents', '2026-11-25 09:00', '2026-11-28 23:59:59'), ['today 2026-11-27 16:00']],
])('%s', (_what, one, expected) => {
  expect(moments(one)).toEqual(expected);
});

test.each<[string, string, string]>([
  ['in the office, the next working day', '2026-11-25 14:00', '2026-11-26 08:00'],
  ['before the office opens, that day', '2026-11-25 07:00', '2026-11-25 08:00'],
  ['on a Friday, on Monday', '2026-11-27 16:00', '2026-11-30 08:00'],
  ['on a Saturday, on Monday', '2026-11-28 10:00', '2026-11-30 08:00'],
])('the outcome of a visit is asked for at the next opening after it: %s', (_when, at, asked) => {
  const visits = new Map([[1, { kind: 'visit' as const, at: msk(at), invitedIds: [] }]]);
  const facts = { ...AT_WORK, pending: { ...NOTHING_PENDING, visits } };
  const term = termsOf(facts, calendar).find(({ reason }) => reason === 'visitOutcome')!;
  expect(nagsOf(term, calendar).map((nag) => shown(nag.at))).toEqual([asked]);
});

test('what is past as it is planned is dropped, the rest stays', () => {
  const one = term('overall', '2026-11-02 09:00', '2026-12-02 23:59:59');
  expect(nagsAhead(one, msk('2026-12-01 08:00'), calendar).map(({ threshold }) => threshold)).toEqual([
    'today',
    'overdue',
  ]);
  expect(nagsAhead(one, msk('2026-12-03 08:00'), calendar)).toEqual([]);
});

test('property: every nag is in working time, they come in order, and only the end of a term is told after it', () => {
  const second = fc.integer({ min: 1_760_000_000, max: 1_795_000_000 });
  const reasons = fc.constantFrom(...NAG_REASONS);
  fc.assert(
    fc.property(second, fc.integer({ min: 60, max: 40 * 86_400 }), reasons, (start, length, reason) => {
      const since = new Date(start * 1000);
      const one: Term = { ...plain, id: '', missedAs: '', reason, since, due: new Date((start + length) * 1000) };
      const nags = nagsOf(one, calendar);
      const times = nags.map(({ at }) => at.getTime());
      expect(times).toEqual([...times].sort((a, b) => a - b));
      for (const { threshold, at } of nags) {
        expect(isWorkingTime(at, calendar)).toBe(true);
        expect(isOverdue(one.due, at)).toBe(threshold === 'overdue');
      }
    }),
    { numRuns: 500 },
  );
});

// ── Terms ───────────────────────────────────────────────────────────────────

const NEW: TermFacts = {
  stage: 'coordination',
  kind: 'message',
  registeredAt: msk('2026-11-25 09:00'),
  stageEnteredAt: msk('2026-11-25 10:00'),
  stageDueAt: msk('2026-11-28 10:00'),
  dueAt: msk('2026-12-25 23:59:59'),
  receivedAt: msk('2026-11-25 10:00'),
  visits: NO_VISITS,
  awaitsEntry: false,
  redirectAskedAt: null,
  dutyBeganAt: null,
  dutyDueAt: null,
  reportedAt: null,
  postponedUntil: null,
  pending: NOTHING_PENDING,
};
const INSTRUCTED = {
  ...NOTHING_PENDING,
  instructions: new Map([[1, { giverId: 1, day: toPlainDate('2026-11-27') }]]),
};
const AT_WORK: TermFacts = {
  ...NEW,
  stage: 'in_progress',
  dutyBeganAt: msk('2026-11-25 10:00'),
  dutyDueAt: msk('2026-11-26 10:00'),
};
const ASKED = { kind: 'appeal59', redirectAskedAt: 'coordination' } as const;
const reasonsOf = (facts: Partial<TermFacts>, from = NEW) =>
  termsOf({ ...from, ...facts }, calendar).map(({ reason }) => reason);

test.each<[string, NagReason[], Partial<TermFacts>, TermFacts]>([
  ['a new one', ['coordination', 'overall'], {}, NEW],
  ['a new one under 59-ФЗ', ['coordination', 'overall', 'redirect'], { kind: 'appeal59' }, NEW],
  [
    'passed on in time, the seven days are kept, also when it comes back',
    ['coordination', 'overall'],
    { kind: 'appeal59', visits: { ...NO_VISITS, passedOn: true } },
    NEW,
  ],
  [
    'its seven days were over before the bot received it',
    ['coordination', 'overall'],
    { kind: 'appeal59', registeredAt: msk('2026-11-17 09:00') },
    NEW,
  ],
  ['assigned', ['duty', 'stage', 'overall'], { stage: 'assigned' }, AT_WORK],
  ['under 59-ФЗ, assigned', ['duty', 'stage', 'overall'], { stage: 'assigned', kind: 'appeal59' }, AT_WORK],
  ['reported', ['stage', 'overall'], { reportedAt: msk('2026-11-25 12:00') }, AT_WORK],
  [
    'documents are awaited',
    ['duty', 'stage', 'overall', 'documents', 'documents'],
    {
      pending: {
        ...NOTHING_PENDING,
        requests: new Map([
          [1, toPlainDate('2026-11-27')],
          [2, toPlainDate('2026-11-30')],
        ]),
      },
    },
    AT_WORK,
  ],
  [
    'a visit and a meeting have no outcome yet',
    ['duty', 'stage', 'overall', 'visitOutcome', 'meetingOutcome'],
    {
      pending: {
        ...NOTHING_PENDING,
        visits: new Map([
          [1, { kind: 'visit', at: msk('2026-11-27 16:00'), invitedIds: [] }],
          [2, { kind: 'meeting', at: msk('2026-11-27 16:00'), invitedIds: [] }],
        ]),
      },
    },
    AT_WORK,
  ],
  [
    'an instruction has a day',
    ['stage', 'overall', 'instruction'],
    { stage: 'answer_agreement', pending: INSTRUCTED },
    AT_WORK,
  ],
  [
    'with an organization, an instruction sleeps',
    ['organization', 'instruction'],
    { stage: 'with_organization', stageDueAt: NEW.dueAt, pending: INSTRUCTED },
    NEW,
  ],
  ['with an organization', ['organization'], { stage: 'with_organization', stageDueAt: NEW.dueAt }, NEW],
  ['a redirect', ['stage', 'overall'], { stage: 'redirect_approval' }, NEW],
  ['a redirect under 59-ФЗ', ['stage', 'overall', 'redirect'], { ...ASKED, stage: 'redirect_approval' }, NEW],
  [
    'a redirect that waits to be made',
    ['overall', 'redirect', 'delivery'],
    { ...ASKED, stage: 'delivery', stageDueAt: NEW.dueAt },
    NEW,
  ],
  ['an answer on its way', ['overall', 'delivery'], { stage: 'delivery', kind: 'appeal59' }, NEW],
  [
    'a draft that waits to be entered into ПОС',
    ['overall', 'entry'],
    { stage: 'answer_approval', stageDueAt: null, awaitsEntry: true },
    AT_WORK,
  ],
  ['answer for agreement', ['stage', 'overall'], { stage: 'answer_agreement' }, AT_WORK],
  [
    'postponed',
    ['overall', 'postponed'],
    { stage: 'postponed', postponedUntil: toPlainDate('2026-12-01'), stageDueAt: msk('2026-12-01 23:59:59') },
    AT_WORK,
  ],
  [
    'a stage entered when the whole was over',
    ['overall'],
    { stageDueAt: msk('2026-11-25 09:30'), dueAt: msk('2026-11-25 09:30') },
    NEW,
  ],
  ['answered', [], { stage: 'answered' }, AT_WORK],
  ['redirected', [], { stage: 'redirected' }, NEW],
])('%s: %j', (_what, reasons, facts, from) => {
  expect(reasonsOf(facts, from)).toEqual(reasons);
});

test('a term keeps its name while it is the same: the duty when the appeal is taken into work, not the stage', () => {
  const ids = (facts: TermFacts) => new Map(termsOf(facts, calendar).map(({ reason, id }) => [reason, id]));
  const [assigned, taken] = [
    ids({ ...AT_WORK, stage: 'assigned' }),
    ids({ ...AT_WORK, stageEnteredAt: msk('2026-11-25 11:00') }),
  ];
  expect(taken.get('duty')).toBe(assigned.get('duty'));
  expect(taken.get('overall')).toBe(assigned.get('overall'));
  expect(taken.get('stage')).not.toBe(assigned.get('stage'));
});

// ── People ──────────────────────────────────────────────────────────────────

const person = (personId: number, roles: Colleague['roles'], more: Partial<Colleague> = {}): Colleague => ({
  personId,
  roles,
  canApprove: false,
  supervisorId: null,
  absent: false,
  deputies: {},
  ...more,
});
const [COORDINATOR, COORDINATOR_AND_CURATOR, CURATOR, EXECUTOR, AGREEING, APPROVING, DEPUTY] = [1, 2, 3, 4, 5, 6, 7];
const OFFICE: Colleague[] = [
  person(COORDINATOR, ['coordinator']),
  person(COORDINATOR_AND_CURATOR, ['coordinator', 'curator']),
  person(CURATOR, ['curator']),
  person(EXECUTOR, ['executor'], { supervisorId: AGREEING }),
  person(AGREEING, ['supervisor']),
  person(APPROVING, ['supervisor'], { canApprove: true }),
  person(DEPUTY, ['executor']),
];
const at = (stage: Stage, more = {}) => ({
  stage,
  executorId: EXECUTOR,
  agreeingId: null,
  approvingId: null,
  organizationId: null,
  awaitsEntry: false,
  ...more,
});
const who = (nags: ReturnType<typeof nagged>) =>
  nags.map(
    ({ personId, absentId, escalated }) =>
      `${personId}${absentId === null ? '' : ` for ${absentId}`}${escalated ? ' too' : ''}`,
  );

test.each<
  [
    string,
    string[],
    Parameters<typeof nagged>[0],
    Parameters<typeof nagged>[1],
    Parameters<typeof nagged>[2],
    Colleague[]?,
  ]
>([
  ['coordination, half: coordinators', ['1', '2'], 'coordination', 'half', { ...at('coordination'), executorId: null }],
  [
    'coordination, overdue: curators too, each once',
    ['1', '2', '3 too'],
    'coordination',
    'overdue',
    { ...at('coordination'), executorId: null },
  ],
  ['duty, an hour before: the executor', ['4'], 'duty', 'hour', at('assigned')],
  ['duty, overdue', ['4', '1 too', '2 too', '3 too'], 'duty', 'overdue', at('assigned')],
  ['agreement, 80 %: the agreeing one', ['5'], 'stage', 'most', at('answer_agreement', { agreeingId: AGREEING })],
  [
    'approval, overdue',
    ['6', '1 too', '2 too', '3 too'],
    'stage',
    'overdue',
    at('answer_approval', { agreeingId: AGREEING, approvingId: APPROVING }),
  ],
  [
    'the whole, overdue at work: the usual supervisor too',
    ['4', '5 too', '1 too', '2 too', '3 too'],
    'overall',
    'overdue',
    at('in_progress'),
  ],
  [
    'the whole, overdue at approval: the agreeing one is the supervisor',
    ['6', '5 too', '1 too', '2 too', '3 too'],
    'overall',
    'overdue',
    at('answer_approval', { agreeingId: AGREEING, approvingId: APPROVING }),
  ],
  [
    'the whole, overdue in coordination: whoever may approve',
    ['1', '2', '6 too', '3 too'],
    'overall',
    'overdue',
    { ...at('coordination'), executorId: null },
  ],
  ['an organization, overdue', ['1', '2', '5 too', '3 too'], 'organization', 'overdue', at('with_organization')],
  [
    'seven days in a redirect: coordinators and the holder',
    ['1', '2', '5'],
    'redirect',
    'today',
    { ...at('redirect_agreement', { agreeingId: AGREEING }), executorId: null },
  ],
  [
    'seven days over: curators too',
    ['1', '2', '5', '3 too'],
    'redirect',
    'overdue',
    { ...at('redirect_agreement', { agreeingId: AGREEING }), executorId: null },
  ],
  [
    'a draft to enter into ПОС: coordinators and the executor',
    ['1', '2', '4'],
    'entry',
    'fourHours',
    at('answer_approval', { approvingId: APPROVING, awaitsEntry: true }),
  ],
  [
    'the whole while a draft waits to be entered: coordinators, and not yet the approver',
    ['1', '2'],
    'overall',
    'today',
    at('answer_approval', { approvingId: APPROVING, awaitsEntry: true }),
  ],
  [
    'an absent executor: the deputy also',
    ['4', '7 for 4'],
    'duty',
    'half',
    at('assigned'),
    OFFICE.map((one) => (one.personId === EXECUTOR ? { ...one, absent: true, deputies: { executor: DEPUTY } } : one)),
  ],
  [
    'an absent curator without a deputy',
    ['1', '2', '3 too'],
    'coordination',
    'overdue',
    { ...at('coordination'), executorId: null },
    OFFICE.map((one) => (one.personId === CURATOR ? { ...one, absent: true } : one)),
  ],
  [
    'an absent executor whose deputy is one in another role',
    ['4'],
    'duty',
    'half',
    at('assigned'),
    OFFICE.map((one) => (one.personId === EXECUTOR ? { ...one, absent: true, deputies: { supervisor: DEPUTY } } : one)),
  ],
  [
    'an absent approver: a deputy who may not approve has nothing to hear',
    ['6'],
    'stage',
    'most',
    at('answer_approval', { approvingId: APPROVING }),
    OFFICE.map((one) =>
      one.personId === APPROVING ? { ...one, absent: true, deputies: { supervisor: AGREEING } } : one,
    ),
  ],
  [
    'a deputy who hears of it anyway hears once',
    ['1', '2', '5'],
    'redirect',
    'today',
    { ...at('redirect_agreement', { agreeingId: AGREEING }), executorId: null },
    OFFICE.map((one) => {
      if (one.personId === AGREEING) return { ...one, absent: true, deputies: { supervisor: COORDINATOR } };
      return one.personId === COORDINATOR ? { ...one, roles: ['coordinator', 'supervisor'] } : one;
    }),
  ],
  [
    'an executor whose usual supervisor they are themselves: whoever may approve',
    ['4', '6 too', '1 too', '2 too', '3 too'],
    'overall',
    'overdue',
    at('in_progress'),
    OFFICE.map((one) =>
      one.personId === EXECUTOR ? { ...one, roles: ['executor', 'supervisor'], supervisorId: EXECUTOR } : one,
    ),
  ],
  [
    'an executor who is no executor any more',
    ['1 too', '2 too', '3 too'],
    'duty',
    'overdue',
    at('assigned'),
    OFFICE.map((one) => (one.personId === EXECUTOR ? { ...one, roles: ['engagement'] } : one)),
  ],
  [
    'a usual supervisor who is none any more: whoever may approve',
    ['4', '6 too', '1 too', '2 too', '3 too'],
    'overall',
    'overdue',
    at('in_progress'),
    OFFICE.map((one) => (one.personId === AGREEING ? { ...one, roles: ['engagement'] } : one)),
  ],
  [
    'an executor without an account',
    ['1 too', '2 too', '3 too'],
    'duty',
    'overdue',
    at('assigned'),
    OFFICE.filter(({ personId }) => personId !== EXECUTOR),
  ],
])('%s: %j', (_what, expected, reason, threshold, places, office = OFFICE) => {
  expect(who(nagged(reason, threshold, places, office))).toEqual(expected);
});

test.each([
  ['is there', {}, ['4 none', '7 own']],
  ['can’t be reached', { unreached: true }, ['1 all', '2 all', '4 own', '7 none']],
  ['is away themselves', { absent: true }, ['1 all', '2 all', '4 own', '7 none']],
])('on whose phone a nag of somebody away sounds, where the deputy %s', (_what, deputy, expected) => {
  const office = OFFICE.map((one) => {
    if (one.personId === EXECUTOR) return { ...one, absent: true, deputies: { executor: DEPUTY } };
    return one.personId === DEPUTY ? { ...one, ...deputy } : one;
  });
  const told = nagged('duty', 'half', at('assigned'), office);
  expect(told.map(({ personId, sound }) => `${personId} ${sound}`).sort()).toEqual(expected);
});

// ── Facts ───────────────────────────────────────────────────────────────────

const factsOf = (facts: Partial<TermFacts>) =>
  new Map(
    termsOf({ ...NEW, ...facts }, calendar).map(({ reason, fact, nobodys }) => [reason, nobodys ? 'nobody' : fact]),
  );

test('seven days are a fact only where a redirect is asked for', () => {
  expect(factsOf({ kind: 'appeal59' }).get('redirect')).toBeNull();
  expect(factsOf({ ...ASKED, stage: 'redirect_agreement' }).get('redirect')).toBe('redirect');
  expect(factsOf({ ...ASKED, stage: 'delivery' }).get('redirect')).toBe('redirect');
  // over before the receipt
  const early = { ...ASKED, stage: 'redirect_agreement', registeredAt: msk('2026-11-17 09:00') } as const;
  expect(factsOf(early).get('redirect')).toBe('nobody');
});

test.each<[string, boolean, Partial<TermFacts>]>([
  ['nobody has asked to pass it on', false, { kind: 'appeal59' }],
  ['a redirect is asked for', true, { ...ASKED, stage: 'redirect_agreement' }],
  ['a redirect waits to be made', true, { ...ASKED, stage: 'delivery' }],
  [
    'they were over before the bot received it',
    false,
    { ...ASKED, stage: 'redirect_agreement', registeredAt: msk('2026-11-17 09:00') },
  ],
])('after the seven days, each working morning: %s: %s', (_what, told, facts) => {
  const seven = termsOf({ ...NEW, ...facts }, calendar).find(({ reason }) => reason === 'redirect');
  const after = msk('2026-12-03 08:15');
  expect(seven && isMorningLine(seven, after, calendar)).toBe(told);
  expect(seven && isOverQuietly(seven, after)).toBe(!told);
  expect(seven && nagsOf(seven, calendar).some(({ threshold }) => threshold === 'overdue')).toBe(told);
});

test('passing on that is asked for after the seven days is a fact, and in time keeps them', () => {
  const before: TermFacts = { ...NEW, kind: 'appeal59' };
  const [inTime, late] = [msk('2026-12-02 16:00'), msk('2026-12-03 08:00')];
  for (const after of [
    { ...before, ...ASKED, stage: 'redirect_agreement' },
    { ...before, stage: 'with_organization' },
  ] as const) {
    expect(passedTooLate(before, after, inTime, calendar)).toBeNull();
    expect(passedTooLate(before, after, late, calendar)).toMatchObject({ fact: 'redirect', nobodys: false });
    expect(passedTooLate({ ...before, kind: 'message' }, after, late, calendar)).toBeNull();
    // it was asked for before
    expect(passedTooLate(after, after, late, calendar)).toBeNull();
  }
  expect(keepsSevenDays({ ...before, stage: 'with_organization' }, inTime, calendar)).toBe(true);
  expect(keepsSevenDays({ ...before, ...ASKED, stage: 'redirected' }, inTime, calendar)).toBe(true);
  expect(keepsSevenDays({ ...before, ...ASKED, stage: 'redirected' }, late, calendar)).toBe(false);
  expect(keepsSevenDays({ ...before, ...ASKED, stage: 'delivery' }, inTime, calendar)).toBe(false);
});

test('a whole term ends within three working days from the day of the nag that says so, whatever days off there are', () => {
  const days = Array.from({ length: 120 }, (_, index) => plusDays(toPlainDate('2026-11-01'), index));
  for (const last of days) {
    const due = endOfDay(last, calendar);
    const told = nagsOf(term('overall', '2026-10-01 09:00', `${last} 23:59:59`), calendar).find(
      ({ threshold }) => threshold === 'threeDays',
    );
    const listed = days.find((day) => due <= endsWithin(3, startOfDay(day, calendar), calendar));
    if (listed !== days[0]) expect([last, listed]).toEqual([last, dayOf(told!.at, calendar)]);
  }
});

test('a whole term without a working moment between the receipt and its end is nobody’s', () => {
  const whole = (receivedAt: string, dueAt: string) =>
    factsOf({ receivedAt: msk(receivedAt), dueAt: msk(dueAt) }).get('overall');
  expect(whole('2026-11-28 10:00', '2026-11-29 23:59:59')).toBe('nobody');
  expect(whole('2026-11-27 17:00', '2026-11-29 23:59:59')).toBe('nobody');
  expect(whole('2026-11-27 16:59', '2026-11-29 23:59:59')).toBe('whole');
  expect(whole('2026-11-30 10:00', '2026-11-29 23:59:59')).toBe('nobody');
});

test('an organization holds what it has, coordinators what waits for ПОС', () => {
  const holder = (stage: Stage, more = {}) => holdersOf(at(stage, more), OFFICE);
  expect(holder('with_organization')).toEqual({ holder: 'organization', ids: [], deputyId: null });
  expect(holder('delivery')).toEqual({ holder: 'coordinator', ids: [1, 2], deputyId: null });
  expect(holder('answer_approval', { approvingId: APPROVING })).toEqual({
    holder: 'approving',
    ids: [APPROVING],
    deputyId: null,
  });
  const waiting = holder('answer_approval', { approvingId: APPROVING, awaitsEntry: true });
  expect(waiting).toEqual({ holder: 'coordinator', ids: [1, 2], deputyId: null });
});
