import { IsNull, Not } from 'typeorm';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../columns';
import { statement, type Queries, type Rows, databaseOf, repositoryOf } from '../../database';
import type { Actor } from '../../regulation/facts';
import type { Role } from '../../regulation/vocabulary';
import { today, type Desk } from '../ports';

/** A person of the office as the bot meets them. */
export interface Official extends Actor, Readonly<Pick<Person, 'name' | 'locale' | 'startedAt' | 'unreachable'>> {
  readonly chatId: number;
  readonly disabled: boolean;
}

const OF_PERSON = columns(Person, ['name', 'roles', 'canApprove', 'locale', 'startedAt', 'unreachable'], 'p');
interface OfficialRow extends RowOf<typeof OF_PERSON> {
  personId: number;
  chatId: number;
  disabled: boolean;
  deputyFor: number[];
}

const select = (
  where: string,
) => `select p.id as "personId", p.telegram_id as "chatId", ${OF_PERSON}, p.disabled_at is not null as disabled,
  array(select b.person_id from absence b where b.deputy_id = p.id and b.cancelled_at is null and $2::date between b.from_day and b.until_day) as "deputyFor"
  from person p where ${where}`;
const byTelegramId = statement('official-by-telegram-id', select('p.telegram_id = $1'));
const byId = statement('official-by-id', select('p.id = $1 and p.telegram_id is not null'));

/** Whoever holds this Telegram account; null: a stranger. */
export async function officialByTelegramId(desk: Desk, telegramId: number): Promise<Official | null> {
  return (await databaseOf(desk).query<OfficialRow>(byTelegramId, [telegramId, today(desk)]))[0] ?? null;
}

/** Null also when the person has no account yet. */
export async function officialById(desk: Desk, personId: number): Promise<Official | null> {
  return (await databaseOf(desk).query<OfficialRow>(byId, [personId, today(desk)]))[0] ?? null;
}

/** They wrote: their chat is open to us. False: it was open before. */
export async function markReachable(rows: Rows, telegramId: number, now: Date): Promise<boolean> {
  const people = repositoryOf(rows, Person);
  const started = await people.update({ telegramId, startedAt: IsNull() }, { startedAt: now, unreachable: null });
  if (started.affected === 1) return true;
  const back = await people.update({ telegramId, unreachable: Not(IsNull()) }, { unreachable: null });
  return back.affected === 1;
}

/** Somebody who can be told something. */
export interface Listener {
  readonly id: number;
  readonly chatId: number;
}

const selectHolders = statement(
  'holders-of-role',
  `select id, telegram_id as "chatId" from person where telegram_id is not null and disabled_at is null and $1 = any(roles) order by id`,
);

/** Everybody of a role who has a chat. */
export const holdersOfRole = (queries: Queries, role: Role): Promise<Listener[]> =>
  queries.query<Listener>(selectHolders, [role]);

/** Those who are told when the bot itself is in trouble. */
export const adminsWithChat = (queries: Queries): Promise<Listener[]> => holdersOfRole(queries, 'admin');

/** Telegram ids and names, for the training stand. */
export async function peopleWithAccounts(rows: Rows): Promise<{ id: number; name: string }[]> {
  const people = await repositoryOf(rows, Person).find({
    where: { disabledAt: IsNull() },
    order: { telegramId: 'asc' },
  });
  return people.flatMap(({ telegramId, name }) => (telegramId === null ? [] : [{ id: telegramId, name }]));
}
