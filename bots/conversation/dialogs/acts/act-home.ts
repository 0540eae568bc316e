import type { Action } from '../../../../src/regulation/vocabulary';
import { EVERY_ACTION } from '../../../../src/regulation/vocabulary';
import type { ActOutcome } from '../../../../src/usecases/asking/act-outcome';
import { answerAct, endOutrun } from '../../../../src/usecases/asking/answer-act';
import { currentStep, isActForm, type ActForm, type FormStep } from '../../../../src/usecases/asking/form-steps';
import { readChoices } from '../../../../src/usecases/asking/offers';
import { pressAgain } from '../../../../src/usecases/asking/start-act';
import { drawLater } from '../../../../src/usecases/cards/draw-later';
import { showFormBelow } from '../../../../src/usecases/cards/show-form';
import { noteCompressed } from '../../../../src/usecases/forms/attachments';
import { endDialog } from '../../../../src/usecases/forms/dialogs';
import type { FormRow } from '../../../../src/usecases/forms/form-store';
import { placeCame } from '../../../../src/usecases/forms/place-asked';
import { readCard } from '../../../../src/usecases/reading/read-card';
import type { OpenDialog } from '../../feature';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { FormDialog, type Answer, type Home } from '../form-dialog';
import { keepPlace } from '../keep-place';
import { replyOf, sayOutcome } from './act-outcome';
import { askedOf, isAsking, NOT_READ, type ActState } from './act-state';
import { askPlace } from './ask-place';
import { pourBrought } from './brought';
import { PLACE_PRESSED } from './form-files';
import { listenerOf } from './listening';
import { questionNow } from './question-now';
import { takeSignatureFile } from './signature-file';

/** Their press may stand for words that the card's photos have suggested. */
const SENDS_WHAT_PHOTOS_SAY: readonly Action[] = ['returnForReexamination'];
/** By these work goes to somebody, who may have gone away since the question was drawn. */
const GIVES_WORK: readonly Action[] = ['assign', 'assignAsThere', 'passToSubordinate'];

/** The forms of all acts: the regulation says what is asked and whether an answer holds; they stand in the appeal's card. */
export const actDialog = (talk: Talk): OpenDialog => new FormDialog(talk, actHome(talk));

function actForm(form: FormRow): ActForm {
  if (!isActForm(form)) throw new Error(`The form ${form.id} of ${form.subject} has no appeal`);
  return form;
}

/** A form of an act before its person. */
function standOf(
  { reading }: Turn,
  form: ActForm,
  step: FormStep,
  read: Pick<ActState, 'choices' | 'card'> = NOT_READ,
): Parameters<Answer<ActState>['change']>[0] | null {
  if (!isAsking(step)) return null;
  const asked = askedOf(form, step, reading, read);
  return { form, asked, now: { name: step.ask, question: questionNow(asked) }, steps: step.steps };
}

function actHome(talk: Talk): Home<ActState, ActOutcome> {
  const { desk, cards } = talk;

  /** What a press is looked at with. */
  async function readFor({ official }: Turn, form: ActForm, { pressed }: Answer<ActState>) {
    const sends = pressed !== null && SENDS_WHAT_PHOTOS_SAY.includes(form.subject);
    const gives = pressed?.move === 'pick' && GIVES_WORK.includes(form.subject);
    const step = gives ? await currentStep(desk, official, form) : null;
    return {
      card: sends ? ((await readCard(desk, form.appealId, official))?.card ?? null) : null,
      choices: step ? await readChoices(desk, official, form, step) : NOT_READ.choices,
    };
  }

  return {
    subjects: EVERY_ACTION,

    async stand(turn, row) {
      const form = actForm(row);
      const step = await currentStep(desk, turn.official, form);
      return step && standOf(turn, form, step);
    },

    async take(turn, row, answer) {
      const form = actForm(row);
      const read = await readFor(turn, form, answer);
      const { pressed } = answer;
      const outcome = await answerAct(desk, {
        actor: turn.official,
        formId: form.id,
        revision: pressed?.revision ?? null,
        ...(pressed === null && { heard: turn.sequence }),
        change(current, step) {
          const stand = standOf(turn, current, step, read);
          return stand && answer.change(stand);
        },
      });
      return pressed === null ? outcome : pourBrought(talk, turn, outcome);
    },

    async reply(turn, form, outcome) {
      if (outcome.kind !== 'old') return replyOf(talk, turn, outcome);
      // Of two taps at once, in two processes, the second finds the form open before it is locked and over after. A button that fits no
      // more brings what the form asks now.
      return (await replyAgain(talk, turn, form.id)) ?? 'waits';
    },
    pressAgain: (turn, formId) => replyAgain(talk, turn, formId),

    say: (turn, outcome) => sayOutcome(talk, turn, outcome),
    async sayOfCaption(turn, outcome) {
      if (outcome.kind !== 'asking') await sayOutcome(talk, turn, outcome);
    },

    async cancel(turn, form) {
      await endDialog(desk, turn.official.personId, 'cancelled');
      talk.wake();
      const { appealId } = actForm(form);
      return { toast: turn.words.plain('form:cancelled'), after: () => showCard(talk, turn, appealId) };
    },
    over: async (turn, form) => sayOutcome(talk, turn, await endOutrun(desk, actForm(form))),
    show: async (turn, form) => void (await cards.bring(turn.official, 'appeal', actForm(form).appealId)),

    async aside(turn, form, move, value) {
      if (move !== 'other' || value !== PLACE_PRESSED) return null;
      return (await askPlace(talk, turn, actForm(form))) ?? 'waits';
    },
    listen: (_turn, form) => listenerOf(talk, actForm(form)),

    async fileInstead(turn, form, { now }, came) {
      if (now?.name !== 'signatureFile') return false;
      await takeSignatureFile(talk, turn, actForm(form), came);
      return true;
    },
    async fileDelayed({ official }, form) {
      // Until it comes the form says how many are still on their way.
      await drawLater(desk, official, 'appeal', actForm(form).appealId, 'redraw');
      talk.wake();
    },
    async fileKept(_turn, form, name, { file }, takes) {
      if (file.compressed && !takes.aside) await noteCompressed(desk, form, name);
    },
    // An album is several messages: its status is one line, drawn once they have come.
    fileShown: ({ official }, form) => showFormBelow(desk, official, actForm(form).appealId),
    /** For photos: those that the form asks for, or that are still to come. @idempotent by the message */
    async placeBeside(turn, form, stand, { place }) {
      const takes = stand?.now?.question.takes;
      if (!takes || takes.aside) return keepPlace(talk, turn, place, null);
      await keepPlace(talk, turn, place, form.id);
      await placeCame(desk, form.id);
      await showFormBelow(desk, turn.official, actForm(form).appealId);
      talk.wake();
    },
    refused: (_stand, { what }) => (what === 'file' ? 'photoNotAsked' : null),
  };
}

/** What the first tap was told; null: the form did not act a moment ago. */
async function replyAgain(talk: Talk, turn: Turn, formId: number) {
  const outcome = await pressAgain(talk.desk, turn.official, formId);
  return outcome.kind === 'performed' ? replyOf(talk, turn, outcome) : null;
}
