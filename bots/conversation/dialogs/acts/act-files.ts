import { holdsMask } from '../../../../src/personal-data';
import { cleanText, isMeaningful } from '../../../../src/text';
import { answerAct, endOutrun } from '../../../../src/usecases/acts/act-forms';
import { currentStep, type ActForm } from '../../../../src/usecases/acts/form-steps';
import { showFormBelow } from '../../../../src/usecases/cards/show-form';
import { noteCompressed } from '../../../../src/usecases/forms/attachments';
import { wasHeard, type Attachment } from '../../dispatch';
import { showCard } from '../../show-card';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import { isTooLarge, keepFile } from '../keep-file';
import { refuseAttachment, sayOfFile } from '../refuse-attachment';
import { sayOutcome } from './act-outcome';
import { QUESTIONS } from './act-questions';
import { askedOf, isAsking } from './act-state';
import { typeIntoForm } from './act-words';

/** A photo or a file for an open form; it is kept on arrival, before anything is said of it. */
export async function takeFile(talk: Talk, turn: Turn, form: ActForm, came: Attachment): Promise<void> {
  if (came.what === 'place') return takePlace(talk, turn, form, came);
  if (came.what !== 'file') return refuseAttachment(talk, turn, came);
  const step = await currentStep(talk.desk, turn.official, form);
  if (!step || step.ask === null) return sayOutcome(talk, turn, await endOutrun(talk.desk, form));
  const { takes } = QUESTIONS[step.ask];
  if (!takes) return sayOfFile(talk, turn, 'photoNotAsked');
  if (isTooLarge(talk, came.file)) return sayOfFile(talk, turn, 'fileTooBig');

  const unkept = await keepFile(talk, turn, form.id, came.file);
  if (unkept !== null) return sayOfFile(talk, turn, unkept);
  if (came.file.compressed) await noteCompressed(talk.desk, form);
  const caption = cleanText(came.caption);
  // One without words is no answer, and no reason to complain of the photo.
  if (isMeaningful(caption)) {
    if (!takes.caption) await sayOfFile(talk, turn, 'captionNotKept');
    else if (holdsMask(caption)) await sayOfFile(talk, turn, 'dotsInText');
    else if (!wasHeard(turn, form)) await takeCaption(talk, turn, form, caption);
  }
  // An album is several messages: its status is one line, drawn once they have come.
  await showFormBelow(talk.desk, turn.official, form.appealId);
  talk.wake();
}

/** A place for the question that asks for one. @idempotent by the sequence of the chat */
async function takePlace(
  talk: Talk,
  turn: Turn,
  form: ActForm,
  came: Extract<Attachment, { what: 'place' }>,
): Promise<void> {
  if (wasHeard(turn, form)) return showCard(talk, turn, form.appealId);
  const step = await currentStep(talk.desk, turn.official, form);
  if (!step || !isAsking(step) || !QUESTIONS[step.ask].placed) return refuseAttachment(talk, turn, came);
  const outcome = await answerAct(talk.desk, {
    actor: turn.official,
    formId: form.id,
    revision: null,
    heard: turn.sequence,
    change(current, now) {
      if (!isAsking(now)) return null;
      const asked = askedOf(current, now, turn.reading);
      return QUESTIONS[now.ask].placed?.(asked, came.place) ?? null;
    },
  });
  return sayOutcome(talk, turn, outcome);
}

/** Its question is drawn with the photo's. */
async function takeCaption(talk: Talk, turn: Turn, form: ActForm, caption: string): Promise<void> {
  const outcome = await typeIntoForm(talk, turn, form, caption);
  if (outcome.kind !== 'asking' || outcome.complaint !== null) await sayOutcome(talk, turn, outcome);
}
