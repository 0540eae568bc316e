import { databaseOf } from '../../database/database';
import type { Ask } from '../../regulation/asks';
import { checkAnswer } from '../submission/check-answer';
import { isActForm, stepIn, type ActForm, type FormStep } from '../asking/form-steps';
import { readChoices, type Choices } from '../asking/offers';
import type { LoadedAppeal } from '../appeals/appeal-store';
import { openFormOf } from '../forms/dialogs';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import type { Advice, AppealCard } from './card';
import { readCard } from './read-card';
import { photosOf, type ReportPhoto } from './read-photos';

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
