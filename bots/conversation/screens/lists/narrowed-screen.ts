import type { Words } from '../../../../src/i18n';
import { isOneOf } from '../../../../src/regulation/lists';
import { STAGES } from '../../../../src/regulation/vocabulary';
import {
  NARROWINGS,
  type ControlList,
  type Narrowed,
  type NarrowedPage,
  type Narrowing,
} from '../../../../src/usecases/reading/narrowed-lists';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { pageOf, pager } from '../pager';
import { lineText, opening } from './list-screen';

/** Buttons of a column that one sees without scrolling. */
const LINES = 8;

/** By what a control list may be narrowed. */
export function narrowingsScreen(list: ControlList, { html, plain }: Words): Screen {
  return {
    text: [`<b>${html(`list:name.${list}`)}</b>`, html('list:narrow.ask')].join('\n'),
    buttons: [
      ...inRows(
        NARROWINGS.map((by) => button(plain(`list:narrow.by.${by}`), { kind: 'narrowBy', list, by, page: 0 })),
        2,
      ),
      [button(plain('list:send.button'), { kind: 'sendList', list })],
      [button(plain('list:narrow.all'), { kind: 'list', list, page: 0 })],
    ],
  };
}

/** The values of one of these, with how much there is of each. */
export function valuesScreen(
  list: ControlList,
  by: Narrowing,
  values: readonly Narrowed[],
  asked: number,
  words: Words,
): Screen {
  const { html, plain } = words;
  const { shown, page, pages } = pageOf(values, asked, LINES);
  return {
    text: [
      `<b>${html(`list:name.${list}`)}</b>`,
      html(values.length === 0 ? `list:empty.${list}` : `list:narrow.by.${by}`),
    ].join('\n'),
    buttons: [
      ...shown.map((value) => [
        button(shorten(plain('list:caption', { name: valueName(value, words), count: value.count }), CAPTION), {
          kind: 'narrowed',
          list,
          by,
          code: value.code,
          page: 0,
        }),
      ]),
      ...pager({ page, pages }, words, (to) => ({ kind: 'narrowBy', list, by, page: to })),
      [button(plain('list:narrow.button'), { kind: 'narrow', list })],
    ],
  };
}

/** «Просрочено, Петров П.П.: 3» in HTML. */
export function narrowedTitle({ list, to, count }: Pick<NarrowedPage, 'list' | 'to' | 'count'>, words: Words): string {
  const { html, plain } = words;
  const name = plain(`list:name.${list}`);
  return to
    ? html('list:work.title', { name, part: valueName(to, words), count })
    : html('list:title', { name, count });
}

/** A control list narrowed to one value. */
export function narrowedScreen(shown: NarrowedPage, reading: Reading): Screen {
  const { list, to, lines, page, pages } = shown;
  const { words } = reading;
  const { plain } = words;
  return {
    text: [`<b>${narrowedTitle(shown, words)}</b>`, ...lines.map((line) => lineText(line, reading))].join('\n\n'),
    buttons: [
      ...inRows(lines.map(opening), 4),
      ...pager({ page, pages }, words, (at) =>
        to ? { kind: 'narrowed', list, by: to.by, code: to.code, page: at } : { kind: 'list', list, page: at },
      ),
      narrowButtons(list, words),
      [button(plain('list:send.button'), { kind: 'sendList', list, ...(to && { by: to.by, code: to.code }) })],
      [button(plain('list:control'), { kind: 'control' }), button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** From a control list to its parts, and back to the whole. */
export const narrowButtons = (list: ControlList, { plain }: Words): ScreenButton[] => [
  button(plain('list:narrow.button'), { kind: 'narrow', list }),
  button(plain('list:narrow.all'), { kind: 'list', list, page: 0 }),
];

function valueName({ by, name }: Pick<Narrowed, 'by' | 'name'>, { plain }: Words): string {
  if (by === 'stage' && isOneOf(STAGES, name)) return plain(`appeal:stage.${name}`);
  if (by === 'kind' && (name === 'message' || name === 'appeal59')) return plain(`appeal:kind.${name}`);
  return name ?? plain(`list:narrow.none.${by}`);
}
