import { statement, type Queries } from '../../database/database';
import { dayOf, isWorkingTime, nextOpening } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { DeliveryKind } from '../../regulation/vocabulary';
import type { NamedStep } from '../settings';
import { isReached } from './reached';
import { awayOn } from './standing-in';

const selectCoordinators = statement(
  'coordinators-to-ring',
  `select p.id, ${isReached('account')} as "isReached",
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$2')}) as "isAway",
     array(select coalesce(b.deputy_id, d.deputy_id) from absence b left join deputy d on d.absence_id = b.id
       where b.person_id = p.id and ${awayOn('b', '$2')}) as "deputyIds",
     exists (select from on_duty o where o.day = $2 and o.person_id = p.id) as "isOnDuty",
     exists (select from setting s where s.key = 'office_answers' and s.value -> 'named' -> $3::text @> to_jsonb(p.id)) as "isNamed",
     (select max(j.id) from journal_entry j where j.appeal_id = $1 and j.person_id = p.id and j.capacity = 'coordinator') as "lastEntryId",
     (select count(*)::int from delivery y where y.placed_at is null and y.withdrawn_at is null
       and coalesce(y.taken_by_id, y.rung_id) = p.id) as tasks
   from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and 'coordinator' = any(p.roles) order by p.id`,
);
/** Which question of the setup is about such a task. */
const stepOf = (kind: DeliveryKind): NamedStep => (kind === 'comment' ? 'commentsInPos' : 'entersInPos');

interface Candidate {
  readonly id: number;
  readonly isReached: boolean;
  readonly isAway: boolean;
  readonly deputyIds: readonly (number | null)[];
  readonly isOnDuty: boolean;
  /** The office has named them for it. */
  readonly isNamed: boolean;
  readonly lastEntryId: string | null;
  readonly tasks: number;
}

export interface Rung {
  /** Null: nobody can be reached. */
  readonly id: number | null;
  /** Others have the task too. */
  readonly isOneOfSeveral: boolean;
}

/**
 * On whose phone a task for ПОС sounds, of all coordinators: that of whom the office has named for it, else the duty coordinator's, else that of whoever handled this appeal last, else of
 * whoever has fewest such tasks; for an absent one it is their deputy. Outside working time it is for the day that comes.
 * @param without has just given it back
 */
export async function whomToRing(
  queries: Queries,
  { appealId, kind }: { readonly appealId: number; readonly kind: DeliveryKind },
  { now, calendar }: Circumstances,
  without: number | null = null,
): Promise<Rung> {
  const day = dayOf(isWorkingTime(now, calendar) ? now : nextOpening(now, calendar), calendar);
  const all = (await queries.query<Candidate>(selectCoordinators, [appealId, day, stepOf(kind)])).filter(
    ({ id }) => id !== without,
  );
  const present = all.filter(({ isAway }) => !isAway);
  const reached = present.some((one) => one.isReached) ? present.filter((one) => one.isReached) : present;
  const standIn = (one: Candidate) =>
    reached.includes(one) ? one.id : reached.find(({ id }) => one.deputyIds.includes(id))?.id;
  const handled = all
    .filter(({ lastEntryId }) => lastEntryId !== null)
    .sort((one, other) => Number(other.lastEntryId) - Number(one.lastEntryId));
  // of several the one who is here, then on duty, then with fewest
  const named = all
    .filter(({ isNamed }) => isNamed)
    .sort(
      (one, other) =>
        Number(reached.includes(other)) - Number(reached.includes(one)) ||
        Number(other.isOnDuty) - Number(one.isOnDuty) ||
        one.tasks - other.tasks,
    );
  const [id = null] = [
    ...named.map(standIn),
    ...all.filter(({ isOnDuty }) => isOnDuty).map(standIn),
    ...handled.slice(0, 1).map(standIn),
    ...[...reached].sort((one, other) => one.tasks - other.tasks).map((one) => one.id),
  ].filter((one) => one !== undefined);
  return { id, isOneOfSeveral: all.length > 1 };
}
