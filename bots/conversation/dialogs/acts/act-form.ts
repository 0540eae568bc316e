import type { Notice } from '../../../../src/regulation/effects';
import type { AppealView } from '../../../../src/usecases/reading/read-view';
import { receivedLines } from '../../questions/files';
import { bottomRow } from '../../questions/moves';
import type { FormView } from '../../screens/appeals/form-screen';
import type { Reading } from '../../turn';
import { chosenLines, questionLine } from './act-lines';
import { QUESTIONS } from './act-questions';
import { askedOf } from './act-state';

/** The open form of an act for its screen. */
export function actFormView(
  { card, form }: { readonly card: AppealView['card']; readonly form: NonNullable<AppealView['form']> },
  reading: Reading,
  { complaint, notice }: { readonly complaint: string | null; readonly notice: Notice | null },
): FormView {
  const { step, choices } = form;
  const question = QUESTIONS[step.ask];
  const asked = askedOf(form.form, step, reading, { choices, card });
  return {
    card,
    action: form.form.subject,
    chosen: chosenLines(asked),
    soFar: (room) => [
      ...(question.soFar?.(asked, room) ?? []),
      ...(question.takes ? receivedLines(step.submission, asked) : []),
    ],
    question: [questionLine(asked), ...(question.empty?.(asked) ?? [])],
    complaint,
    notice,
    buttons: [...question.rows(asked), bottomRow(question, asked, step.passed.length > 0)],
  };
}
