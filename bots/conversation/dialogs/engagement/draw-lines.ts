import { alikeTo } from '../../../../src/usecases/lines/act-on-questions';
import { questionsGivenTo, readDirectLine, readQuestion } from '../../../../src/usecases/lines/questions';
import type { QuestionPlace, ShownQuestions } from '../../button-rows/direct-lines';
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
export async function drawQuestion(
  { desk }: Talk,
  { official, words, reading }: Turn,
  id: number,
  from: QuestionPlace | null = null,
): Promise<Screen> {
  const card = await readQuestion(desk, official, id);
  if (card === null) return only(words.html('line:refusal.gone'));
  const alike = card.acts.includes('join') ? (await alikeTo(desk, card.lineId, [card])).length : 0;
  return questionScreen(card, { from, alike }, reading);
}

type Said = { readonly [Part in keyof QuestionPlace]?: QuestionPlace[Part] | undefined };

/** What a button says of where its question was opened; null: nothing, as in a message that stands by itself. */
export const placeIn = ({ of, page }: Said): QuestionPlace | null =>
  of === undefined ? null : { of, page: page ?? 0 };
