import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { isOfOneAlone } from '../../regulation/decide';
import { ACT_OF } from '../../regulation/differences';
import type { Actor, Before } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import type { Action, Stage } from '../../regulation/vocabulary';
import { holdGroups } from '../appeals/appeal-store';
import { perform, type PerformResult } from '../press/perform';
import type { Desk } from '../ports';

/** What is noted of an appeal without anybody acting on it: a fact is answered by what an act said, which has an entry of its own before it. */
const NO_ACT = [
  'showContacts',
  'receiveMark',
  'missTerm',
  'answerTerm',
  'restoreTerm',
  'tellOverdue',
  'replan',
  'receivePhotos',
  'deleteOriginals',
  'gatherFolder',
  'gatherApplicant',
  'decideToForget',
  'forgetContacts',
];
const selectLatest = statement(
  'take-back.latest',
  `select j.appeal_id as "appealId", j.action, j.at, a.version, j.told -> 'before' -> 'state' ->> 'stage' as stage,
     exists (select from joined_appeal f where f.appeal_id = a.id) as follows
   from appeal a join lateral (select e.*, e.told from journal_entry e where e.appeal_id = a.id and e.action <> all($2::text[]) order by e.id desc limit 1) j on true
   where a.id = $1 or a.id in (select f.appeal_id from joined_appeal f where f.leading_id = $1) order by a.id <> $1, a.id`,
);
interface Latest {
  readonly appealId: number;
  readonly action: string;
  readonly at: Date;
  readonly version: number;
  /** Where it was before; null: that is not remembered. */
  readonly stage: Stage | null;
  readonly follows: boolean;
}
interface TakenOver extends Pick<Latest, 'at' | 'version'> {
  readonly action: Action;
  readonly before: Before;
}

/**
 * The latest act on an appeal, if it took over what ПОС says and can be taken back; null: something else has happened since, or it was
 * done to the leading one, by which it is taken back.
 */
export async function takenOverLast(queries: Queries, appealId: number): Promise<TakenOver | null> {
  const [latest, ...followers] = await queries.query<Latest>(selectLatest, [appealId, NO_ACT]);
  if (latest?.appealId !== appealId || latest.stage === null) return null;
  const { action, at, version, stage } = latest;
  if (!isOneOf(Object.values(ACT_OF), action)) return null;
  const wasOfEach = !isOfOneAlone(action);
  const isTogether =
    !latest.follows && followers.every((one) => one.action === action && one.at.getTime() === at.getTime());
  return wasOfEach && !isTogether ? null : { action, at, version, before: { stage, wasOfEach } };
}

/**
 * «Вернуть как было»: an appeal is as it was before ПОС' word was taken over.
 * @param since the act was done no earlier; null: whenever
 * @returns null: something else has happened to it since
 * @idempotent: the act that takes back is the latest then
 */
export async function takeBack(
  tx: Transaction,
  desk: Desk,
  presser: Actor,
  appealId: number,
  ofMany: { readonly since: Date } | null,
): Promise<PerformResult | null> {
  await holdGroups(tx, [appealId]);
  const latest = await takenOverLast(tx, appealId);
  if (!latest || (ofMany && latest.at < ofMany.since)) return null;
  const { action, at, version, before } = latest;
  return perform(tx, desk, {
    kind: 'restoring',
    presser,
    action: 'restoreBefore',
    appealId,
    seenVersion: version,
    before,
    answers: { restores: { action, at } },
    isOneOfMany: ofMany !== null,
  });
}

/** The same of one appeal, by its own button. */
export const takeBackOne = (desk: Desk, actor: Actor, appealId: number): Promise<PerformResult | null> =>
  databaseOf(desk).transaction((tx) => takeBack(tx, desk, actor, appealId, null));
