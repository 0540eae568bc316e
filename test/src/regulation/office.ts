import { loadCalendar } from '../../../src/adapters/calendars';
import type { Answers, NamedPerson, Submission } from '../../../src/regulation/answers';
import { toPlainDate } from '../../../src/regulation/calendar';
import type { Actor, AppealFacts, Circumstances } from '../../../src/regulation/facts';
import { NOTHING_PENDING, type Pending } from '../../../src/regulation/pending';
import type { Role, Stage } from '../../../src/regulation/vocabulary';

export const day = toPlainDate;
/** «2026-11-25 10:00» by Moscow's clock. */
export const msk = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
export const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });

/** A Wednesday in working time. */
export const NOW = msk('2026-11-25 10:00');
export const around: Circumstances = { now: NOW, calendar, fourEyes: 'warn', signatures: 'mark' };
/** The letter is signed here and waits to be sent. */
export const verifying: Circumstances = { ...around, signatures: 'verify' };

export const actor = (personId: number, roles: readonly Role[], more: Partial<Actor> = {}): Actor => ({
  personId,
  roles,
  canApprove: false,
  deputyFor: [],
  ...more,
});

/** One person of each kind that an appeal may meet. */
export const executor = actor(1, ['executor']);
export const anotherExecutor = actor(2, ['executor']);
export const agreeing = actor(3, ['supervisor']);
export const approving = actor(4, ['supervisor'], { canApprove: true });
export const anotherSupervisor = actor(5, ['supervisor']);
export const authorisedSupervisor = actor(6, ['supervisor'], { canApprove: true });
export const reportedTo = actor(7, ['supervisor']);
export const coordinator = actor(8, ['coordinator']);
export const anotherCoordinator = actor(9, ['coordinator']);
export const curator = actor(10, ['curator']);
export const admin = actor(11, ['admin']);
export const engagement = actor(12, ['engagement']);
export const stranger = actor(13, []);
export const executorsDeputy = actor(14, ['executor'], {
  deputyFor: [{ absentId: executor.personId, role: 'executor' }],
});
export const organizationExecutor = actor(15, ['executor']);
export const giver = actor(16, ['supervisor']);
export const invited = actor(17, ['admin']);
export const paperAuthor = actor(18, ['executor']);

/** Of one appeal: what is awaited of it, of each one. */
export const ONE_OF_EACH: Pending = {
  requests: new Map([[1, day('2026-11-27')]]),
  visits: new Map([
    [1, { kind: 'visit', at: msk('2026-11-26 10:00'), invitedIds: [invited.personId] }],
    [2, { kind: 'meeting', at: msk('2026-11-27 10:00'), invitedIds: [] }],
  ]),
  instructions: new Map([[1, { giverId: giver.personId, day: day('2026-11-27') }]]),
};
/** A visit without its outcome, or a meeting. */
export const planned = (kind: 'visit' | 'meeting'): Pending => ({
  ...NOTHING_PENDING,
  visits: new Map([[1, { kind, at: msk('2026-11-26 10:00'), invitedIds: [] }]]),
});

export const SUBORDINATE = { id: 1, kind: 'subordinate', hasExecutors: true } as const;
export const SUBORDINATE_WITHOUT_EXECUTORS = { id: 2, kind: 'subordinate', hasExecutors: false } as const;
export const OUTSIDE = { id: 3, kind: 'outside', hasExecutors: false } as const;

/** An appeal in the middle of its life with all its places taken. */
export function facts(stage: Stage, more: Partial<AppealFacts> = {}): AppealFacts {
  return {
    stage,
    version: 3,
    kind: 'message',
    registeredAt: msk('2026-11-20 09:00'),
    termDays: 30,
    due: msk('2026-12-20 23:59:59'),
    stageEnteredAt: msk('2026-11-24 12:00'),
    stageDue: null,
    photoless: false,
    executorId: executor.personId,
    agreeingId: agreeing.personId,
    approvingId: approving.personId,
    unavailable: [],
    left: [],
    othersSupervise: true,
    undo: null,
    report: null,
    redirectAskedAt: null,
    closedAt: null,
    draft: null,
    awaitsEntry: false,
    carriage: {},
    postponementUsed: false,
    postponableDays: 90,
    extended: false,
    extension: null,
    pending: NOTHING_PENDING,
    papers: new Map(),
    there: null,
    before: null,
    line: null,
    lacks: [],
    follows: null,
    followers: [],
    ...more,
  };
}

const named = (it: Actor, more: Partial<NamedPerson> = {}): NamedPerson => ({
  personId: it.personId,
  roles: it.roles,
  canApprove: it.canApprove,
  disabled: false,
  organizationId: null,
  ...more,
});
export const DISABLED_EXECUTOR = 20;
export const DISABLED_SUPERVISOR = 21;
const everybody: readonly NamedPerson[] = [
  ...[
    executor,
    anotherExecutor,
    agreeing,
    approving,
    anotherSupervisor,
    authorisedSupervisor,
    reportedTo,
    coordinator,
  ].map((it) => named(it)),
  named(organizationExecutor, { organizationId: SUBORDINATE.id }),
  named(actor(DISABLED_EXECUTOR, ['executor']), { disabled: true }),
  named(actor(DISABLED_SUPERVISOR, ['supervisor'], { canApprove: true }), { disabled: true }),
];

/** What a form has gathered; the database knows everybody named above. */
export const submission = (answers: Answers = {}, more: Partial<Submission> = {}): Submission => ({
  answers,
  photos: 0,
  files: 0,
  takenFiles: [],
  changesFiles: false,
  people: new Map(everybody.map((person) => [person.personId, person])),
  organization: null,
  itemIsOpen: false,
  correction: null,
  joining: null,
  ...more,
});
