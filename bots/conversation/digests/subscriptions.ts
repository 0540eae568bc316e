import {
  type ListAsked,
  type Subscriptions,
  readSubscriptions,
  subscribe,
} from '../../../src/usecases/digests/list-subscriptions';
import {
  type NarrowedPage,
  askForList,
  isControlList,
  readNarrowed,
  readNarrowings,
  type NarrowingAsked,
} from '../../../src/usecases/statistics/narrowed-lists';
import { listLink } from '../kit/links';
import { button, CAPTION, link, shorten, type Screen, ticked } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { lineText } from '../lists/list';
import { narrowedTitle, narrowedScreen, narrowingsScreen, valuesScreen } from '../statistics/narrowed';
import { NARROWED_AT_MOST } from '../../../src/usecases/kit/account-params';
import type { Button } from '../kit/buttons';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';

/** Where a control list comes by itself: to the reader, and into which groups. */
export function subscriptionsScreen(
  { list, to }: ListAsked,
  title: string,
  { morning, groups }: Subscriptions,
  { words: { html, plain }, words }: Reading,
): Screen {
  const of = { list, ...(to && { by: to.by, code: to.code }) };
  return {
    text: [`<b>${title}</b>`, html(groups.length === 0 ? 'list:send.noGroups' : 'list:send.hint')].join('\n'),
    buttons: [
      [
        button(ticked(plain('list:send.morning'), morning, words), {
          kind: 'sendMorning',
          becomes: morning ? 'off' : 'on',
          ...of,
        }),
      ],
      ...groups.map(({ id, title: group, isOn }) => [
        button(ticked(shorten(plain('list:send.monday', { group }), CAPTION - 2), isOn, words), {
          kind: 'sendMonday',
          groupId: id,
          becomes: isOn ? 'off' : 'on',
          ...of,
        }),
      ]),
      [button(plain('list:narrow.all'), { kind: 'list', list, page: 0 })],
    ],
  };
}

/** The list as a group has it: its first lines, no press, a way into the reader's own chat. Null: there is nothing to say. */
export function listForGroup(page: NarrowedPage, reading: Reading): Screen | null {
  if (page.count === 0) return null;
  const { plain, html } = reading.words;
  const rest = page.count - page.lines.length;
  return {
    text: [
      `<b>${narrowedTitle(page, reading.words)}</b>`,
      ...page.lines.map((line) => lineText(line, reading)),
      ...(rest > 0 ? [html('list:send.more', { count: rest })] : []),
    ].join('\n\n'),
    buttons: [[link(plain(`list:name.${page.list}`), listLink(page.list))]],
  };
}

/** «Отбор» of a control list by stage, executor, organization, category, settlement and kind at once, the same as a table, and where it comes by itself. */
export function narrowingFeature({ desk, wake }: Talk): Feature {
  const shown = (screen: Screen | null, { words }: Turn): Reply =>
    screen ? { screen } : refusal(words.plain('list:notYours'));

  async function drawSubscriptions(turn: Turn, asked: ListAsked): Promise<Screen | null> {
    const page = await readNarrowed(desk, turn.official, asked.list, asked.to ? [asked.to] : [], 0);
    if (!page) return null;
    const subscriptions = await readSubscriptions(desk, turn.official, asked);
    return subscriptionsScreen(asked, narrowedTitle(page, turn.words), subscriptions, turn.reading);
  }
  async function change(turn: Turn, asked: ListAsked | null, groupId: number | null, isOn: boolean): Promise<Reply> {
    const isDone = asked !== null && (await subscribe(desk, turn.official, asked, groupId, isOn));
    if (!isDone) return shown(null, turn);
    const toast = turn.words.plain(isOn ? 'list:send.on' : 'list:send.off');
    return { toast, ...shown(await drawSubscriptions(turn, asked), turn) };
  }

  async function drawNarrowed(turn: Turn, { list, page }: ListPage, to: readonly NarrowingAsked[]): Promise<Reply> {
    const narrowed = isControlList(list) ? await readNarrowed(desk, turn.official, list, to, page) : null;
    return shown(narrowed && narrowedScreen(narrowed, turn.reading), turn);
  }

  return {
    presses: {
      narrow: async (turn, { list }) => shown(isControlList(list) ? narrowingsScreen(list, turn.words) : null, turn),
      async narrowBy(turn, { list, by, page, to = [] }) {
        const narrows = isControlList(list) && to.length < NARROWED_AT_MOST && to.every((one) => one.by !== by);
        const found = narrows ? await readNarrowings(desk, turn.official, list, by, to) : null;
        return shown(found && valuesScreen(found, page, turn.words), turn);
      },
      narrowed: (turn, { by, code, ...listed }) => drawNarrowed(turn, listed, [{ by, code }]),
      narrowedTo: (turn, { to, ...listed }) => drawNarrowed(turn, listed, to),
      async listFile({ official, words: { plain } }, { list, to = [] }) {
        const asked = isControlList(list) ? await askForList(desk, official, list, to) : 'notYours';
        wake();
        if (asked === 'notYours') return refusal(plain('list:notYours'));
        return { toast: plain(asked === 'asked' ? 'statistics:toast.xlsx' : 'statistics:toast.underWay') };
      },
      async sendList(turn, pressed) {
        const asked = askedIn(pressed);
        return shown(asked && (await drawSubscriptions(turn, asked)), turn);
      },
      sendMorning: (turn, pressed) => change(turn, askedIn(pressed), null, pressed.becomes === 'on'),
      sendMonday: (turn, pressed) => change(turn, askedIn(pressed), pressed.groupId, pressed.becomes === 'on'),
    },
  };
}

type ListPage = Pick<Button<'list'>, 'list' | 'page'>;

function askedIn({ list, by, code }: Pick<Button<'sendList'>, 'list' | 'by' | 'code'>): ListAsked | null {
  if (!isControlList(list)) return null;
  return { list, to: by === undefined || code === undefined ? null : { by, code } };
}
