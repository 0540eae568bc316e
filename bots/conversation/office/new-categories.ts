import { escapeHtml, type Words } from '../../../src/i18n';
import { maskPersonalData } from '../../../src/text/personal-data';
import { FAST_TRACK_DAYS } from '../../../src/regulation/deadlines';
import {
  type NewCategory,
  applyDecisions,
  decideCategory,
  listNewCategories,
  readNewCategory,
  decideBranch,
  type Branch,
  type CategoryDecision,
  type Decided,
} from '../../../src/usecases/office/new-categories';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, pageOf, pager, ticked } from '../kit/screen';
import { hasRight } from '../../../src/regulation/rights';
import { listCategories, type CategoryLine } from '../../../src/usecases/office/books';
import { ALL_WHEN_NONE_FITS, choice } from '../kit/choice-question';
import { answered, idIn, type Question } from '../kit/question';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { peopleFitFor } from '../../../src/usecases/people/people';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { categoryExecutorsScreen } from './book-screens';

/** What somebody has typed in ПОС may hold anything. */
export const pathOf = (path: readonly string[]): string => maskPersonalData(path.join(' · '));

/** Categories that came with appeals and wait for a word, by pages. */
export function newCategoriesScreen(categories: readonly NewCategory[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(categories, page);
  return {
    text: [
      `<b>${html('people:newCategories.title', { count: categories.length })}</b>`,
      html(categories.length > 0 ? 'people:newCategories.hint' : 'people:newCategories.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id: categoryId, path, open, all }) => {
        const counts = plain('people:newCategories.counts', { open, all });
        const caption = `${shorten(pathOf(path), CAPTION - counts.length - 3)} · ${counts}`;
        return [button(caption, { kind: 'newCategory', categoryId })];
      }),
      ...pager(view, words, (next) => ({ kind: 'newCategories', page: next })),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** One of them: which fast track it has, or which other it is; and whose it usually is. */
export function newCategoryScreen(category: NewCategory, words: Words): Screen {
  const { html, plain } = words;
  const { id: categoryId, path, isNew, days, inForce, executor, sameAs, open, all, following } = category;
  const decided = !isNew && sameAs === null;
  const term = (caption: string, value: number | null) =>
    button(ticked(caption, decided && value === days, words), { kind: 'decideTerm', categoryId, days: value ?? 0 });
  const isAbove = days === null && inForce !== null;
  return {
    text: [
      `<b>${escapeHtml(pathOf(path))}</b>`,
      html('people:newCategories.of', { open, all }),
      ...(following > 0 ? [html('people:newCategories.following', { count: following })] : []),
      '',
      isNew
        ? html('people:newCategories.ask')
        : sameAs !== null
          ? html('people:newCategories.sameAs', { path: pathOf(sameAs) })
          : html('people:newCategories.decided'),
      inForce === null
        ? html('people:categories.noTerm')
        : html(isAbove ? 'people:newCategories.above' : 'people:categories.term', { count: inForce }),
      executor === null ? html('people:categories.noExecutor') : html('people:categories.executor', { name: executor }),
    ].join('\n'),
    buttons: [
      ...inRows(
        FAST_TRACK_DAYS.map((value) => term(plain('form:button.days', { count: value }), value)),
        4,
      ),
      [
        term(
          isAbove
            ? plain('people:newCategories.button.above', { count: inForce })
            : plain('people:newCategories.button.none'),
          null,
        ),
      ],
      ...(decided ? branchRows(category, words) : []),
      [button(plain('people:newCategories.button.same'), { kind: 'askSame', categoryId })],
      [button(plain('people:categories.button.executor'), { kind: 'newExecutors', categoryId, page: 0 })],
      [button(plain('people:newCategories.button.list'), { kind: 'newCategories', page: 0 })],
    ],
  };
}

/** The same for the others of its subcategory, and of its category, of which nobody has said anything yet. */
function branchRows(
  { id: categoryId, path, newInCategory, newInSubcategory }: NewCategory,
  { plain }: Words,
): ScreenButton[][] {
  const [category = '', subcategory = ''] = path;
  const row = (of: 'category' | 'subcategory', name: string, count: number): ScreenButton[] => {
    const caption = plain('people:newCategories.button.branch', { name: pathOf([name]), count });
    return [button(shorten(caption, CAPTION), { kind: 'decideBranch', categoryId, of })];
  };
  return [
    ...(newInSubcategory > 0 ? [row('subcategory', subcategory, newInSubcategory)] : []),
    ...(newInCategory > newInSubcategory ? [row('category', category, newInCategory)] : []),
  ];
}

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
