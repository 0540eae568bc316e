import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import type { Records } from '../ports';
import { wordsOf } from './words-of';

const noteToLearn = statement(
  'note-to-learn',
  'insert into appeal_to_learn (appeal_id) values ($1) on conflict do nothing',
);

/** Somebody was given this appeal, or what it says is another: its words will be noted in a moment. @idempotent */
export const learnLater = async (queries: Queries, appealId: number): Promise<void> => {
  await queries.query(noteToLearn, [appealId]);
};

const OF_APPEAL = columns(Appeal, ['id', 'category', 'subcategory', 'fact', 'text', 'settlement', 'address'], 'a');
const takeToLearn = statement(
  'take-to-learn',
  `with taken as (delete from appeal_to_learn where appeal_id in
     (select appeal_id from appeal_to_learn order by appeal_id limit $1 for update skip locked) returning appeal_id)
   select ${OF_APPEAL} from taken t join appeal a on a.id = t.appeal_id order by a.id`,
);
// In the order of the words, so that two processes do not wait for each other.
const noteWords = statement(
  'note-words',
  `with fresh as (insert into appeal_word (word, appeal_id) select word, appeal_id from unnest($1::int[], $2::int[]) as said (word, appeal_id)
     order by word, appeal_id on conflict do nothing returning word),
   added as (select word, count(*)::int as appeals from fresh group by word),
   counted as (insert into word_count as known (word, appeals) select word, appeals from added order by word
     on conflict (word) do update set appeals = known.appeals + excluded.appeals returning word, appeals)
   select c.word from counted c join added d using (word) where c.appeals / $3::int > (c.appeals - d.appeals) / $3::int`,
);
const dropOldest = statement(
  'drop-oldest-of-words',
  `delete from appeal_word old using unnest($1::int[]) as common (word) where old.word = common.word and old.appeal_id <
     (select w.appeal_id from appeal_word w where w.word = common.word order by w.appeal_id desc offset $2 limit 1)`,
);

/** Of a word so many appeals are kept, the newest, and never twice as many: a common word tells little, and offices change. */
const KEPT = 512;
/** Appeals of one transaction. */
const AT_ONCE = 50;

/**
 * Notes the words of the next appeals that were given to somebody.
 * @returns how many; fewer than there may be at once: there are no more
 * @idempotent by the rows that wait
 */
function learnNext(records: Records): Promise<number> {
  return databaseOf(records).transaction(async (tx) => {
    const appeals = await tx.query<RowOf<typeof OF_APPEAL>>(takeToLearn, [AT_ONCE]);
    const said = appeals.flatMap((appeal) => wordsOf(appeal).map((word) => ({ word, appealId: appeal.id })));
    if (said.length === 0) return 0;
    const full = await tx.query<{ word: number }>(noteWords, [
      said.map(({ word }) => word),
      said.map(({ appealId }) => appealId),
      KEPT,
    ]);
    if (full.length > 0) await tx.query(dropOldest, [full.map(({ word }) => word), KEPT]);
    return appeals.length;
  });
}

/** Of one tick: what an earlier release has left is learned from little by little. */
const OF_TICK = 2_000;

/** The same, as far as a tick goes. @returns how many */
export async function learn(records: Records): Promise<number> {
  for (let learned = 0; ;) {
    const more = await learnNext(records);
    learned += more;
    if (more < AT_ONCE || learned >= OF_TICK) return learned;
  }
}
