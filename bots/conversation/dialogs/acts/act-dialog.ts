import { EVERY_ACTION, type Action } from '../../../../src/regulation/vocabulary';
import { answerAct } from '../../../../src/usecases/asking/answer-act';
import { pressAgain } from '../../../../src/usecases/asking/start-act';
import { stepBack } from '../../../../src/usecases/asking/form-steps';
import { currentStep, isActForm, type ActForm } from '../../../../src/usecases/asking/form-steps';
import { readChoices, type Choices } from '../../../../src/usecases/asking/offers';
import { textFinder } from '../../../../src/usecases/submission/text-finder';
import { endDialog } from '../../../../src/usecases/forms/dialogs';
import type { FormRow } from '../../../../src/usecases/forms/form-store';
import { readCard } from '../../../../src/usecases/reading/read-card';
import type { OpenDialog, PressedMove, Reply } from '../../dispatch';
import { queryOf } from '../../questions/choice';
import { isMeantInCopy, moved } from '../../questions/moves';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { AS_OUTSIDE } from './act-choices';
import { takeAttachment } from './act-files';
import { replyOf, sayOutcome } from './act-outcome';
import { askedOf, isAsking, NOT_READ } from './act-state';
import { askPlace } from './ask-place';
import { pourBrought } from './brought';
import { typeIntoForm } from './act-words';
import { filesPressed, PLACE_PRESSED } from './form-files';
import { heldBack, isHeldBack, questionNow } from './held-text';

/** Their press may stand for words that the card's photos have suggested. */
const SENDS_WHAT_PHOTOS_SAY: readonly Action[] = ['returnForReexamination'];

/** The forms of all acts: the regulation says what is asked and whether an answer holds; they stand in the appeal's card. */
export function actDialog(talk: Talk): OpenDialog {
  return {
    subjects: EVERY_ACTION,
    press: (turn, form, pressed) => pressForm(talk, turn, actForm(form), pressed),
    pressAgain: (turn, formId) => replyAgain(talk, turn, formId),
    words: async (turn, form, text) => sayOutcome(talk, turn, await typeIntoForm(talk, turn, actForm(form), text)),
    attachment: (turn, form, came) => takeAttachment(talk, turn, actForm(form), came),
    show: async (turn, form) => void (await talk.cards.bring(turn.official, 'appeal', actForm(form).appealId)),
  };
}

function actForm(form: FormRow): ActForm {
  if (!isActForm(form)) throw new Error(`The form ${form.id} of ${form.subject} has no appeal`);
  return form;
}

async function pressForm(
  talk: Talk,
  turn: Turn,
  form: ActForm,
  { revision, move, value }: PressedMove,
): Promise<Reply | 'waits'> {
  const { desk } = talk;
  const actor = turn.official;
  if (move === 'cancel') {
    await endDialog(desk, actor.personId, 'cancelled');
    talk.wake();
    return { toast: turn.words.plain('form:cancelled'), after: () => showCard(talk, turn, form.appealId) };
  }
  if (move === 'other' && value === PLACE_PRESSED) return (await askPlace(talk, turn, form)) ?? 'waits';
  const card = SENDS_WHAT_PHOTOS_SAY.includes(form.subject)
    ? ((await readCard(desk, form.appealId, actor))?.card ?? null)
    : null;
  // Typed to search, and by this press a part of the answer: it is looked at as other words are.
  const find = move === 'other' && value === AS_OUTSIDE ? await textFinder(desk, form.appealId) : null;
  const choices = move === 'pick' ? await choicesNow(talk, turn, form) : NOT_READ.choices;
  const outcome = await answerAct(desk, {
    actor,
    formId: form.id,
    revision,
    change: (current, step) => {
      if (!isAsking(step)) return null;
      const asked = askedOf(current, step, turn.reading, { choices, card });
      if (current.revision !== revision && (!isMeantInCopy(move) || isHeldBack(asked))) return null;
      const question = questionNow(asked);
      const ofFiles = question.takes && move === 'other' ? filesPressed(asked, value) : null;
      const what = ofFiles ?? moved(question, asked, move, value);
      if (what === 'cancel') return null;
      if (what === 'stepBack') return stepBack(current, step);
      const unsearched = { ...asked, view: {} };
      return find && what && !('complaint' in what) ? heldBack(unsearched, what, find(queryOf(asked))) : what;
    },
  });
  // Of two taps at once, in two processes, the second finds the form open before it is locked and over after.
  const again = outcome.kind === 'old' ? await replyAgain(talk, turn, form.id) : null;
  if (again) return again;
  // A button that fits no more brings what the form asks now.
  return outcome.kind === 'old' ? 'waits' : replyOf(talk, turn, await pourBrought(talk, turn, outcome));
}

/** By these work goes to somebody, who may have gone away since the question was drawn. */
const GIVES_WORK: readonly Action[] = ['assign', 'assignAsThere', 'passToSubordinate'];

async function choicesNow({ desk }: Talk, { official }: Turn, form: ActForm): Promise<Choices> {
  const step = GIVES_WORK.includes(form.subject) ? await currentStep(desk, official, form) : null;
  return step ? readChoices(desk, official, form, step) : NOT_READ.choices;
}

/** What the first tap was told; null: the form did not act a moment ago. */
async function replyAgain(talk: Talk, turn: Turn, formId: number): Promise<Reply | null> {
  const outcome = await pressAgain(talk.desk, turn.official, formId);
  return outcome.kind === 'performed' ? replyOf(talk, turn, outcome) : null;
}
