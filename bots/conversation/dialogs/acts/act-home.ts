import { type Action, EVERY_ACTION } from '../../../../src/regulation/vocabulary';
import { type ActOutcome, answerAct, endOutrun } from '../../../../src/usecases/acts/answer-act';
import { currentStep, isActForm, type ActForm, type FormStep } from '../../../../src/usecases/answers/submission';
import { readChoices } from '../../../../src/usecases/acts/offers';
import { pressAgain } from '../../../../src/usecases/acts/start-act';
import { drawLater } from '../../../../src/usecases/kit/redraw';
import { showFormBelow, placeCame } from '../../../../src/usecases/kit/places';
import { noteCompressed } from '../../../../src/usecases/kit/attachments';
import { endDialog, type SaidOfFile } from '../../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../../src/usecases/kit/form-store';
import { readCard } from '../../../../src/usecases/card/read-card';
import type { Attachment, OpenDialog, Reply } from '../../feature';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Move } from '../../button-rows/codes';
import {
  FormDialog,
  type Answer,
  type CameFile,
  type CamePlace,
  type Home,
  type Listener,
  type Stand,
  type Takes,
} from '../form-dialog';
import { keepPlace } from '../keep-place';
import { replyOf, sayOutcome } from './act-outcome';
import { askedOf, isAsking, NOT_READ, type ActState } from './asked/act-state';
import { askPlace } from './details/ask-place';
import { pourBrought } from './brought';
import { PLACE_PRESSED } from './answer/form-files';
import { listenerOf } from './listening';
import { questionNow } from './question-now';
import { takeSignatureFile } from './signature-file';

/** Their press may stand for words that the card's photos have suggested. */
const SENDS_WHAT_PHOTOS_SAY: readonly Action[] = ['returnForReexamination'];
/** By these work goes to somebody, who may have gone away since the question was drawn. */
const GIVES_WORK: readonly Action[] = ['assign', 'assignAsThere', 'passToSubordinate'];

/** The forms of all acts: the regulation says what is asked and whether an answer holds; they stand in the appeal's card. */
export const actDialog = (talk: Talk): OpenDialog => new FormDialog(talk, new ActHome(talk));

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

/** An act's form stands in its appeal's card, and is answered in one transaction with the act. */
class ActHome implements Home<ActState, ActOutcome> {
  readonly subjects = EVERY_ACTION;

  constructor(private readonly talk: Talk) {}

  async stand(turn: Turn, row: FormRow): Promise<Stand<ActState> | null> {
    const form = actForm(row);
    const step = await currentStep(this.talk.desk, turn.official, form);
    return step && standOf(turn, form, step);
  }

  async take(turn: Turn, row: FormRow, answer: Answer<ActState>): Promise<ActOutcome> {
    const form = actForm(row);
    const read = await this.readFor(turn, form, answer);
    const { pressed } = answer;
    const outcome = await answerAct(this.talk.desk, {
      actor: turn.official,
      formId: form.id,
      revision: pressed?.revision ?? null,
      ...(pressed === null && { heard: turn.message }),
      change(current, step) {
        const stand = standOf(turn, current, step, read);
        return stand && answer.change(stand);
      },
    });
    return pressed === null ? outcome : pourBrought(this.talk, turn, outcome);
  }

  /** What a press is looked at with. */
  private async readFor({ official }: Turn, form: ActForm, { pressed }: Answer<ActState>) {
    const { desk } = this.talk;
    const sends = pressed !== null && SENDS_WHAT_PHOTOS_SAY.includes(form.subject);
    const gives = pressed?.move === 'pick' && GIVES_WORK.includes(form.subject);
    const step = gives ? await currentStep(desk, official, form) : null;
    return {
      card: sends ? ((await readCard(desk, form.appealId, official))?.card ?? null) : null,
      choices: step ? await readChoices(desk, official, form, step) : NOT_READ.choices,
    };
  }

  async reply(turn: Turn, form: FormRow, outcome: ActOutcome): Promise<Reply | 'waits'> {
    if (outcome.kind !== 'old') return replyOf(this.talk, turn, outcome);
    // Of two taps at once, in two processes, the second finds the form open before it is locked and over after. A button that fits no
    // more brings what the form asks now.
    return (await this.pressAgain(turn, form.id)) ?? 'waits';
  }

  /** What the first tap was told; null: the form did not act a moment ago. */
  async pressAgain(turn: Turn, formId: number): Promise<Reply | null> {
    const outcome = await pressAgain(this.talk.desk, turn.official, formId);
    return outcome.kind === 'performed' ? replyOf(this.talk, turn, outcome) : null;
  }

  say(turn: Turn, outcome: ActOutcome): Promise<void> {
    return sayOutcome(this.talk, turn, outcome);
  }

  async sayOfCaption(turn: Turn, outcome: ActOutcome): Promise<void> {
    if (outcome.kind !== 'asking') await sayOutcome(this.talk, turn, outcome);
  }

  async cancel(turn: Turn, form: FormRow): Promise<Reply> {
    const { talk } = this;
    await endDialog(talk.desk, turn.official.personId, 'cancelled');
    talk.wake();
    const { appealId } = actForm(form);
    return { toast: turn.words.plain('form:cancelled'), after: () => showCard(talk, turn, appealId) };
  }

  async over(turn: Turn, form: FormRow): Promise<void> {
    await sayOutcome(this.talk, turn, await endOutrun(this.talk.desk, actForm(form)));
  }

  async show({ official }: Turn, form: FormRow): Promise<void> {
    await this.talk.cards.bring(official, 'appeal', actForm(form).appealId);
  }

  async aside(turn: Turn, form: FormRow, move: Move, value: string): Promise<Reply | 'waits' | null> {
    if (move !== 'other' || value !== PLACE_PRESSED) return null;
    return (await askPlace(this.talk, turn, actForm(form))) ?? 'waits';
  }

  listen(_turn: Turn, form: FormRow): Promise<Listener<ActState>> {
    return listenerOf(this.talk, actForm(form));
  }

  async fileInstead(turn: Turn, form: FormRow, { now }: Stand<ActState>, came: CameFile): Promise<boolean> {
    if (now?.name !== 'signatureFile') return false;
    await takeSignatureFile(this.talk, turn, actForm(form), came);
    return true;
  }

  async fileDelayed({ official }: Turn, form: FormRow): Promise<void> {
    // Until it comes the form says how many are still on their way.
    await drawLater(this.talk.desk, official, 'appeal', actForm(form).appealId, 'redraw');
    this.talk.wake();
  }

  async fileKept(_turn: Turn, form: FormRow, name: string, { file }: CameFile, takes: Takes): Promise<void> {
    if (file.compressed && !takes.aside) await noteCompressed(this.talk.desk, form, name);
  }

  /** An album is several messages: its status is one line, drawn once they have come. */
  fileShown({ official }: Turn, form: FormRow): Promise<void> {
    return showFormBelow(this.talk.desk, official, actForm(form).appealId);
  }

  /** For photos: those that the form asks for, or that are still to come. @idempotent by the message */
  async placeBeside(turn: Turn, form: FormRow, stand: Stand<ActState> | null, { place }: CamePlace): Promise<void> {
    const { talk } = this;
    const takes = stand?.now?.question.takes;
    if (!takes || takes.aside) return keepPlace(talk, turn, place, null);
    await keepPlace(talk, turn, place, form.id);
    await placeCame(talk.desk, form.id);
    await this.fileShown(turn, form);
    talk.wake();
  }

  refused(_stand: Stand<ActState>, { what }: Attachment): SaidOfFile | null {
    return what === 'file' ? 'photoNotAsked' : null;
  }
}
