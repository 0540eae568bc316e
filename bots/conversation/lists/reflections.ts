import type { Words } from '../../../src/i18n';
import type { Reflection } from '../../../src/regulation/reflections';
import {
  type ReflectionLine,
  type ReflectionPage,
  type Ticked,
  readReflections,
  tickReflection,
  untickReflection,
} from '../../../src/usecases/lists/reflections';
import { button, type Screen, type ScreenButton, pager } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { moment } from '../kit/calendar-words';
import { shortNumber } from '../kit/fit';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';

/** By which act of ПОС each is repeated there: it is called as here. */
const ACT_THERE = {
  reexamination: 'returnForReexamination',
  taking: 'takeIntoWork',
  return: 'returnToCoordination',
} as const satisfies Record<Exclude<Reflection, 'assignment'>, string>;

/**
 * «Отразить в ПОС»: what was decided here, line by line; one button opens the card, another ticks.
 * @param ticked what the press before this screen has ticked: it may have been the wrong line
 */
export function reflectionsScreen(view: ReflectionPage, ticked: Ticked | null, reading: Reading): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const head = [
    `<b>${html('list:reflect.title')}</b>`,
    html(view.count === 0 ? 'list:reflect.empty' : 'list:reflect.hint'),
  ];
  const undone =
    ticked && html('list:reflect.ticked', { number: ticked.number, what: plain(`list:reflect.what.${ticked.kind}`) });
  const lines = view.lines.map((line) => lineText(line, reading));
  return {
    text: [head.join('\n'), ...lines, ...(undone === null ? [] : [`<i>${undone}</i>`])].join('\n\n'),
    buttons: [
      ...view.lines.map((line) => [
        button(shortNumber(line.number), { kind: 'open', appealId: line.appealId }),
        button(plain('list:reflect.done'), { kind: 'reflected', reflectionId: line.id }),
      ]),
      ...pager(view, words, (page) => ({ kind: 'reflections', page })),
      ...(ticked === null
        ? []
        : [[button(plain('list:reflect.untick'), { kind: 'reflectedNot', reflectionId: ticked.id })]]),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

function lineText(line: ReflectionLine, { words, now, calendar }: Reading): string {
  const { html } = words;
  const when = moment(line.at, now, calendar);
  return [
    `<b>${html('card:title', { number: line.number })}</b> · ${toDo(line, words)}`,
    line.by === null ? when : html('list:reflect.by', { moment: when, name: line.by }),
  ].join('\n');
}

function toDo({ kind, executor, organization }: ReflectionLine, { html }: Words): string {
  if (kind !== 'assignment') return html(`appeal:action.${ACT_THERE[kind]}`);
  const name = executor ?? '';
  return organization === null
    ? html('list:reflect.assign', { name })
    : html('list:reflect.assignOf', { name, organization });
}

/** A way to it, from menus and lists. */
export const reflectionsButton = ({ plain }: Words): ScreenButton =>
  button(plain('list:reflect.title'), { kind: 'reflections', page: 0 });

/** «Отразить в ПОС»: what was decided here and ПОС does not hear of by a task. */
export function reflectionsFeature({ desk }: Talk): Feature {
  const draw = async ({ official, reading }: Turn, page: number, ticked: Ticked | null) =>
    reflectionsScreen(await readReflections(desk, official, page), ticked, reading);
  async function after(turn: Turn, changed: Ticked | null, ticked: Ticked | null): Promise<Reply> {
    const reply = changed ? {} : refusal(turn.words.plain('list:reflect.gone'));
    return { ...reply, screen: await draw(turn, 0, ticked) };
  }

  return {
    presses: {
      reflections: async (turn, { page }) => ({ screen: await draw(turn, page, null) }),
      async reflected(turn, { reflectionId }) {
        const ticked = await tickReflection(desk, turn.official, reflectionId);
        return after(turn, ticked, ticked);
      },
      reflectedNot: async (turn, { reflectionId }) =>
        after(turn, await untickReflection(desk, turn.official, reflectionId), null),
    },
  };
}
