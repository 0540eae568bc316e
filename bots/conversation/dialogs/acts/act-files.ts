import { holdsMask } from '../../../../src/text/personal-data';
import type { Ask } from '../../../../src/regulation/asks';
import { cleanText, isMeaningful } from '../../../../src/text/plain-text';
import { answerAct, endOutrun } from '../../../../src/usecases/asking/answer-act';
import { currentStep, type ActForm } from '../../../../src/usecases/asking/form-steps';
import { drawLater } from '../../../../src/usecases/cards/draw-later';
import { showFormBelow } from '../../../../src/usecases/cards/show-form';
import { noteCompressed } from '../../../../src/usecases/forms/attachments';
import { placeCame } from '../../../../src/usecases/forms/place-asked';
import { wasHeard, type Attachment } from '../../dispatch';
import type { Question } from '../../questions/question';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { isTooLarge, keepFile, markIn, storeFile } from '../keep-file';
import { keepPlace } from '../keep-place';
import { refuseAttachment, sayOfFile } from '../refuse-attachment';
import { isRegistry, takeRegistry } from '../take-registry';
import { sayOutcome } from './act-outcome';
import { QUESTIONS } from './act-questions';
import { askedOf, isAsking, type ActState } from './act-state';
import { typeIntoForm } from './act-words';
import { takeSignatureFile } from './signature-file';

type CameFile = Extract<Attachment, { what: 'file' }>;
type Takes = NonNullable<Question<ActState>['takes']>;
type CamePlace = Extract<Attachment, { what: 'place' }>;

/** What somebody sends beside words while a form is open. */
export async function takeAttachment(talk: Talk, turn: Turn, form: ActForm, came: Attachment): Promise<void> {
  if (came.what !== 'file' && came.what !== 'place') return refuseAttachment(talk, turn, came);
  const step = await currentStep(talk.desk, turn.official, form);
  if (came.what === 'place') return takePlace(talk, turn, form, came, step && isAsking(step) ? step : null);
  if (!step || !isAsking(step)) return sayOutcome(talk, turn, await endOutrun(talk.desk, form));
  if (step.ask === 'signatureFile') return takeSignatureFile(talk, turn, form, came);
  const { takes } = QUESTIONS[step.ask];
  if ((!takes || takes.aside) && isRegistry(turn, came.file)) return takeRegistry(talk, turn, came.file);
  if (!takes) return sayOfFile(talk, turn, 'photoNotAsked');
  if (isTooLarge(talk, came.file)) return sayOfFile(talk, turn, 'fileTooBig');
  return takeFile(talk, turn, form, came, { ...takes, ask: step.ask });
}

/** A photo or a file is kept on arrival, before anything is said of it. */
async function takeFile(
  talk: Talk,
  turn: Turn,
  form: ActForm,
  came: CameFile,
  takes: Takes & { readonly ask: Ask },
): Promise<void> {
  const { desk } = talk;
  const stored = await storeFile(talk, came.file).catch(async (error: unknown) => {
    // It is tried again; until then the form says how many are still on their way.
    await drawLater(desk, turn.official, 'appeal', form.appealId, 'redraw');
    talk.wake();
    throw error;
  });
  if (typeof stored === 'string') await sayOfFile(talk, turn, stored);
  else {
    const said = await keepFile(talk, turn, form, came, stored);
    if (said !== null) await sayOfFile(talk, turn, said);
    if (came.file.compressed && !takes.aside) await noteCompressed(desk, form, takes.ask);
    await takeCaption(talk, turn, form, cleanText(came.caption), takes);
  }
  // An album is several messages: its status is one line, drawn once they have come.
  await showFormBelow(desk, turn.official, form.appealId);
  talk.wake();
}

/** Its question is drawn with the photo's. One without words is no answer, and no reason to complain of the photo. */
async function takeCaption(talk: Talk, turn: Turn, form: ActForm, caption: string, takes: Takes): Promise<void> {
  if (!isMeaningful(caption) || markIn(caption) !== null) return;
  if (!takes.caption) return sayOfFile(talk, turn, 'captionNotKept');
  if (holdsMask(caption)) return sayOfFile(talk, turn, 'dotsInText');
  if (wasHeard(turn, form)) return;
  const outcome = await typeIntoForm(talk, turn, form, caption, 'caption');
  if (outcome.kind !== 'asking' || outcome.complaint !== null) await sayOutcome(talk, turn, outcome);
}

/**
 * A place for the question that asks for one, or for photos: those that the form asks for, or that are still to come.
 * @param step null: the form stands no more
 * @idempotent by the sequence of the chat, and by the message
 */
async function takePlace(
  talk: Talk,
  turn: Turn,
  form: ActForm,
  { place }: CamePlace,
  step: ActState['step'] | null,
): Promise<void> {
  const question = step && QUESTIONS[step.ask];
  if (question?.placed) return takePoint(talk, turn, form, place);
  if (!question?.takes || question.takes.aside) return keepPlace(talk, turn, place, null);
  await keepPlace(talk, turn, place, form.id);
  await placeCame(talk.desk, form.id);
  await showFormBelow(talk.desk, turn.official, form.appealId);
  talk.wake();
}

async function takePoint(talk: Talk, turn: Turn, form: ActForm, place: CamePlace['place']): Promise<void> {
  if (wasHeard(turn, form)) return showCard(talk, turn, form.appealId);
  const outcome = await answerAct(talk.desk, {
    actor: turn.official,
    formId: form.id,
    revision: null,
    heard: turn.sequence,
    change(current, now) {
      if (!isAsking(now)) return null;
      const asked = askedOf(current, now, turn.reading);
      return QUESTIONS[now.ask].placed?.(asked, place) ?? null;
    },
  });
  return sayOutcome(talk, turn, outcome);
}
