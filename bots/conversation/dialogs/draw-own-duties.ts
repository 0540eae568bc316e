import { countQuestionsGivenTo } from '../../../src/usecases/direct-lines/read-questions';
import { papersToSign } from '../../../src/usecases/engagement/papers';
import { countTasksGivenTo } from '../../../src/usecases/engagement/tasks';
import { engagementsToDecide } from '../../../src/usecases/engagement/to-decide';
import { inRows, type ScreenButton } from '../screen';
import { toDecideRows } from '../screens/engagement/list-screens';
import { dutyButtonsOf } from '../screens/lists/menu-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** What of ОГ waits for the reader, theirs and of those in whose place they stand: the way to each beside their appeals. */
export async function ownDutyRows(
  { desk }: Talk,
  { official, words, reading }: Turn,
): Promise<readonly (readonly ScreenButton[])[]> {
  const [lineQuestions, tasks] = [await countQuestionsGivenTo(desk, official), await countTasksGivenTo(desk, official)];
  const toSign = (await papersToSign(desk, official)).length;
  return [
    ...toDecideRows(await engagementsToDecide(desk, official), reading),
    ...inRows(dutyButtonsOf({ lineQuestions, tasks, toSign }, words), 2),
  ];
}
