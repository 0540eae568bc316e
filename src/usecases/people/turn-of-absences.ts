import { Account, type Absence, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, lastWorkingDayOnOrBefore, plusDays } from '../../regulation/calendar';
import type { HoldingRole } from '../../regulation/deputies';
import type { Circumstances } from '../../regulation/facts';
import type { Role } from '../../regulation/vocabulary';
import { say, type Message, type OfMany, type Params } from '../kit/messages';
import { standingIn, shortName, type Listener } from '../kit/officials';
import { today, type Desk } from '../kit/ports';
import { redrawNamed } from './rights';
import { redrawUncovered, tellUncoveredAsItBegins } from './uncovered';

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

type Span = Readonly<Pick<Absence, 'personId' | 'fromDay' | 'untilDay'>>;

/** An absence was entered or cancelled: where it is now, every open card that names the person shows it, and so does what was told today of approvals. */
export async function redrawOfAbsence(
  tx: Transaction,
  { personId, fromDay, untilDay }: Span,
  around: Circumstances,
): Promise<void> {
  const { now, calendar } = around;
  const today = dayOf(now, calendar);
  if (fromDay <= today && today <= untilDay) await redrawNamed(tx, [personId], now);
  await redrawUncovered(tx, around);
}

/** What a message about an absence says to this reader: their own, or one in which they stand in. */
export function absenceParams(
  {
    personId,
    name,
    fromDay,
    untilDay,
    deputies,
  }: Span & {
    readonly name: string;
    readonly deputies: readonly { readonly id: number; readonly name: string; readonly role: HoldingRole | null }[];
  },
  reader: number,
): Params<'absenceAdded'> {
  return {
    personId: reader,
    name,
    fromDay,
    untilDay,
    deputy: deputies.find(({ role }) => role === null)?.name ?? null,
    deputies: deputies.flatMap((one) => (one.role === null ? [] : [{ name: one.name, role: one.role }])),
    roles: deputies.flatMap(({ id, role }) => (id === reader && role !== null ? [role] : [])),
    own: reader === personId,
  };
}

const OF_PERSON = columns(Person, ['name'], 'p');
interface Turn extends RowOf<typeof OF_PERSON>, Span {
  readonly id: number;
}
const selectTurns = statement(
  'absences-that-turn',
  `select b.id, b.person_id as "personId", b.from_day as "fromDay", b.until_day as "untilDay", ${OF_PERSON}
   from absence b join person p on p.id = b.person_id
   where b.cancelled_at is null and (b.from_day = $1::date or b.until_day = $2::date)`,
);
const selectBegun = statement(
  'absences-begun',
  `select b.id, b.person_id as "personId", b.from_day as "fromDay", b.until_day as "untilDay", ${OF_PERSON}
   from absence b join person p on p.id = b.person_id
   where b.cancelled_at is null and b.from_day > $2::date and b.from_day <= $1::date and b.until_day >= $1::date`,
);
const selectDeputies = statement(
  'deputies-of-absence',
  `select p.id, ${columns(Account, ['messenger', 'chatId'], 'account')}, array_remove(array_agg(d.role order by d.role), null) as roles
   from (select deputy_id, null as role from absence where id = $1 and deputy_id is not null
     union all select deputy_id, role from deputy where absence_id = $1) d
   join person p on p.id = d.deputy_id join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null group by p.id, account.messenger, account.chat_id`,
);

/** A day begins: with it absences begin, and those of yesterday are over. Open cards show it. Nobody is told at midnight. */
export async function turnAbsences(tx: Transaction, { now, calendar }: Circumstances): Promise<void> {
  const day = dayOf(now, calendar);
  const turns = await tx.query<Turn>(selectTurns, [day, plusDays(day, -1)]);
  await redrawNamed(
    tx,
    turns.map(({ personId }) => personId),
    now,
  );
}

/** The office opens: whoever stands in since the last working day's closing is told, without a sound. */
export async function tellTurns(tx: Transaction, { now, calendar }: Circumstances): Promise<void> {
  const day = dayOf(now, calendar);
  const before = lastWorkingDayOnOrBefore(plusDays(day, -1), calendar);
  for (const { id, personId, fromDay, untilDay, name } of await tx.query<Turn>(selectBegun, [day, before])) {
    const deputies = await tx.query<Listener & { roles: HoldingRole[] }>(selectDeputies, [id]);
    await say(
      tx,
      deputies.map(({ roles, ...to }) => ({
        key: `absenceBegins:${id}:person:${to.id}`,
        to,
        kind: 'absenceBegins',
        silent: true,
        params: {
          ...absenceParams({ personId, fromDay, untilDay, name: shortName(name), deputies: [] }, to.id),
          roles,
        },
      })),
      now,
    );
    await tellUncoveredAsItBegins(tx, id, { now, calendar });
  }
}
