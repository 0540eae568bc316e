import { FAST_TRACK_DAYS } from '../../../src/regulation/deadlines';
import { refused } from '../../../src/usecases/office/change-person';
import {
  changeCategory,
  listCategories,
  type Kept,
  keepOrganization,
  listOrganizations,
} from '../../../src/usecases/office/books';
import { openOfCategory } from '../../../src/usecases/photos/rules';
import { peopleFitFor } from '../../../src/usecases/people/people';
import { drawCategory, outcome, drawOrganizations } from './admin-screens';
import type { Feature, Reply } from '../kit/feature';
import { categoriesScreen, categoryExecutorsScreen } from './book-screens';
import { sureScreen } from '../kit/screen';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** The categories of appeals: their fast-track terms, their usual executors and whether there is something to photograph. */
export function categoriesFeature(talk: Talk): Feature {
  const { desk } = talk;

  const changed = async (turn: Turn, categoryId: number, result: Kept): Promise<Reply> => ({
    ...outcome(result, turn.words.plain('people:person.saved'), turn.words),
    screen: await drawCategory(talk, turn, categoryId),
  });

  async function canExecute(personId: number): Promise<boolean> {
    return (await peopleFitFor(desk, 'executor', null)).some(({ id }) => id === personId);
  }

  return {
    presses: {
      categories: async ({ words }, { page }) => ({
        screen: categoriesScreen(await listCategories(desk), page, words),
      }),
      category: async (turn, { categoryId }) => ({ screen: await drawCategory(talk, turn, categoryId) }),
      categoryTerm: async (turn, { categoryId, days: named, sure }) => {
        const days = FAST_TRACK_DAYS.find((one) => one === named) ?? null;
        const count = sure === undefined ? await openOfCategory(desk, categoryId, days) : 0;
        if (count > 0) {
          const back = { kind: 'category', categoryId } as const;
          const confirmed = { kind: 'categoryTerm', categoryId, days: named, sure: 'yes' } as const;
          return {
            screen: sureScreen([turn.words.html('change:preview.category', { count })], confirmed, back, turn.words),
          };
        }
        return changed(turn, categoryId, await changeCategory(desk, turn.official, categoryId, { kind: 'days', days }));
      },
      categoryPhotoless: async (turn, { categoryId, photoless }) =>
        changed(
          turn,
          categoryId,
          await changeCategory(desk, turn.official, categoryId, { kind: 'photoless', photoless: photoless === 'on' }),
        ),
      categoryExecutors: async ({ words }, { categoryId, page }) => {
        const people = await peopleFitFor(desk, 'executor', null);
        const buttons = {
          choose: (executorId: number) => ({ kind: 'categoryExecutor', categoryId, executorId }) as const,
          turn: (next: number) => ({ kind: 'categoryExecutors', categoryId, page: next }) as const,
          back: { kind: 'category', categoryId } as const,
        };
        return { screen: categoryExecutorsScreen(buttons, people, page, words) };
      },
      categoryExecutor: async (turn, { categoryId, executorId: named }) => {
        const executorId = named === 0 ? null : named;
        const result =
          executorId === null || (await canExecute(executorId))
            ? await changeCategory(desk, turn.official, categoryId, { kind: 'executor', executorId })
            : refused('gone');
        return changed(turn, categoryId, result);
      },
    },
  };
}

/** The organizations that the office knows, and which of them are its own. */
export function organizationsFeature(talk: Talk): Feature {
  const { desk } = talk;
  return {
    presses: {
      organizations: async (turn, { page }) => ({ screen: await drawOrganizations(talk, turn, page) }),
      organizationKind: async (turn, { organizationId, becomes, page }) => {
        const { official, words } = turn;
        const organization = (await listOrganizations(desk)).find(({ id }) => id === organizationId);
        const result = organization
          ? await keepOrganization(desk, official, organization.name, becomes)
          : refused('gone');
        return {
          ...outcome(result, words.plain(`people:organizations.kind.${becomes}`), words),
          screen: await drawOrganizations(talk, turn, page),
        };
      },
    },
  };
}
