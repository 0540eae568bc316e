import { statement, type Transaction } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { readNags } from '../nags/read-nags';
import { gatheredLine, type GatheredLine } from '../digest-params';

// What a curator only watches (§2) is no message of its own: it waits for their next morning list, through nights, weekends and outages, until
// a list takes it.

/** So many things are read beside a list; the others are in the next. */
const LINES_AT_MOST = 12;

const selectReaders = statement(
  'readers-of-gathered',
  `select (params ->> 'personId')::int as id from outbox_message where state = 'gathered'
   union select person_id from nag where message_key is null and gathered`,
);
// Of a violation that was decided meanwhile nothing is left to do.
const takeMessages = statement(
  'take-gathered-messages',
  `update outbox_message m set state = 'skipped', reason = 'told in ' || $2, finished_at = $3
   from (select id from outbox_message where state = 'gathered' and (params ->> 'personId')::int = $1 order by id limit ${LINES_AT_MOST}) t
   where m.id = t.id returning m.id, m.kind, m.params,
     m.kind = 'violation' and exists (select from violation v where v.id = (m.params ->> 'violationId')::int and v.state = 'decided') as "isOver"`,
);
const takeNags = statement(
  'take-gathered-nags',
  'update nag set message_key = $2 where person_id = $1 and message_key is null and gathered',
);

// What was put right before its morning is told by no list.
const withdrawNags = statement(
  'withdraw-gathered-nags',
  'update nag set withdrawn_at = $3 where person_id = $1 and message_key = $2 and gathered and reminder_id <> all($4::bigint[])',
);

/** What was gathered for one list. */
export interface Gathered {
  readonly notes: readonly GatheredLine[];
  /** Appeals of which a term is over that was not when the last list came. */
  readonly lateIds: ReadonlySet<number>;
}
const NOTHING: Gathered = { notes: [], lateIds: new Set() };

/** @returns what of it still stands, for a list that is told now under this key: no other list will have it */
export async function gatheredLines(
  tx: Transaction,
  around: Circumstances,
): Promise<(personId: number, key: string) => Promise<Gathered>> {
  const readers = new Set((await tx.query<{ id: number }>(selectReaders)).map(({ id }) => id));
  return async (personId, key) => {
    if (!readers.has(personId)) return NOTHING;
    const taken = await tx.query<{ id: string; kind: string; params: unknown; isOver: boolean }>(takeMessages, [
      personId,
      key,
      around.now,
    ]);
    await tx.query(takeNags, [personId, key]);
    const late = await readNags(tx, around, personId, key);
    const standing = late.flatMap(({ reminderIds }) => reminderIds);
    await tx.query(withdrawNags, [personId, key, around.now, standing]);
    return {
      notes: taken
        .sort((one, other) => Number(one.id) - Number(other.id))
        .flatMap(({ isOver, kind, params }) => (isOver ? [] : [gatheredLine.parse({ kind, params })])),
      lateIds: new Set(late.map(({ appealId }) => appealId)),
    };
  };
}
