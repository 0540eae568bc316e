import { countNewCategories } from '../../../src/usecases/office/new-categories';
import { countQuestionsGivenTo } from '../../../src/usecases/lines/questions';
import { countEngagements } from '../../../src/usecases/engagement/list';
import { papersToSign } from '../../../src/usecases/engagement/papers';
import { countTasksGivenTo } from '../../../src/usecases/engagement/tasks';
import { countLists } from '../../../src/usecases/lists/lists';
import { hasReflections } from '../../../src/usecases/lists/reflections';
import { countOwnViolations } from '../../../src/usecases/violations/read-violations';
import type { Screen } from '../screen';
import { isInMenu, menuScreen } from '../screens/lists/menu-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** /menu as it is now. */
export async function drawMenu({ desk }: Talk, { official, words }: Turn): Promise<Screen> {
  const [counts, newCategories] = [await countLists(desk, official, isInMenu), await countNewCategories(desk)];
  const [reflects, engagements] = [await hasReflections(desk, official), await countEngagements(desk, official)];
  const ownViolations = await countOwnViolations(desk, official);
  const lineQuestions = await countQuestionsGivenTo(desk, official);
  const [tasks, toSign] = [await countTasksGivenTo(desk, official), (await papersToSign(desk, official)).length];
  const waiting = { newCategories, reflects, engagements, ownViolations, lineQuestions, tasks, toSign };
  return menuScreen(counts, waiting, official, words);
}
