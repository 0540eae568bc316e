import { databaseOf, statement, type Queries } from '../../database/database';
import type { Ask } from '../../regulation/asks';
import { stagesOf } from '../../regulation/decide';
import type { Actor } from '../../regulation/facts';
import { heldBy, PLACES } from '../../regulation/rights';
import { checkAnswer } from '../answers/check-answer';
import { isActForm, stepIn, type ActForm, type FormStep } from '../answers/submission';
import type { LoadedAppeal } from '../appeals/appeal-store';
import type { Advice, AppealCard } from '../card/card';
import { readCard } from '../card/read-card';
import { openFormOf } from '../kit/form-engine';
import type { FormRow } from '../kit/form-store';
import { isCompressed, isMoreThanWords, KEPT_ACTS, keptText, readKeptForm } from '../kit/kept-forms';
import type { Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { readLines, type AppealLine } from '../lists/lists';
import { photosOf, type ReportPhoto } from '../photos/photos';
import { readChoices, type Choices } from './offers';

/** What stands in an appeal's message: its card, or a form that is open in it. */
export interface AppealView {
  readonly card: AppealCard;
  readonly form: {
    readonly form: ActForm;
    readonly step: FormStep & { readonly ask: Ask };
    readonly choices: Choices;
    /** Those that it has so far. */
    readonly photos: readonly ReportPhoto[];
    /** On the answer as it is written by now. */
    readonly advice: Advice | null;
  } | null;
}

/**
 * What an act of this moment has found: used for the screen while nobody has acted since, read anew if somebody has. An
 * absence or an account that changes in that moment writes no appeal, and shows with the next drawing.
 */
export interface Seen {
  readonly appeal: LoadedAppeal;
  readonly form: { readonly form: ActForm; readonly step: FormStep } | null;
}

/** What this person is shown of an appeal now; null: there is no such appeal. */
export async function readView(
  desk: Desk,
  official: Official,
  appealId: number,
  seen: Seen | null,
): Promise<AppealView | null> {
  const read = await readCard(desk, appealId, official, seen?.appeal);
  if (!read) return null;
  const { card, appeal } = read;
  const form = await openFormOf(desk, official.personId);
  if (!form || !isActForm(form) || form.appealId !== appealId) return { card, form: null };
  const known = seen?.appeal === appeal && seen.form?.form.id === form.id && seen.form.form.revision === form.revision;
  const step = known ? seen.form.step : await stepIn(databaseOf(desk), desk, official, form, appeal);
  if (!step || step.ask === null) return { card, form: null };
  const asked = { ...step, ask: step.ask };
  const [choices, photos, advice] = await Promise.all([
    readChoices(desk, official, form, asked),
    step.submission.photos === 0 ? [] : photosOf(databaseOf(desk), form, step.submission.former),
    adviceOn(desk, appealId, step.submission.answers.answerText),
  ]);
  return { card, form: { form, step: asked, choices, photos, advice } };
}

async function adviceOn(desk: Desk, appealId: number, text: string | undefined): Promise<Advice | null> {
  if (text === undefined) return null;
  const { calendar } = circumstances(desk);
  const { signs, repeated } = await checkAnswer(databaseOf(desk), appealId, text, calendar);
  return signs.length === 0 ? null : { signs, repeated };
}

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
