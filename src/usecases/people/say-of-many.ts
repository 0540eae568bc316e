import { Account } from '../../../entities/account';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import type { Role } from '../../regulation/vocabulary';
import { say, type Message, type OfMany } from '../messages';
import { today, type Desk } from '../ports';
import { standingIn } from './standing-in';

/** How many appeals a message names. */
const NAMED = 8;
const CHAT = columns(Account, ['personId', 'messenger', 'chatId'], 'account');
const selectHearers = statement(
  'hearers-of-many',
  `with these as (select id, number, due_at, executor_id, agreeing_id, approving_id from appeal where id = any($1::int[])),
   whose as (
     select executor_id as person_id, id from these union select agreeing_id, id from these union select approving_id, id from these
     union select s.deputy_id, id from these join ${standingIn('$2')} s on s.role = 'executor' and s.absent_id = executor_id
     union select p.id, these.id from these cross join person p where p.roles && $3::text[]),
   ordered as (
     select whose.person_id, these.id, these.number, row_number() over (partition by whose.person_id order by these.due_at, these.id) as place
     from whose join these using (id))
   select ${CHAT}, count(*)::int as count,
     jsonb_agg(jsonb_build_object('id', ordered.id, 'number', ordered.number) order by ordered.place) filter (where ordered.place <= ${NAMED}) as appeals
   from ordered join account on account.person_id = ordered.person_id and account.is_home join person p on p.id = ordered.person_id
   where p.disabled_at is null and p.id <> $4 group by account.person_id, account.messenger, account.chat_id order by account.person_id`,
);
interface Hearer extends RowOf<typeof CHAT>, Pick<OfMany, 'count' | 'appeals'> {}

export interface ManyActs extends Pick<OfMany, 'about' | 'words'> {
  readonly key: string;
  readonly appealIds: readonly number[];
  /** Who hears beside those who work on them. */
  readonly roles: readonly Role[];
  /** Whoever has pressed. */
  readonly exceptId: number;
}

/**
 * One act was done to many appeals: whoever works on some of them, or stands in for whoever does, hears of all theirs in one silent
 * message.
 * @idempotent by the key
 */
export async function sayOfMany(
  tx: Transaction,
  desk: Desk,
  { key, about, words, appealIds, roles, exceptId }: ManyActs,
): Promise<void> {
  if (appealIds.length === 0) return;
  const hearers = await tx.query<Hearer>(selectHearers, [appealIds, today(desk), roles, exceptId]);
  await say(
    tx,
    hearers.map(({ personId, count, appeals, ...to }): Message => {
      const params = { personId, about, words, count, appeals };
      return { key: `${key}:person:${personId}`, to, kind: 'ofMany', params, silent: true };
    }),
    desk.clock.now(),
  );
}
