import { Account } from '../../../entities/account';
import { columns } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { hearersOfDuty, officialsAmong, type DutyKind } from '../../regulation/engagement/duties';
import { loadColleagues } from '../people/colleagues';
import type { Listener } from '../people/officials';
import { shortNamesOf } from '../people/short-names';
import { circumstances, type Desk } from '../ports';

const selectHomes = statement(
  'homes-of-people',
  `select person_id as id, ${columns(Account, ['messenger', 'chatId'], 'account')} from account
   where is_home and person_id = any($1::int[]) order by person_id`,
);

/** Where these people are written to; whoever has no account is not among them. */
const homesOf = (queries: Queries, ids: readonly number[]): Promise<Listener[]> =>
  queries.query<Listener>(selectHomes, [ids]);

/**
 * Whoever has the ОГ role and is there; all of them where nobody is.
 * @param giverId it is theirs alone while they are among those: they have given it. Null: it is nobody's of them
 */
export async function officialsThere(
  queries: Queries,
  desk: Desk,
  giverId: number | null = null,
): Promise<readonly Listener[]> {
  const there = officialsAmong(await loadColleagues(queries, circumstances(desk)));
  return homesOf(queries, giverId !== null && there.includes(giverId) ? [giverId] : there);
}

export interface DutyListener extends Listener {
  /** As whose deputy they hear, surname and initials; null: for themselves. */
  readonly absent: string | null;
}

/** Whoever hears now of what is given to a person by name: that person, or who stands in. */
export async function listenersOfDuty(
  queries: Queries,
  desk: Desk,
  holderId: number,
  kind: DutyKind,
): Promise<readonly DutyListener[]> {
  const hearers = hearersOfDuty(holderId, kind, await loadColleagues(queries, circumstances(desk)));
  const homes = await homesOf(
    queries,
    hearers.map(({ personId }) => personId),
  );
  const names = await shortNamesOf(queries, [holderId]);
  return homes.map((home) => ({ ...home, absent: home.id === holderId ? null : (names.get(holderId) ?? null) }));
}
