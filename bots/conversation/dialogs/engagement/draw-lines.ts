import { questionsGivenTo, readDirectLine, readQuestion } from '../../../../src/usecases/direct-lines/read-questions';
import type { ShownQuestions } from '../../button-rows/direct-lines';
import { only, type Screen } from '../../screen';
import { lineScreen, myQuestionsScreen, questionScreen } from '../../screens/engagement/line-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

// The screens of a direct line's questions in which presses and dialogs end, with what is so at this moment.

export async function drawLine(
  { desk, messengers }: Talk,
  { official, words, reading }: Turn,
  lineId: number,
  of: ShownQuestions,
  page = 0,
): Promise<Screen> {
  const read = await readDirectLine(desk, official, lineId, of === 'all' ? null : of, page);
  return read
    ? lineScreen(read, of, reading, messengers.domestic().length > 0)
    : only(words.html('line:refusal.notYours'));
}

export const drawMyQuestions = async ({ desk }: Talk, { official, reading }: Turn, page = 0): Promise<Screen> =>
  myQuestionsScreen(await questionsGivenTo(desk, official, page), reading);

/** Words alone where there is no such question for this person. */
export async function drawQuestion({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const card = await readQuestion(desk, official, id);
  return card ? questionScreen(card, reading) : only(words.html('line:refusal.gone'));
}
