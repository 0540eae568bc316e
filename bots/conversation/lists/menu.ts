import { inSentence, type Words } from '../../../src/i18n';
import { CONTROL_LISTS, hasRight, ONLY_CONTROLLED, type AppealList } from '../../../src/regulation/rights';
import type { Official } from '../../../src/usecases/kit/officials';
import { button, inRows, type Screen, type ScreenButton } from '../kit/screen';
import { reflectionsButton } from './reflections';

export type ListCount = readonly [AppealList, number];
/** How many appeals each of one's lists has, in the order of a menu. */
export type Counts = ReadonlyMap<AppealList, number>;

/** A menu names these; the others are in «Контроль». */
export const isInMenu = (list: AppealList): boolean => !ONLY_CONTROLLED.includes(list);

/** What of a menu is there only where something waits. */
export interface Waiting {
  /** How many wait for a coordinator's word. */
  readonly newCategories: number;
  /** Something was decided here that ПОС does not know of. */
  readonly reflects: boolean;
  /** How many of what the ОГ role makes are under way; null: that is not theirs. */
  readonly engagements: number | null;
  /** Violations that are put to the reader, or may be theirs. */
  readonly ownViolations: number;
  /** How many questions of direct lines wait for the reader's answer. */
  readonly lineQuestions: number;
  /** How many tasks that follow from results, and papers to be signed, wait for the reader. */
  readonly tasks: number;
  readonly toSign: number;
}

/** One's lists with their counts, then what else one may do. */
export function menuScreen(counts: Counts, waiting: Waiting, official: Official, words: Words): Screen {
  const { html } = words;
  const overdue = counts.get('overdue') ?? 0;
  const text = [`<b>${html('list:menu.title')}</b>`];
  if (overdue > 0) text.push(html('list:menu.overdue', { count: overdue }));
  if (counts.size === 0 && !hasRight(official, 'administer') && !hasRight(official, 'engage'))
    text.push(html('list:menu.nothing'));
  return {
    text: text.join('\n'),
    buttons: [...listButtons([...counts], words), ...inRows(furtherButtons(official, waiting, words), 2)],
  };
}

function furtherButtons(
  official: Official,
  { newCategories, reflects, engagements, ownViolations, ...duties }: Waiting,
  words: Words,
): ScreenButton[] {
  const { plain } = words;
  return [
    ...(reflects ? [reflectionsButton(words)] : []),
    ...dutyButtonsOf(duties, words),
    ...(hasRight(official, 'register') ? [button(plain('list:button.register'), { kind: 'register' })] : []),
    ...(hasRight(official, 'find') ? [button(plain('list:button.find'), { kind: 'find' })] : []),
    ...(hasRight(official, 'control') ? [button(plain('list:button.control'), { kind: 'control' })] : []),
    ...(hasRight(official, 'report') ? [button(plain('list:button.report'), { kind: 'report' })] : []),
    ...(engagements === null ? [] : [engagementsButton(engagements, words)]),
    ...(hasRight(official, 'violations') ? [button(plain('violation:title'), { kind: 'violationsNow' })] : []),
    ...(ownViolations > 0
      ? [
          button(plain('list:caption', { name: plain('violation:own'), count: ownViolations }), {
            kind: 'ownViolations',
            page: 0,
          }),
        ]
      : []),
    ...(hasRight(official, 'templates')
      ? [button(plain('list:button.templates'), { kind: 'templates', page: 0 })]
      : []),
    ...(hasRight(official, 'widgets') ? [button(plain('widget:button.list'), { kind: 'widgets', page: 0 })] : []),
    ...(newCategories > 0 && hasRight(official, 'categories')
      ? [button(plain('list:button.newCategories', { count: newCategories }), { kind: 'newCategories', page: 0 })]
      : []),
    ...(hasRight(official, 'work') ? [button(plain('list:button.absence'), { kind: 'absences' })] : []),
    button(plain('list:button.settings'), { kind: 'sound' }),
    ...(hasRight(official, 'administer') ? [button(plain('list:button.admin'), { kind: 'admin' })] : []),
  ];
}

/** What of ОГ waits for the reader by name. */
export const dutyButtonsOf = (
  { lineQuestions, tasks, toSign }: Pick<Waiting, 'lineQuestions' | 'tasks' | 'toSign'>,
  { plain }: Words,
): ScreenButton[] => [
  ...(lineQuestions === 0
    ? []
    : [button(plain('line:button.mine', { count: lineQuestions }), { kind: 'myLineQuestions', page: 0 })]),
  ...(tasks === 0 ? [] : [button(plain('results:task.menu', { count: tasks }), { kind: 'myTasks', page: 0 })]),
  ...(toSign === 0 ? [] : [button(plain('results:paper.menu', { count: toSign }), { kind: 'papersToSign' })]),
];

function engagementsButton(count: number, { plain }: Words): ScreenButton {
  const caption = count === 0 ? plain('engagement:menu') : plain('engagement:menuCount', { count });
  return button(caption, { kind: 'engagements', shown: 'open', page: 0 });
}

/** «Контроль сроков» for those who have the right to it. @param differing from ПОС; null: that is not theirs */
export function controlScreen(counts: Counts, differing: number | null, words: Words): Screen {
  const shown = CONTROL_LISTS.flatMap((list): [AppealList, number][] => {
    const count = counts.get(list);
    return count === undefined ? [] : [[list, count]];
  });
  return {
    text: `<b>${words.html('list:control')}</b>`,
    buttons: [
      ...shown.flatMap((one) => listButtons([one], words)),
      ...(differing === null ? [] : [[differencesButton(differing, words)]]),
      [button(words.plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

function differencesButton(count: number, { plain }: Words): ScreenButton {
  const name = plain('reconcile:title');
  return button(count === 0 ? name : plain('reconcile:caption', { name, count }), { kind: 'differences' });
}

/** A way to each list, with how many it has. */
export function listButtons(counts: readonly ListCount[], { plain }: Words): ScreenButton[][] {
  const caption = (list: AppealList, count: number) => {
    const name = plain(`list:name.${list}`);
    return count === 0 ? name : plain('list:caption', { name, count });
  };
  return inRows(
    counts.map(([list, count]) => button(caption(list, count), { kind: 'list', list, page: 0 })),
    2,
  );
}

/** The menu under something that is said first; HTML. */
export const withMenu = (lines: readonly string[], menu: Screen): Screen => ({
  text: [...lines, '', menu.text].join('\n'),
  buttons: menu.buttons,
});

/** Who one is here, in HTML. */
export function greetingLines({ name, roles }: Official, { html, plain }: Words): string[] {
  const [surname = '', ...names] = name.split(' ');
  const held = roles.map((role) => inSentence(plain(`people:role.${role}`))).join(', ');
  return [
    html('people:start.greeting', { name: names.length > 0 ? names.join(' ') : surname }),
    held === '' ? html('people:start.noRoles') : html('people:start.roles', { roles: held }),
  ];
}
