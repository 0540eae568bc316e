import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { nearest } from './list-selections';
import type { Desk } from '../ports';

const selectNext = statement(
  'next-incomplete',
  `select a.id as "appealId", a.number, a.version, count(*) over ()::int as count from open_work w join appeal a on a.id = w.appeal_id
   where a.id <> $1 and (a.text is null or (a.address is null and a.settlement is null)) order by ${nearest('w')}, a.id limit 1`,
);
export interface NextIncomplete {
  readonly appealId: number;
  readonly number: string;
  readonly version: number;
  /** How many there are, this one among them. */
  readonly count: number;
}

/** Which appeal lacks its text or place, but for this one: in the order of their list. Null: none, or it is not theirs to fill in. */
export async function nextIncomplete(desk: Desk, actor: Actor, appealId: number): Promise<NextIncomplete | null> {
  if (!hasRight(actor, 'register')) return null;
  return (await databaseOf(desk).query<NextIncomplete>(selectNext, [appealId]))[0] ?? null;
}
