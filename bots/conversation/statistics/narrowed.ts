import { escapeHtml, type Words } from '../../../src/i18n';
import { isOneOf } from '../../../src/regulation/lists';
import { STAGES } from '../../../src/regulation/vocabulary';
import { NARROWED_AT_MOST, NARROWINGS } from '../../../src/usecases/kit/account-params';
import type {
  ControlList,
  NarrowedPage,
  NarrowedTo,
  Narrowings,
  NarrowingAsked,
} from '../../../src/usecases/statistics/narrowed-lists';
import type { Button } from '../kit/buttons';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, pageOf, pager } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { lineText, opening } from '../lists/list';

/** Buttons of a column that one sees without scrolling. */
const LINES = 8;

/** A control list, whole or narrowed. */
interface Part {
  readonly list: ControlList;
  readonly to: readonly NarrowingAsked[];
}

const codesOf = (to: readonly NarrowingAsked[]): NarrowingAsked[] => to.map(({ by, code }) => ({ by, code }));
const toPart = ({ list, to }: Part, page = 0): Button =>
  to.length === 0 ? { kind: 'list', list, page } : { kind: 'narrowedTo', list, page, to: codesOf(to) };

/** By what it may be narrowed further: of each a list is narrowed to one value. */
const narrowingRows = ({ list, to }: Part, { plain }: Words): ScreenButton[][] =>
  to.length === NARROWED_AT_MOST
    ? []
    : inRows(
        NARROWINGS.filter((by) => to.every((one) => one.by !== by)).map((by) =>
          button(plain(`list:narrow.by.${by}`), {
            kind: 'narrowBy',
            ...{ list, by, page: 0, ...(to.length > 0 && { to: codesOf(to) }) },
          }),
        ),
        2,
      );

/** The list as a table. */
export const fileButton = ({ list, to }: Part, { plain }: Words): ScreenButton =>
  button(plain('statistics:format.xlsx'), { kind: 'listFile', list, ...(to.length > 0 && { to: codesOf(to) }) });

/** By what a control list may be narrowed. */
export function narrowingsScreen(list: ControlList, words: Words): Screen {
  const { html, plain } = words;
  return {
    text: [`<b>${html(`list:name.${list}`)}</b>`, html('list:narrow.ask')].join('\n'),
    buttons: [
      ...narrowingRows({ list, to: [] }, words),
      [button(plain('list:send.button'), { kind: 'sendList', list })],
      [button(plain('list:narrow.all'), { kind: 'list', list, page: 0 })],
    ],
  };
}

/** The values of one of these, with how much there is of each. */
export function valuesScreen(narrowings: Narrowings, asked: number, words: Words): Screen {
  const { html, plain } = words;
  const { list, to, by, values } = narrowings;
  const { shown, page, pages } = pageOf(values, asked, LINES);
  return {
    text: [
      `<b>${escapeHtml(narrowedName(narrowings, words))}</b>`,
      html(values.length === 0 ? `list:empty.${list}` : `list:narrow.by.${by}`),
    ].join('\n'),
    buttons: [
      ...shown.map((value) => [
        button(
          shorten(plain('list:caption', { name: valueName(value, words), count: value.count }), CAPTION),
          toPart({ list, to: [...to, value] }),
        ),
      ]),
      ...pager({ page, pages }, words, (at) => ({
        kind: 'narrowBy',
        ...{ list, by, page: at, ...(to.length > 0 && { to: codesOf(to) }) },
      })),
      [button(plain('list:narrow.button'), to.length === 0 ? { kind: 'narrow', list } : toPart(narrowings))],
    ],
  };
}

/** «Просрочено, Петров П.П., Дороги»; plain words. */
export function narrowedName({ list, to }: Pick<NarrowedPage, 'list' | 'to'>, words: Words): string {
  return [words.plain(`list:name.${list}`), ...to.map((one) => valueName(one, words))].join(', ');
}

/** «Просрочено, Петров П.П.: 3» in HTML. */
export const narrowedTitle = (page: Pick<NarrowedPage, 'list' | 'to' | 'count'>, words: Words): string =>
  words.html('list:title', { name: narrowedName(page, words), count: page.count });

/** A control list narrowed to what is of several values at once. */
export function narrowedScreen(shown: NarrowedPage, reading: Reading): Screen {
  const { list, to, lines, page, pages } = shown;
  const { words } = reading;
  const { plain } = words;
  const [only, ...others] = to;
  return {
    text: [`<b>${narrowedTitle(shown, words)}</b>`, ...lines.map((line) => lineText(line, reading))].join('\n\n'),
    buttons: [
      ...inRows(lines.map(opening), 4),
      ...pager({ page, pages }, words, (at) => toPart(shown, at)),
      ...narrowingRows(shown, words),
      ...(others.length === 0
        ? []
        : inRows(
            to.map((one) => without(one, shown, words)),
            2,
          )),
      [button(plain('list:narrow.all'), { kind: 'list', list, page: 0 }), fileButton(shown, words)],
      // What comes by itself is of one value.
      ...(others.length > 0
        ? []
        : [
            [
              button(plain('list:send.button'), {
                kind: 'sendList',
                list,
                ...(only && { by: only.by, code: only.code }),
              }),
            ],
          ]),
      [button(plain('list:control'), { kind: 'control' }), button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** «✕ Дороги»: the others without this one. */
const without = (one: NarrowedTo, { list, to }: Part, words: Words): ScreenButton =>
  button(
    shorten(words.plain('statistics:button.without', { name: valueName(one, words) }), CAPTION),
    toPart({ list, to: to.filter(({ by }) => by !== one.by) }),
  );

function valueName({ by, name }: Pick<NarrowedTo, 'by' | 'name'>, { plain }: Words): string {
  if (by === 'stage' && isOneOf(STAGES, name)) return plain(`appeal:stage.${name}`);
  if (by === 'kind' && (name === 'message' || name === 'appeal59')) return plain(`appeal:kind.${name}`);
  return name ?? plain(`list:narrow.none.${by}`);
}
