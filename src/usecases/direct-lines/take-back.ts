import type { Action } from '../../regulation/vocabulary';
import type { Event } from '../../../entities/journal-entry';
import { statement, type Queries, type Transaction } from '../../database/database';
import { decide } from '../../regulation/decide';
import { factsOf, loadAppeal } from '../appeals/appeal-store';
import { shortName } from '../people/names';
import type { Official } from '../people/officials';
import { perform } from '../press/perform';
import { circumstances, type Desk } from '../ports';

/** Why a question stays an appeal; each is a key under `line:refusal`. */
export type TakeBackRefusal = 'touched' | 'stageOver';

/** What was done last with the appeal that a question has become. */
export interface Touch {
  readonly action: Action | Event;
  /** Null: time passed. */
  readonly by: string | null;
}

const selectTouch = statement(
  'touch-of-appeal',
  `select j.action, p.name as by from journal_entry j left join person p on p.id = j.person_id
   where j.appeal_id = $1 and j.action not in ('register', 'returnToLine') order by j.id desc limit 1`,
);

/** Null: nobody has done anything with it since it was registered. */
export async function touchOf(queries: Queries, appealId: number): Promise<Touch | null> {
  const [touch] = await queries.query<Touch>(selectTouch, [appealId]);
  return touch ? { ...touch, by: touch.by === null ? null : shortName(touch.by) } : null;
}

/** Whether the appeal's table lets it go back to its direct line now. @param touch what was done with it */
export async function mayTakeBack(
  queries: Queries,
  desk: Desk,
  official: Official,
  appealId: number,
  touch: Touch | null,
): Promise<boolean> {
  const around = circumstances(desk);
  const appeal = await loadAppeal(queries, appealId, around, false);
  if (!appeal) return false;
  const facts = { ...factsOf(appeal), line: touch === null ? ('untouched' as const) : ('touched' as const) };
  const press = { appeal: facts, action: 'returnToLine' as const, presser: official, seenVersion: facts.version };
  return decide({ ...press, submission: null, circumstances: around }).ok;
}

/**
 * The act of the appeal's table by which its question is one again, in the transaction that gives the question back.
 * @returns why not; null: it was done
 */
export async function takeBackIn(
  tx: Transaction,
  desk: Desk,
  official: Official,
  appealId: number,
): Promise<TakeBackRefusal | 'notNow' | null> {
  // Locked before it is looked at: whoever acts at the same time was first, or hears that it is no appeal any more.
  const appeal = await loadAppeal(tx, appealId, circumstances(desk), true);
  if (!appeal) return 'notNow';
  const result = await perform(tx, desk, {
    ...{ kind: 'returning', presser: official, action: 'returnToLine', appealId, seenVersion: appeal.state.version },
    line: (await touchOf(tx, appealId)) === null ? 'untouched' : 'touched',
  });
  if (result.ok) return null;
  if (result.refusal === 'touched' || result.refusal === 'stageOver') return result.refusal;
  return (await touchOf(tx, appealId)) === null ? 'notNow' : 'touched';
}
