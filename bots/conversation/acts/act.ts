import { type Asked, type Question, textOf } from '../kit/question';
import { QUESTIONS } from './act-questions';
import { type ActState, askedOf, BROUGHT, isAsking, NOT_READ } from './act-state';
import { filesPressed, isListOpen, listOfFiles, PLACE_PRESSED } from './form-files';
import { heldQuestion, heldBack } from './whole-text';
import { textFinder } from '../../../src/usecases/answers/applicant-in-text';
import { holdsMask } from '../../../src/text/personal-data';
import { type ActForm, currentStep, isActForm, type FormStep } from '../../../src/usecases/answers/submission';
import type { Talk } from '../kit/talk';
import {
  type Listener,
  FormDialog,
  type Answer,
  type CameFile,
  type CamePlace,
  type Home,
  type Stand,
  type Takes,
} from '../kit/form-dialog';
import type { Ask } from '../../../src/regulation/asks';
import { answerAct, type ActOutcome, endOutrun } from '../../../src/usecases/acts/answer-act';
import type { Turn } from '../kit/turn';
import { type Action, EVERY_ACTION } from '../../../src/regulation/vocabulary';
import { readChoices } from '../../../src/usecases/acts/offers';
import { pressAgain, startAct } from '../../../src/usecases/acts/start-act';
import { drawLater } from '../../../src/usecases/kit/redraw';
import { showFormBelow, placeCame } from '../../../src/usecases/kit/places';
import { noteCompressed } from '../../../src/usecases/kit/attachments';
import { endDialog, type SaidOfFile, openFormOf } from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import { readCard } from '../../../src/usecases/card/read-card';
import type { Attachment, OpenDialog, Reply, Feature } from '../kit/feature';
import { showCard } from '../kit/cards';
import type { Move, Button } from '../kit/buttons';
import { keepPlace } from '../kit/keep-file';
import { replyOf, sayOutcome } from './done-words';
import { askPlace } from './completing';
import { takeSignatureFile, letterToSign } from './signature';
import { Lately } from '../kit/lately';
import { only } from '../kit/screen';

/** The question as it is asked now: whether a text may stay, or which files go along, may be asked in its place. */
export function questionNow(asked: Asked<ActState>): Question<ActState> {
  const own = QUESTIONS[asked.state.step.ask];
  const question = heldQuestion(asked, own) ?? (own.takes && isListOpen(asked) ? listOfFiles(own) : own);
  if (!question.takes) return question;
  return {
    ...question,
    pressed: (of, move, value) =>
      (move === 'other' ? filesPressed(of, value) : null) ?? question.pressed(of, move, value),
  };
}

/**
 * Words with dots in place of a number were copied from somewhere and never become an answer; of those with somebody's data in them
 * whoever wrote them is asked first.
 */
export async function listenerOf({ desk }: Talk, { appealId }: ActForm): Promise<Listener<ActState>> {
  const find = await textFinder(desk, appealId);
  return (asked, text, typed) => {
    if (holdsMask(text)) return { complaint: asked.reading.words.plain('form:dotsInText') };
    const said = typed();
    return 'complaint' in said || questionNow(asked).isCopied ? said : heldBack(asked, said, find(text));
  };
}

/** Steps that take words which were there before their form. */
const TAKES: readonly Ask[] = ['comment', 'answerText'];

/**
 * Words that the form was opened with, or that came before their question, answer the question that asks for them, as if they were typed
 * now: with the same looks at what they hold. @idempotent: they are poured in once
 */
export async function pourBrought(talk: Talk, turn: Turn, outcome: ActOutcome): Promise<ActOutcome> {
  if (outcome.kind !== 'asking' || outcome.complaint !== null || outcome.refusal !== null) return outcome;
  const { form, step } = outcome;
  const { ask } = step;
  const text = textOf(form.answers, BROUGHT);
  if (text === '' || ask === null || !TAKES.includes(ask) || textOf(form.answers, ask) !== '') return outcome;
  const listener = await listenerOf(talk, form);
  return answerAct(talk.desk, {
    actor: turn.official,
    formId: form.id,
    revision: form.revision,
    change(current, at) {
      if (!isAsking(at)) return null;
      const { [BROUGHT]: _, ...answers } = current.answers;
      const asked = askedOf({ ...current, answers }, at, turn.reading);
      return listener(asked, text, () => questionNow(asked).typed(asked, text));
    },
  });
}

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

/** The acts on an appeal: the press on its card, the form that asks, and the way out of any dialog. */
export function actFeature(talk: Talk): Feature {
  const { desk, voice } = talk;
  const given = new Lately(desk.clock);

  async function pressAct(turn: Turn, { action, appealId, version }: Button<'act'>): Promise<Reply> {
    const { official: actor, message } = turn;
    const outcome = await startAct(desk, { actor, action, appealId, seenVersion: version, message });
    return outcome.kind === 'asking' && outcome.step.ask === 'signatureFile'
      ? replyWithLetter(turn, outcome)
      : replyOf(talk, turn, outcome);
  }

  /** What is to be signed comes with the question, once for a double tap. */
  async function replyWithLetter(turn: Turn, outcome: Extract<ActOutcome, { kind: 'asking' }>): Promise<Reply> {
    const { appealId, version } = outcome.form;
    const what = `${turn.chatId} ${appealId} ${version}`;
    if (given.get(what)) return replyOf(talk, turn, outcome);
    const letter = await letterToSign(talk, turn, appealId);
    if ('complaint' in letter) return replyOf(talk, turn, { ...outcome, ...letter });
    const { after, ...reply } = await replyOf(talk, turn, outcome);
    return {
      ...reply,
      after: async () => {
        await after?.();
        await letter.send();
        given.note(what, true);
      },
    };
  }

  return {
    presses: { act: pressAct },
    dialogs: [actDialog(talk)],
    commands: {
      /** Works at every step of every dialog, and says so. */
      async cancel(turn) {
        const { personId } = turn.official;
        const open = await openFormOf(desk, personId);
        const left = open && ((await talk.givenUp.get(open.subject)?.(turn, open)) ?? null);
        const ended = await endDialog(desk, personId, 'cancelled');
        const text = turn.words.html(ended ? 'form:cancelled' : 'form:nothingToCancel');
        await voice.send(turn.chatId, left ?? only(text), { silent: true });
        if (ended && ended.appealId !== null) return showCard(talk, turn, ended.appealId);
        if (ended && ended.messageRef !== null) await voice.remove(ended.messageRef);
      },
    },
  };
}
