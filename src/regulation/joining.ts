import type { OfficeCalendar, PlainDate } from './calendar';
import { lastPostponement, postponement, type Postponement } from './postponement';
import type { AppealFacts } from './facts';
import { isAwaited } from './pending';
import type { Refusal } from './refusals';
import type { Stage } from './vocabulary';

/**
 * Several appeals about one matter are worked as one: the earliest leads, the others follow it. Acts of the leading one are done to
 * each, so that one piece of work and one answer serve all; each keeps its term, its journal and its delivery. The decree knows no
 * such thing, it is our reading of «организация процесса обработки» (Координатор).
 */

/** Before an answer is sent to anybody: what each appeal is by then it may go on with by itself. In the order in which they are gone through. */
export const JOINABLE: readonly Stage[] = ['coordination', 'assigned', 'in_progress'];

/** Of a group, in a message and in a letter, each number has a place. */
export const JOINED_AT_MOST = 20;

/** An appeal that is to be joined, with what is known of it. */
export interface Member {
  readonly id: number;
  readonly appeal: AppealFacts;
}

/** What a form of «Объединить» has named: the appeal on which it was pressed, and those beside it. */
export interface Joining {
  readonly self: Member;
  readonly others: readonly Member[];
}

/** The one that came first; it is also the first to be locked, so two groups never wait for each other. */
export const leadingOf = (members: readonly Member[]): Member | null =>
  members.reduce<Member | null>((first, one) => (first === null || one.id < first.id ? one : first), null);

/**
 * In whose hands all will be: the one that has gone farthest, of those the earliest. Work that has begun goes on, and a repeat that comes
 * in meanwhile needs no assignment and no «Взять в работу» of its own.
 */
export const aheadOf = <One extends Pick<Member, 'id'>>(
  members: readonly One[],
  stageOf: (one: One) => Stage,
): One | null =>
  members.reduce<One | null>((ahead, one) => {
    const gone = ahead === null ? 1 : JOINABLE.indexOf(stageOf(one)) - JOINABLE.indexOf(stageOf(ahead));
    return gone > 0 || (gone === 0 && ahead !== null && one.id < ahead.id) ? one : ahead;
  }, null);

/** At which stage all will be; null: nobody is named yet. */
export const stageTogether = (joining: Joining | null): Stage | null =>
  joining && (aheadOf([joining.self, ...joining.others], ({ appeal }) => appeal.stage)?.appeal.stage ?? null);

/** Why this one can't be joined to that: it has gone another way, or somebody is awaited in it who would wait twice. */
export function refusalToJoin(one: Member, other: Member): Refusal | null {
  if (one.id === other.id) return 'joinItself';
  if (other.appeal.follows !== null) return 'joinFollows';
  if (!JOINABLE.includes(other.appeal.stage)) return 'joinOtherStage';
  const follower = one.id < other.id ? other : one;
  // A visit, a meeting, papers or an instruction of a follower would hang on nobody's card.
  return isAwaited(follower.appeal.pending) ? 'joinAwaited' : null;
}

/** Of all that a form has named. */
export function joiningRefusal(joining: Joining | null): Refusal | null {
  if (joining === null || joining.others.length === 0) return 'joinNobody';
  const { self, others } = joining;
  for (const other of others) {
    const refusal = refusalToJoin(self, other);
    if (refusal) return refusal;
  }
  const all = [self, ...others];
  if (all.reduce((count, { appeal }) => count + 1 + appeal.followers.length, 0) > JOINED_AT_MOST) return 'joinTooMany';
  const leading = leadingOf(all);
  return others.some((one) => one !== leading && isAwaited(one.appeal.pending)) ? 'joinAwaited' : null;
}

/** The appeal and those that go with it: what holds for the answer has to hold for each. */
export const together = (appeal: AppealFacts): readonly AppealFacts[] => [appeal, ...appeal.followers];

/** The nearest due of those under 59-ФЗ, which «Отложено» leaves where it is; null: none is. */
export const heldDue = (members: readonly Pick<AppealFacts, 'kind' | 'due'>[]): Date | null =>
  members
    .filter(({ kind }) => kind === 'appeal59')
    .reduce<Date | null>((nearest, { due }) => (nearest === null || due < nearest ? due : nearest), null);

/** Whether «Отложено» to this day holds at that moment, for this one alone. */
export const postponementOf = (
  { kind, due, postponableDays: daysAhead }: Pick<AppealFacts, 'kind' | 'due' | 'postponableDays'>,
  date: PlainDate,
  now: Date,
  calendar: OfficeCalendar,
): Postponement => postponement({ kind, date, now, due, daysAhead }, calendar);

/** The last day to which the one answer may postpone all of them; not after today: none is possible. */
export const postponableUntil = (
  appeal: AppealFacts,
  { now, calendar }: { readonly now: Date; readonly calendar: OfficeCalendar },
): PlainDate =>
  together(appeal)
    .map(({ kind, due, postponableDays: daysAhead }) => lastPostponement({ kind, now, due, daysAhead }, calendar))
    .reduce((first, one) => (one < first ? one : first));
