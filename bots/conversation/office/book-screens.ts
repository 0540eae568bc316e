import type { Words } from '../../../src/i18n';
import { FAST_TRACK_DAYS } from '../../../src/regulation/deadlines';
import type { CategoryLine, OrganizationLine } from '../../../src/usecases/office/books';
import type { FitPerson } from '../../../src/usecases/people/people';
import type { Button } from '../kit/buttons';
import { button, inRows, shorten, type Screen, pageOf, pager, choiceScreen, ticked } from '../kit/screen';

const pathOf = ({ category, subcategory, fact }: CategoryLine): string =>
  [category, subcategory, fact].filter((level) => level !== null).join(' / ');

function captionOf(line: CategoryLine, { plain }: Words): string {
  const path = shorten(pathOf(line), 45);
  return line.fastTrackDays === null
    ? plain('people:categories.line', { path })
    : plain('people:categories.days', { path, count: line.fastTrackDays });
}

/** Categories by pages. */
export function categoriesScreen(categories: readonly CategoryLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(categories, page);
  return {
    text: [
      `<b>${html('people:categories.title', { count: categories.length })}</b>`,
      ...(categories.length > 0 ? [] : [html('people:categories.empty')]),
    ].join('\n'),
    buttons: [
      ...view.shown.map((line) => [button(captionOf(line, words), { kind: 'category', categoryId: line.id })]),
      ...pager(view, words, (next) => ({ kind: 'categories', page: next })),
      [
        button(plain('people:categories.add'), { kind: 'askName', what: 'category' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}

/** One category: its term, its usual executor and «без фото». */
export function categoryScreen(line: CategoryLine, words: Words): Screen {
  const { html, plain } = words;
  const { id: categoryId, fastTrackDays, executor, isPhotoless } = line;
  const term = (caption: string, days: number | null) =>
    button(ticked(caption, days === fastTrackDays, words), { kind: 'categoryTerm', categoryId, days: days ?? 0 });
  return {
    text: [
      `<b>${html('people:categories.line', { path: pathOf(line) })}</b>`,
      fastTrackDays === null
        ? html('people:categories.noTerm')
        : html('people:categories.term', { count: fastTrackDays }),
      executor === null ? html('people:categories.noExecutor') : html('people:categories.executor', { name: executor }),
      ...(isPhotoless ? [html('people:categories.photoless')] : []),
    ].join('\n'),
    buttons: [
      ...inRows(
        [
          ...FAST_TRACK_DAYS.map((days) => term(plain('form:button.days', { count: days }), days)),
          term(plain('people:categories.button.noTerm'), null),
        ],
        5,
      ),
      [button(plain('people:categories.button.executor'), { kind: 'categoryExecutors', categoryId, page: 0 })],
      [
        button(ticked(plain('people:categories.button.photoless'), isPhotoless, words), {
          kind: 'categoryPhotoless',
          categoryId,
          photoless: isPhotoless ? 'off' : 'on',
        }),
      ],
      [button(plain('people:admin.button.back'), { kind: 'categories', page: 0 })],
    ],
  };
}

/** Which buttons of a category ask for its usual executor. */
interface ExecutorButtons {
  readonly choose: (executorId: number) => Button;
  readonly turn: (page: number) => Button;
  readonly back: Button;
}

/** Who shall be the usual executor of a category. */
export function categoryExecutorsScreen(
  { choose, turn, back }: ExecutorButtons,
  people: readonly FitPerson[],
  page: number,
  words: Words,
): Screen {
  return choiceScreen(
    {
      text: words.html('people:categories.askExecutor'),
      page,
      items: people.map(({ id, name }) => ({ caption: name, press: choose(id) })),
      turn,
      none: { caption: words.plain('people:categories.nobody'), press: choose(0) },
      back,
    },
    words,
  );
}

/** Organizations by pages; a press gives the other kind. */
export function organizationsScreen(organizations: readonly OrganizationLine[], page: number, words: Words): Screen {
  const { html, plain } = words;
  const view = pageOf(organizations, page);
  return {
    text: [
      `<b>${html('people:organizations.title', { count: organizations.length })}</b>`,
      html(organizations.length > 0 ? 'people:organizations.hint' : 'people:organizations.empty'),
    ].join('\n'),
    buttons: [
      ...view.shown.map(({ id, name, kind }) => [
        button(plain(`people:organizations.${kind}`, { name: shorten(name, 40) }), {
          kind: 'organizationKind',
          organizationId: id,
          becomes: kind === 'outside' ? 'subordinate' : 'outside',
          page: view.page,
        }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'organizations', page: next })),
      [
        button(plain('people:organizations.add'), { kind: 'askName', what: 'organization' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}
