import { statement, type Transaction } from '../../../database/database';
import type { Json } from '../../../proof/canonical';
import { wordsDigest } from '../../../proof/words';
import { hiddenIn, type Hides } from './hidden-in';

/** As the entry of a forgetting names it: the row, and the digest of its new words. */
export interface ChangedRow {
  readonly id: number;
  readonly digest: string;
}

// What is done about violations and about questions of a direct line stands in the journal without an appeal's id.
const selectWords = statement(
  'forget.words-of-journal',
  `with entries as (
     select j.words_id, j.appeal_id from journal_entry j where j.appeal_id = any($1::int[]) and j.words_id is not null
     union all
     select j.words_id, (j.details ->> 'appealId')::int from journal_entry j
     where exists (select from violation v where v.appeal_id = any($1::int[])) and j.action = 'actOnViolation' and j.words_id is not null
       and (j.details ->> 'appealId')::int = any($1::int[])
     union all
     select j.words_id, coalesce(q.appeal_id, r.appeal_id) from line_question q left join line_question r on r.id = q.joined_to_id
       join journal_entry j on j.action = 'workOnQuestion' and j.words_id is not null and (j.details ->> 'questionId')::int = q.id
     where q.appeal_id = any($1::int[]) or r.appeal_id = any($1::int[]))
   select w.id, w.words, e.appeal_id as "appealId" from entries e join journal_words w on w.id = e.words_id order by w.id for no key update of w`,
);
const writeWords = statement(
  'forget.write-words-of-journal',
  'update journal_words set words = $2, changed_salt = uuid_send(gen_random_uuid()), salt = null where id = $1 returning changed_salt as salt',
);

/** The salt goes with what was there: by the digest in the entry alone nobody can try what it was. @returns by the appeal */
export async function forgetWords(
  tx: Transaction,
  appealIds: readonly number[],
  hide: Hides,
): Promise<ReadonlyMap<number, readonly ChangedRow[]>> {
  const changed = new Map<number, ChangedRow[]>();
  for (const { id, words, appealId } of await tx.query<{ id: number; words: string; appealId: number }>(selectWords, [
    appealIds,
  ])) {
    const before = JSON.parse(words) as Json;
    const after = JSON.stringify(hiddenIn(before, (text) => hide(appealId, text)));
    if (after === JSON.stringify(before)) continue;
    const [written] = await tx.query<{ salt: Buffer }>(writeWords, [id, after]);
    if (!written) continue;
    const { salt } = written;
    changed.set(appealId, [...(changed.get(appealId) ?? []), { id, digest: wordsDigest(salt, after) }]);
  }
  return changed;
}
