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
/** @param whose SQL: which of these appeals each person hears of */
const hearersOf = (name: string, whose: string) =>
  statement(
    name,
    `with these as (select id, number, due_at, executor_id, agreeing_id, approving_id from appeal where id = any($1::int[])),
     whose as (select person_id, id, bool_or(acts) as acts from (${whose}) heard group by 1, 2),
     ordered as (
       select whose.person_id, whose.acts, these.id, these.number, row_number() over (partition by whose.person_id order by these.due_at, these.id) as place
       from whose join these using (id))
     select ${CHAT}, count(*)::int as count, not bool_or(ordered.acts) as gathered,
       jsonb_agg(jsonb_build_object('id', ordered.id, 'number', ordered.number) order by ordered.place) filter (where ordered.place <= ${NAMED}) as appeals
     from ordered join account on account.person_id = ordered.person_id and account.is_home join person p on p.id = ordered.person_id
     where p.disabled_at is null and p.id <> $3 group by account.person_id, account.messenger, account.chat_id order by account.person_id`,
  );
const selectHearers = hearersOf(
  'hearers-of-many',
  `select executor_id as person_id, id, true as acts from these union select agreeing_id, id, true from these union select approving_id, id, true from these
   union select s.deputy_id, id, true from these join ${standingIn('$2')} s on s.role = 'executor' and s.absent_id = executor_id
   union select p.id, these.id, $4::text[] && array_remove(p.roles, 'curator') from these cross join person p where p.roles && $4::text[]`,
);
// Whoever stands in for the former executor may be the one to whom it has gone.
const selectFormer = hearersOf(
  'former-executors-of-many',
  `select former.person_id, former.id, true as acts from unnest($4::int[], $1::int[]) as former (person_id, id)
   union select s.deputy_id, these.id, true from unnest($4::int[], $1::int[]) as former (person_id, id) join these using (id)
     join ${standingIn('$2')} s on s.role = 'executor' and s.absent_id = former.person_id and s.deputy_id is distinct from these.executor_id`,
);
interface Hearer extends RowOf<typeof CHAT>, Pick<OfMany, 'count' | 'appeals'> {
  /** They hear of all of it as a curator alone. */
  readonly gathered: boolean;
}

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
 * message; curators, in their next morning list.
 * @idempotent by the key
 */
export async function sayOfMany(
  tx: Transaction,
  desk: Desk,
  { key, about, words, appealIds, roles, exceptId }: ManyActs,
): Promise<void> {
  if (appealIds.length === 0) return;
  const hearers = await tx.query<Hearer>(selectHearers, [appealIds, today(desk), exceptId, roles]);
  await sayTo(tx, desk, hearers, { key, about, words });
}

/**
 * Many appeals went to others at once: whoever had them, or stands in for whoever had, hears of all in one silent message, as they
 * would of each.
 * @idempotent by the key
 */
export async function sayTakenAway(
  tx: Transaction,
  desk: Desk,
  { key, exceptId, taken }: Pick<ManyActs, 'key' | 'exceptId'> & { readonly taken: readonly TakenAway[] },
): Promise<void> {
  if (taken.length === 0) return;
  const [appealIds, formerIds] = [taken.map(({ appealId }) => appealId), taken.map(({ formerId }) => formerId)];
  const hearers = await tx.query<Hearer>(selectFormer, [appealIds, today(desk), exceptId, formerIds]);
  await sayTo(tx, desk, hearers, { key, about: 'takenAway', words: null });
}
interface TakenAway {
  readonly appealId: number;
  readonly formerId: number;
}

const sayTo = (
  tx: Transaction,
  desk: Desk,
  hearers: readonly Hearer[],
  { key, about, words }: Pick<ManyActs, 'key' | 'about' | 'words'>,
): Promise<void> =>
  say(
    tx,
    hearers.map(({ personId, count, appeals, gathered, ...to }): Message => {
      const params = { personId, about, words, count, appeals };
      return { key: `${key}:person:${personId}`, to, kind: 'ofMany', params, silent: true, gathered };
    }),
    desk.clock.now(),
  );
