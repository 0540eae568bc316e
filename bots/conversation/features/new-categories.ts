import { FAST_TRACK_DAYS } from '../../../src/regulation/deadlines';
import {
  applyDecisions,
  decideBranch,
  decideCategory,
  readNewCategory,
  type Branch,
  type CategoryDecision,
  type Decided,
} from '../../../src/usecases/office/new-categories';
import { peopleFitFor } from '../../../src/usecases/people/people';
import { drawNewCategories, drawNewCategory, sameCategoryDialog } from '../dialogs/same-category';
import { refusal, type Feature, type Reply } from '../feature';
import { categoryExecutorsScreen } from '../screens/office/category-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** As the corrections that follow from it will say. */
const reasonOf = ({ words: { plain } }: Turn, days: number | null): string =>
  days === null
    ? plain('people:newCategories.reason.none')
    : plain('people:newCategories.reason.days', { count: days });

/** «Новые категории»: what came with appeals and was in no list, for a coordinator to decide about once. */
export function newCategoriesFeature(talk: Talk): Feature {
  const { desk } = talk;
  const dialog = sameCategoryDialog(talk);

  const decide = async (turn: Turn, categoryId: number, decision: CategoryDecision, reason: string): Promise<Reply> =>
    kept(turn, categoryId, await decideCategory(desk, turn.official, categoryId, decision, reason));

  async function decideAll(turn: Turn, categoryId: number, of: Branch): Promise<Reply> {
    const days = (await readNewCategory(desk, categoryId))?.days ?? null;
    return kept(turn, categoryId, await decideBranch(desk, turn.official, categoryId, of, reasonOf(turn, days)));
  }

  async function kept(turn: Turn, categoryId: number, result: Decided): Promise<Reply> {
    const { words } = turn;
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
        const days = FAST_TRACK_DAYS.find((one) => one === named) ?? null;
        return decide(turn, categoryId, { kind: 'days', days }, reasonOf(turn, days));
      },
      decideBranch: (turn, { categoryId, of }) => decideAll(turn, categoryId, of),
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
