import { escapeHtml } from '../../../src/i18n';
import type { Notice } from '../../../src/regulation/effects';
import type { Action } from '../../../src/regulation/vocabulary';
import type { AppealCard, RemarkAction } from '../../../src/usecases/card/card';
import { type Screen, type ScreenButton, inRows, shorten } from '../kit/screen';
import type { Reading, Incoming, ReadsUpdates } from '../kit/turn';
import { fitted, type Room } from '../kit/fit';
import { appealHead } from '../card/appeal-card';
import { wholeTextButton, wholeTexts, type WholeText } from '../card/whole-texts';
import type { AppealView, Seen } from '../../../src/usecases/acts/kept';
import { bottomRow, questionLines } from '../kit/question';
import { adviceLines, repeatedButton } from '../card/buttons-below';
import { photoLines } from '../photos/photo-lines';
import { chosenLines, questionLine } from './act-lines';
import { askedOf } from './act-state';
import {
  countedLines,
  fileRows,
  isReport,
  placeRow,
  receivedLines,
  type Around,
  isListOpen,
  NOTHING_AROUND,
} from './form-files';
import { questionNow } from './act';
import { writtenTexts } from './whole-text';
import { placeThatCounts } from '../../../src/usecases/kit/places';
import type { Official } from '../../../src/usecases/kit/officials';
import { waitingOf } from '../../../src/usecases/kit/redraw';
import { QUESTIONS } from './act-questions';
import { isTooLarge } from '../kit/keep-file';
import type { Voice } from '../kit/voice';

/** A form of an act as it stands before its person; lines are HTML. */
export interface FormView {
  readonly card: AppealCard;
  readonly action: Action;
  /** What was said of the last attempt at this act. */
  readonly remark: (room: Room) => readonly string[];
  /** What earlier steps have settled. */
  readonly chosen: readonly string[];
  /** What is there already: the text being written, photos that came. */
  readonly soFar: (room: Room) => readonly string[];
  readonly question: readonly string[];
  /** In plain words: why the last answer did not hold. */
  readonly complaint: string | null;
  /** Why the card has come to the bottom while the form was open in it. */
  readonly notice: Notice | null;
  /** Texts that are written in it. */
  readonly texts: readonly WholeText[];
  readonly buttons: readonly (readonly ScreenButton[])[];
}

/** A form stands in its appeal's card: which appeal, what is being done, what was said so far, what is asked now. */
export function formScreen(view: FormView, reading: Reading): Screen {
  const { card, action, remark, chosen, soFar, question, complaint, notice, texts, buttons } = view;
  const draw = (room: Room) =>
    [
      [appealHead(card, reading, notice, room)],
      [`<b>${reading.words.html(`appeal:action.${action}`)}</b>`, ...remark(room), ...chosen, ...soFar(room)],
      [...question, ...(complaint === null ? [] : [`⚠️ ${escapeHtml(complaint)}`])],
    ]
      .map((lines) => lines.join('\n'))
      .join('\n\n');
  const text = fitted(reading.longest, draw);
  const { words } = reading;
  const whole = wholeTextButton(card, [...wholeTexts(card, words), ...texts], text, words);
  // the way out stays last
  const rows = whole.length === 0 ? buttons : [...buttons.slice(0, -1), whole, ...buttons.slice(-1)];
  return { text, buttons: rows };
}

/** Characters of a remark that is kept in view. */
const REMARK = 600;
/** The acts that are done once more because of such a remark. */
const AFTER: { readonly [Of in Action]?: readonly RemarkAction[] } = {
  submitAnswer: ['rejectAnswer', 'returnForReexamination'],
  redirect: ['rejectRedirect'],
};

/** What is to be mended, in view of whoever is writing; in HTML. */
const remarkLines =
  ({ remarks }: AppealCard, action: Action, { words }: Reading): FormView['remark'] =>
  (room) =>
    remarks
      .filter((remark) => AFTER[action]?.includes(remark.action))
      .map(({ text }) => words.html('form:remark', { text: shorten(text, room(REMARK)) }));

interface Told {
  readonly complaint: string | null;
  readonly notice: Notice | null;
  readonly around: Around;
}

/** The open form of an act for its screen. */
export function actFormView(
  { card, form }: { readonly card: AppealView['card']; readonly form: NonNullable<AppealView['form']> },
  reading: Reading,
  { complaint, notice, around }: Told,
): FormView {
  const { step, choices } = form;
  const { words } = reading;
  const asked = askedOf(form.form, step, reading, { choices, card });
  const advice = isListOpen(asked) ? null : form.advice;
  const question = questionNow(asked);
  const isOfFiles = question.takes !== undefined && !question.takes.aside;
  return {
    card,
    action: form.form.subject,
    // A notice has just said it.
    remark: notice === null ? remarkLines(card, form.form.subject, reading) : () => [],
    chosen: chosenLines(asked),
    soFar: (room) => [
      ...(question.soFar?.(asked, room) ?? []),
      ...(isOfFiles
        ? [
            ...receivedLines(asked, around, form.photos),
            ...(isReport(asked) ? photoLines(form.photos, reading, room) : []),
          ]
        : []),
      ...(question.takes?.aside ? countedLines(asked, around) : []),
      ...(advice ? [...adviceLines(advice, words), words.html('form:formalAllTheSame')] : []),
    ],
    question: questionLines(asked, question, questionLine),
    complaint,
    notice,
    texts: writtenTexts(form.form, words),
    buttons: [
      ...question.rows(asked),
      ...(isOfFiles && !isListOpen(asked) ? [...placeRow(asked, around), ...fileRows(asked)] : []),
      ...inRows(repeatedButton(advice, words), 1),
      bottomRow(question, asked, step.passed.length > 0),
    ],
  };
}

declare module '../kit/talk' {
  interface Told {
    /** What an act of this moment has found. */
    readonly seen?: Seen | null;
  }
}

/** What surrounds an open form while it is drawn; where its question takes no files, nobody looks. */
export async function aroundForm(
  { desk, heardIn, voice }: Omit<ReadsUpdates, 'pressedIn'> & { readonly voice: Voice },
  official: Official,
  { step }: NonNullable<AppealView['form']>,
): Promise<Around> {
  if (!QUESTIONS[step.ask].takes) return NOTHING_AROUND;
  const { personId } = official;
  const place = await placeThatCounts(desk, personId);
  const came = (await waitingOf(desk, official)).map(heardIn).filter((incoming) => incoming !== null);
  // A press may end the form: what comes after it is another's.
  const end = came.findIndex((incoming) => incoming.came.what === 'press');
  const saved = new Set(step.submission.own.map(({ messageRef }) => messageRef));
  const isArriving = ({ came: one, message }: Incoming) =>
    one.what === 'file' && !isTooLarge({ voice }, one.file) && !saved.has(message);
  return { arriving: came.slice(0, end < 0 ? came.length : end).filter(isArriving).length, place };
}
