import { databaseOf, statement, type Queries } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { heldBy, PLACES } from '../../regulation/rights';
import { stagesOf } from '../../regulation/decide';
import { isCompressed, isMoreThanWords, KEPT_ACTS, keptText, readKeptForm } from '../forms/kept';
import type { FormRow } from '../forms/form-store';
import { circumstances, type Desk } from '../ports';
import { readLines, type AppealLine } from './read-lists';

/** More appeals than these nobody pages through: the number of one opens its card. */
const OFFERED_AT_MOST = 70;

/** What is kept until its person says to which appeal it belongs, and which those may be. */
export interface Kept {
  readonly form: FormRow;
  readonly text: string;
  readonly photos: number;
  readonly files: number;
  readonly compressed: boolean;
  /** Only words can become the text of an answer. */
  readonly wordsOnly: boolean;
  /** Those at which it can be used now; where there are none, those that the person has. */
  readonly appeals: readonly AppealLine[];
}

const places = [PLACES.executor, PLACES.agreeing, PLACES.approving];
// What goes along with another is worked on that one's card.
const selectOwn = statement(
  'own-appeals',
  `with own as (select appeal_id, due_at, executor_id = any($1::int[]) and stage = any($7::text[]) as usable from open_work
     where not exists (select from joined_appeal j where j.appeal_id = open_work.appeal_id)
       and ((executor_id = any($1::int[]) and stage = any($2::text[])) or (agreeing_id = any($3::int[]) and stage = any($4::text[]))
         or (approving_id = any($5::int[]) and stage = any($6::text[]))))
   select appeal_id as "appealId", null as delivery from own where usable or not exists (select from own where usable)
   order by due_at, appeal_id limit ${OFFERED_AT_MOST}`,
);
const countFiles = statement(
  'count-kept-files',
  `select count(*) filter (where kind = 'photo')::int as photos, count(*) filter (where kind = 'document')::int as files
   from attachment where form_id = $1`,
);

const ownAppeals = (queries: Queries, actor: Actor): Promise<{ appealId: number; delivery: null }[]> =>
  queries.query(selectOwn, [
    ...(['executor', 'agreeing', 'approving'] as const).flatMap((place, index) => [
      heldBy(actor, place),
      places[index]?.stages,
    ]),
    stagesOf(KEPT_ACTS[0]),
  ]);

/** Whether there is anything at all to which something could belong. */
export const hasOwnAppeals = async (desk: Desk, actor: Actor): Promise<boolean> =>
  (await ownAppeals(databaseOf(desk), actor)).length > 0;

/** Null: nothing is kept. */
export async function readKept(desk: Desk, actor: Actor): Promise<Kept | null> {
  const queries = databaseOf(desk);
  const form = await readKeptForm(queries, actor.personId);
  if (!form) return null;
  const [count] = await queries.query<{ photos: number; files: number }>(countFiles, [form.id]);
  return {
    form,
    text: keptText(form),
    photos: count?.photos ?? 0,
    files: count?.files ?? 0,
    compressed: isCompressed(form),
    wordsOnly: !isMoreThanWords(form),
    appeals: await readLines(queries, await ownAppeals(queries, actor), circumstances(desk), 'own'),
  };
}
