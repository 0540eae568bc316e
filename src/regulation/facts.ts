import type { OfficeCalendar, PlainDate } from './calendar';
import type { Carriage } from './carriers';
import { standsInFor, type HoldingRole, type Stead } from './deputies';
import type { Pending, PlannedVisit } from './pending';
import type { AnswerType, Capacity, Kind, Lack, Participant, Role, SignatureMode, Stage } from './vocabulary';

/** What ПОС' registry says of an appeal, where it differs from the bot and a coordinator answers the difference. */
export interface SaidInPos {
  /** How it has ended there; null: it is open. */
  readonly outcome: 'answered' | 'redirected' | 'closed' | null;
  /** It is in work there, and not only distributed. */
  readonly atWork: boolean;
  readonly plannedDay: PlainDate | null;
  readonly fastTrack: boolean;
}

/** What an act that took over ПОС' word has changed, where it is to be taken back. */
export interface Before {
  readonly stage: Stage;
  /** It was done to each of those that are worked as one, and so it is taken back of each. */
  readonly wasOfEach: boolean;
}

/** «Продлить срок» as it was done. */
export interface Extension {
  readonly byId: number;
  /** Whoever did it is away, or may approve no more. */
  readonly byIsAway: boolean;
  readonly days: number;
  /** The applicant may have read of it: it stands in ПОС, or is on its way by mail or gateway. */
  readonly noticeHasLeft: boolean;
}

/** Everything the regulation may look at. The use case loads it; nothing here does I/O. */
export interface AppealFacts {
  readonly stage: Stage;
  readonly version: number;
  readonly kind: Kind;
  readonly registeredAt: Date;
  /** Calendar days of the whole. */
  readonly termDays: number;
  /** End of the legal term as it stands now. */
  readonly due: Date;
  /** When this visit to the stage began, and its end where it has one. */
  readonly stageEnteredAt: Date;
  readonly stageDue: Date | null;
  /** «Без фото»: its category has nothing to see. */
  readonly photoless: boolean;
  readonly executorId: number | null;
  readonly agreeingId: number | null;
  readonly approvingId: number | null;
  /** Of the three above: who is away, switched off, or has lost the role. Nothing may get stuck on them. */
  readonly unavailable: readonly Participant[];
  /** Of those, who does not come back: switched off, or without what the place needs. */
  readonly left: readonly Participant[];
  /** The latest act, if it can be undone; every other act on the appeal forgets it. */
  readonly undo: { readonly byId: number; readonly at: Date; readonly stage: Stage } | null;
  /** There is a supervisor beside the executor, so somebody can be reported to. */
  readonly othersSupervise: boolean;
  readonly report: { readonly toId: number; readonly at: Date; readonly acknowledged: boolean } | null;
  readonly redirectAskedAt: Stage | null;
  /** At which stage it was closed without an answer; null: it is not closed, or came so. */
  readonly closedAt: Stage | null;
  readonly draft: {
    readonly authorId: number;
    readonly type: AnswerType;
    readonly text: string;
    readonly postponedUntil: PlainDate | null;
    /** Why «Решено» came without a photo. */
    readonly withoutPhoto: string | null;
  } | null;
  /** The present version of the draft is not yet entered into ПОС: nobody can sign it there (SIGNATURES=mark). */
  readonly awaitsEntry: boolean;
  /** How what waits in `delivery` fares by the carriers; empty: people carry it. */
  readonly carriage: Carriage;
  readonly postponementUsed: boolean;
  /** How many calendar days ahead the office allows «Отложено» at most. */
  readonly postponableDays: number;
  readonly extended: boolean;
  /** What was extended here and stands; null: nothing, or ПОС has extended it. */
  readonly extension: Extension | null;
  readonly pending: Pending;
  /** Internal papers that no version of an answer holds: id → who has added it. */
  readonly papers: ReadonlyMap<number, number | null>;
  /** Null: nobody answers a difference now, so no card offers it. */
  readonly there: SaidInPos | null;
  /** Where it was before ПОС' word was taken over by the latest act; null: nobody takes that back now. */
  readonly before: Before | null;
  /**
   * Of an appeal that was a question of a direct line: it was given back to the line, or somebody would give it back now, and somebody
   * else has done something with it or nobody has; null: neither.
   */
  readonly line: 'returned' | 'touched' | 'untouched' | null;
  /** What of its registration is empty. */
  readonly lacks: readonly Lack[];
  /** Acts on that appeal are done to this one too, see joining.ts; null: it stands for itself. */
  readonly follows: { readonly id: number; readonly number: string } | null;
  /** Those that go along with this one, the earliest first. */
  readonly followers: readonly AppealFacts[];
}

/** What is given back to whoever has left comes to nobody; whoever is only away comes back to it. */
export const isExecuted = ({ executorId, left }: Pick<AppealFacts, 'executorId' | 'left'>): boolean =>
  executorId !== null && !left.includes('executor');

/** Who presses. `null` roles never occur: a person without roles has an empty list and no capacity. */
export interface Actor {
  readonly personId: number;
  readonly roles: readonly Role[];
  readonly canApprove: boolean;
  /** People who are away now and named this person as deputy, and in which role. */
  readonly deputyFor: readonly Stead[];
}

/** Time acts by itself: «Возобновить» on the date. */
export const CLOCK = 'clock';
export type Presser = Actor | typeof CLOCK;

export interface Circumstances {
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  readonly fourEyes: 'warn' | 'forbid';
  readonly signatures: SignatureMode;
}

/** In which capacity, and for whom if as a deputy. */
export interface Standing {
  readonly capacity: Capacity;
  readonly onBehalfOfId: number | null;
}

/**
 * What the presser is to this appeal, in the journal's order (domain.md, Concurrency).
 * The only place where deputies enter: a deputy stands where the absent person stands, in the role they were named for and with
 * rights of their own.
 */
export function standings(presser: Presser, appeal: AppealFacts): Standing[] {
  if (presser === CLOCK) return [{ capacity: 'clock', onBehalfOfId: null }];
  const found: Standing[] = [];
  const holds = (role: Role) => presser.roles.includes(role);
  const stand = (capacity: Capacity, role: HoldingRole, holderId: number | null | undefined) => {
    if (!holds(role) || holderId === null || holderId === undefined) return;
    if (holderId === presser.personId) found.push({ capacity, onBehalfOfId: null });
    else if (standsInFor(presser, role, capacity === 'approving').includes(holderId))
      found.push({ capacity, onBehalfOfId: holderId });
  };
  stand('executor', 'executor', appeal.executorId);
  stand('agreeing', 'supervisor', appeal.agreeingId);
  stand('approving', 'supervisor', appeal.approvingId);
  stand('reportedTo', 'supervisor', appeal.report?.toId);
  const { instructions, visits } = appeal.pending;
  for (const giverId of new Set([...instructions.values()].map((one) => one.giverId)))
    stand('giver', 'supervisor', giverId);
  if ([...appeal.papers.values()].includes(presser.personId))
    found.push({ capacity: 'paperAuthor', onBehalfOfId: null });
  if (holds('supervisor') && presser.canApprove) found.push({ capacity: 'authorised', onBehalfOfId: null });
  if (appeal.undo?.byId === presser.personId && holds(undoes(appeal)))
    found.push({ capacity: 'assigner', onBehalfOfId: null });
  if (holds('coordinator')) found.push({ capacity: 'coordinator', onBehalfOfId: null });
  if (holds('curator')) found.push({ capacity: 'curator', onBehalfOfId: null });
  if (holds('engagement') && appeal.line !== null) found.push({ capacity: 'engagement', onBehalfOfId: null });
  const invitedId = inviteeOf(presser, [...visits.values()]);
  if (invitedId !== null)
    found.push({ capacity: 'invited', onBehalfOfId: invitedId === presser.personId ? null : invitedId });
  return found;
}

/** Whoever passed it on had it as its executor where it came from work, and else gave it to somebody as a coordinator. */
const undoes = ({ stage, undo }: AppealFacts): Role =>
  stage === 'with_organization' && undo?.stage === 'in_progress' ? 'executor' : 'coordinator';

/** Which of the invited somebody is, or stands in for, whatever their role: themselves first; null: none. */
const inviteeOf = ({ personId, deputyFor }: Actor, visits: readonly PlannedVisit[]): number | null =>
  [personId, ...deputyFor.map(({ absentId }) => absentId)].find((id) =>
    visits.some(({ invitedIds }) => invitedIds.includes(id)),
  ) ?? null;

/** Visits and meetings that are still to be, to which the presser, or whom they stand in for, is invited. */
export const invitationsOf = (appeal: AppealFacts, presser: Presser, now: Date): readonly number[] => {
  const [invitedId] = idsAs('invited', presser, appeal);
  return [...appeal.pending.visits].flatMap(([id, { at, invitedIds }]) =>
    invitedId !== undefined && at > now && invitedIds.includes(invitedId) ? [id] : [],
  );
};

/** Internal papers that the presser may take out: a coordinator any, whoever has added one that. */
export const removablePapers = (appeal: AppealFacts, presser: Presser): readonly number[] => {
  const isCoordinator = idsAs('coordinator', presser, appeal).length > 0;
  const [authorId] = idsAs('paperAuthor', presser, appeal);
  return [...appeal.papers].flatMap(([id, byId]) =>
    isCoordinator || (authorId !== undefined && byId === authorId) ? [id] : [],
  );
};

/** For whom the presser exercises this capacity. */
export const idsAs = (capacity: Capacity, presser: Presser, appeal: AppealFacts): readonly number[] =>
  presser === CLOCK
    ? []
    : standings(presser, appeal)
        .filter((standing) => standing.capacity === capacity)
        .map(({ onBehalfOfId }) => onBehalfOfId ?? presser.personId);
