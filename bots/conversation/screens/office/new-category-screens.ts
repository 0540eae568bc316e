import { escapeHtml, type Words } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/text/personal-data';
import { FAST_TRACK_DAYS } from '../../../../src/regulation/deadlines';
import type { NewCategory } from '../../../../src/usecases/office/new-categories';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import { pageOf, pager } from '../pager';
import { ticked } from './ticked';

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
