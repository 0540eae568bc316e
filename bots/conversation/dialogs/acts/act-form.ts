import type { Notice } from '../../../../src/regulation/effects';
import type { Action } from '../../../../src/regulation/vocabulary';
import type { AppealCard, RemarkAction } from '../../../../src/usecases/card/card';
import type { AppealView } from '../../../../src/usecases/acts/kept';
import { bottomRow } from '../../questions/moves';
import { questionLines } from '../../questions/question';
import { inRows, shorten } from '../../screen';
import { adviceLines, repeatedButton } from '../../screens/appeals/advice-lines';
import type { FormView } from '../../screens/appeals/form-screen';
import { photoLines } from '../../screens/photos/photo-lines';
import type { Reading } from '../../turn';
import { chosenLines, questionLine } from './act-lines';
import { askedOf } from './asked/act-state';
import { countedLines, fileRows, isReport, placeRow, receivedLines, type Around } from './answer/form-files';
import { questionNow } from './question-now';
import { isListOpen } from './answer/version-list';
import { writtenTexts } from './answer/written-texts';

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
