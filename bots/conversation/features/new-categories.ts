import { FAST_TRACK_DAYS } from '../../../src/regulation/deadlines';
import {
  applyDecisions,
  decideCategory,
  type CategoryDecision,
} from '../../../src/usecases/administration/new-categories';
import { peopleFitFor } from '../../../src/usecases/people/read-people';
import { drawNewCategories, drawNewCategory } from '../dialogs/draw-office';
import { sameCategoryDialog } from '../dialogs/same-category';
import { refusal, type Feature, type Reply } from '../feature';
import { categoryExecutorsScreen } from '../screens/office/category-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Новые категории»: what came with appeals and was in no list, for a coordinator to decide about once. */
export function newCategoriesFeature(talk: Talk): Feature {
  const { desk } = talk;
  const dialog = sameCategoryDialog(talk);

  async function decide(turn: Turn, categoryId: number, decision: CategoryDecision, reason: string): Promise<Reply> {
    const { official, words } = turn;
    const result = await decideCategory(desk, official, categoryId, decision, reason);
    const screen = await drawNewCategory(talk, turn, categoryId);
    if (!result.ok) return { ...refusal(words.plain(`people:newCategories.refusal.${result.refusal}`)), screen };
    return {
      toast: words.plain('people:newCategories.kept'),
      screen,
      after: async () => {
        if ((await applyDecisions(desk)) > 0) talk.wake();
      },
    };
  }

  return {
    dialogs: [dialog],
    presses: {
      newCategories: async (turn, { page }) => ({ screen: await drawNewCategories(talk, turn, page) }),
      newCategory: async (turn, { categoryId }) => ({ screen: await drawNewCategory(talk, turn, categoryId) }),
      decideTerm: (turn, { categoryId, days: named }) => {
        const { plain } = turn.words;
        const days = FAST_TRACK_DAYS.find((one) => one === named) ?? null;
        const reason =
          days === null
            ? plain('people:newCategories.reason.none')
            : plain('people:newCategories.reason.days', { count: days });
        return decide(turn, categoryId, { kind: 'days', days }, reason);
      },
      askSame: (turn, { categoryId }) => dialog.beginHere(turn, { categoryId }),
      async newExecutors({ words }, { categoryId, page }) {
        const buttons = {
          choose: (executorId: number) => ({ kind: 'newExecutor', categoryId, executorId }) as const,
          turn: (next: number) => ({ kind: 'newExecutors', categoryId, page: next }) as const,
          back: { kind: 'newCategory', categoryId } as const,
        };
        const people = await peopleFitFor(desk, 'executor', null);
        return { screen: categoryExecutorsScreen(buttons, people, page, words) };
      },
      async newExecutor(turn, { categoryId, executorId: named }) {
        const people = await peopleFitFor(desk, 'executor', null);
        if (named !== 0 && !people.some(({ id }) => id === named))
          return refusal(turn.words.plain('people:newCategories.refusal.gone'));
        return decide(turn, categoryId, { kind: 'executor', executorId: named === 0 ? null : named }, '');
      },
    },
  };
}
