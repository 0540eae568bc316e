import { hasRight } from '../../../src/regulation/rights';
import {
  applyDecisions,
  decideCategory,
  listNewCategories,
  readNewCategory,
} from '../../../src/usecases/office/new-categories';
import { listCategories, type CategoryLine } from '../../../src/usecases/office/books';
import { ALL_WHEN_NONE_FITS, choice } from '../questions/choice';
import { answered, idIn, type Question } from '../questions/question';
import type { Screen } from '../screen';
import { newCategoriesScreen, newCategoryScreen, pathOf } from '../screens/office/new-category-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Answers } from './dialog';
import { TableDialog } from './table-dialog';

interface State {
  readonly path: readonly string[];
  readonly others: readonly CategoryLine[];
}

const idOf = (answers: Answers, key: 'categoryId' | 'asId'): number => {
  const { [key]: id } = answers;
  return typeof id === 'number' ? id : 0;
};
const pathOfLine = ({ category, subcategory, fact }: CategoryLine): string[] =>
  [category, subcategory, fact].filter((level) => level !== null);

const other: Question<State> = choice<State>({
  items: ({ state: { others } }) =>
    others.map((line) => {
      const path = pathOfLine(line);
      // The end of a path is what it is told by.
      return { value: String(line.id), caption: pathOf([...path].reverse()), search: path.join(' ') };
    }),
  pick(asked, value) {
    const asId = idIn(value);
    return asked.state.others.some(({ id }) => id === asId) ? answered(asked, { asId }) : null;
  },
  ...ALL_WHEN_NONE_FITS,
});

export async function drawNewCategories({ desk }: Talk, { words }: Turn, page: number): Promise<Screen> {
  return newCategoriesScreen(await listNewCategories(desk), page, words);
}

/** The list of them where there is no such category. */
export async function drawNewCategory(talk: Talk, turn: Turn, categoryId: number): Promise<Screen> {
  const category = await readNewCategory(talk.desk, categoryId);
  return category ? newCategoryScreen(category, turn.words) : drawNewCategories(talk, turn, 0);
}

/** «Это то же, что …»: which category of the list a new one is. */
export function sameCategoryDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;
  return new TableDialog<State>(talk, {
    subject: 'sameCategory',
    steps: [
      { name: 'asId', ask: ({ reading }) => reading.words.html('people:newCategories.askSame'), question: other },
    ],
    async read({ official }, answers) {
      const categoryId = idOf(answers, 'categoryId');
      const lines = hasRight(official, 'categories') ? await listCategories(desk) : [];
      return {
        path: (await readNewCategory(desk, categoryId))?.path ?? [],
        others: lines.filter(({ id, isOwn }) => isOwn && id !== categoryId),
      };
    },
    head: ({ state, reading }) => [
      `<b>${reading.words.html('people:categories.line', { path: pathOf(state.path) })}</b>`,
    ],
    async finish(turn, _form, { state, answers }) {
      const { plain } = turn.words;
      const [categoryId, asId] = [idOf(answers, 'categoryId'), idOf(answers, 'asId')];
      const line = state.others.find(({ id }) => id === asId);
      const reason = plain('people:newCategories.reason.same', { path: line ? pathOf(pathOfLine(line)) : '' });
      const result = await decideCategory(desk, turn.official, categoryId, { kind: 'same', asId }, reason);
      if (!result.ok) return { complaint: plain(`people:newCategories.refusal.${result.refusal}`) };
      return {
        toast: plain('people:newCategories.kept'),
        screen: await drawNewCategory(talk, turn, categoryId),
        after: async () => {
          if ((await applyDecisions(desk)) > 0) talk.wake();
        },
      };
    },
    cancelled: (turn, answers) => drawNewCategory(talk, turn, idOf(answers, 'categoryId')),
  });
}
