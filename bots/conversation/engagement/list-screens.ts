import type { Words } from '../../../src/i18n';
import { toPlainDate } from '../../../src/regulation/calendar';
import {
  ENGAGEMENT_NARROWINGS,
  fitsNarrowing,
  type EngagementNarrowing,
} from '../../../src/regulation/engagement/narrowing';
import {
  ENGAGEMENT_STAGES,
  type EngagementKind,
  type EngagementStage,
} from '../../../src/regulation/engagement/vocabulary';
import { isOneOf } from '../../../src/regulation/lists';
import { maskPersonalData } from '../../../src/text/personal-data';
import type { EngagementItem } from '../../../src/usecases/engagement/list';
import type { Button } from '../kit/buttons';
import { button, CAPTION, shorten, type Screen, type ScreenButton, PAGE, pageOf, pager } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { shortDay, todayOf } from '../kit/calendar-words';

const TITLE = 36;
const QUERY = 100;

/** Which of the two lists «ОГ», and how it is narrowed. */
export interface ShownEngagements {
  readonly shown: 'open' | 'over';
  readonly by?: EngagementNarrowing | undefined;
}

function line({ title, stage, closesOn }: EngagementItem, reading: Reading): string {
  const { plain } = reading.words;
  const named = { title: shorten(title, TITLE), stage: plain(`engagement:stage.${stage}`) };
  return closesOn === null
    ? plain('engagement:list.line', named)
    : plain('engagement:list.lineUntil', { ...named, day: shortDay(toPlainDate(closesOn), todayOf(reading)) });
}

/** A page of them, a button each, and the way to other pages. */
function pageRows(
  items: readonly EngagementItem[],
  page: number,
  reading: Reading,
  turn: (page: number) => Button,
): ScreenButton[][] {
  const view = pageOf(items, page);
  return [
    ...view.shown.map((item) => [
      button(shorten(line(item, reading), CAPTION), { kind: 'engagement', engagementId: item.id }),
    ]),
    ...pager(view, reading.words, turn),
  ];
}

/** What waits for the reader's decision, a button each: as many as one sees at a glance. */
export const toDecideRows = (items: readonly EngagementItem[], reading: Reading): ScreenButton[][] =>
  items
    .slice(0, PAGE)
    .map((item) => [button(shorten(line(item, reading), CAPTION), { kind: 'engagement', engagementId: item.id })]);

export function narrowingName(by: EngagementNarrowing, { plain }: Words): string {
  if (by === 'there') return plain('engagement:list.there');
  const isStage = (one: EngagementStage | EngagementKind): one is EngagementStage => isOneOf(ENGAGEMENT_STAGES, one);
  return isStage(by) ? plain(`engagement:stage.${by}`) : plain(`engagement:kind.${by}`);
}

/** «ОГ»: what is under way, or what is over; all of it, or what one has narrowed it to. */
export function engagementsScreen(
  items: readonly EngagementItem[],
  { shown, by }: ShownEngagements,
  page: number,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  const fitting = by === undefined ? items : items.filter((item) => fitsNarrowing(item, by));
  const other = shown === 'open' ? 'over' : 'open';
  const drafts = by === undefined ? items.filter(({ stage }) => stage === 'draft').length : 0;
  const head = html(`engagement:list.${shown}`, { count: fitting.length });
  return {
    text: [
      `<b>${by === undefined ? head : html('engagement:list.narrowed', { list: plain(`engagement:list.${shown}`, { count: fitting.length }), by: narrowingName(by, reading.words) })}</b>`,
      ...(fitting.length > 0 ? [] : [html(`engagement:list.${shown === 'open' ? 'emptyOpen' : 'emptyOver'}`)]),
    ].join('\n'),
    buttons: [
      ...pageRows(fitting, page, reading, (next) => ({ kind: 'engagements', shown, page: next, by })),
      ...(drafts === 0
        ? []
        : [
            [
              button(plain('engagement:button.drafts', { count: drafts }), {
                kind: 'engagements',
                shown,
                page: 0,
                by: 'draft',
              }),
            ],
          ]),
      ...(items.length > PAGE || by !== undefined
        ? [[button(plain('list:narrow.button'), { kind: 'narrowEngagements', shown })]]
        : []),
      [
        button(plain('engagement:button.new'), { kind: 'newEngagement' }),
        button(plain(`engagement:button.${other}`), { kind: 'engagements', shown: other, page: 0 }),
      ],
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** By what the list may be narrowed, each with how many it then has; what has none is left out. */
export function engagementNarrowingsScreen(
  items: readonly EngagementItem[],
  shown: 'open' | 'over',
  { html, plain, ...words }: Words,
): Screen {
  const counted = ENGAGEMENT_NARROWINGS.map(
    (by) => [by, items.filter((item) => fitsNarrowing(item, by)).length] as const,
  ).filter(([, count]) => count > 0);
  return {
    text: `<b>${html(`engagement:list.${shown}`, { count: items.length })}</b>\n${html('engagement:list.narrow')}`,
    buttons: [
      ...counted.map(([by, count]) => [
        button(plain('list:caption', { name: narrowingName(by, { html, plain, ...words }), count }), {
          kind: 'engagements',
          shown,
          page: 0,
          by,
        }),
      ]),
      [button(plain('engagement:list.all', { count: items.length }), { kind: 'engagements', shown, page: 0 })],
    ],
  };
}

/** What /find has found of them. */
export function engagementsFoundScreen(
  { query, items, more }: { readonly query: string; readonly items: readonly EngagementItem[]; readonly more: boolean },
  page: number,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  const said = { query: shorten(maskPersonalData(query), QUERY), count: items.length };
  const head =
    items.length === 0 ? 'engagement:list.foundNone' : more ? 'engagement:list.foundMore' : 'engagement:list.found';
  return {
    text: [html(head, said), html('list:find.again')].join('\n\n'),
    buttons: [
      ...pageRows(items, page, reading, (next) => ({ kind: 'engagementsFound', page: next })),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** Under what else was found; no row where there is none. */
export const foundEngagementsRow = (count: number, { plain }: Words): ScreenButton[][] =>
  count === 0 ? [] : [[button(plain('engagement:menuCount', { count }), { kind: 'engagementsFound', page: 0 })]];
