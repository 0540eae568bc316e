import { NARROWED_AT_MOST } from '../../../src/usecases/kit/account-params';
import { readSubscriptions, subscribe, type ListAsked } from '../../../src/usecases/digests/list-subscriptions';
import {
  askForList,
  isControlList,
  readNarrowed,
  readNarrowings,
  type NarrowingAsked,
} from '../../../src/usecases/statistics/narrowed-lists';
import type { Button } from '../button-rows/buttons';
import { refusal, type Feature, type Reply } from '../feature';
import type { Screen } from '../screen';
import { narrowedScreen, narrowedTitle, narrowingsScreen, valuesScreen } from '../screens/lists/narrowed-screen';
import { subscriptionsScreen } from '../screens/lists/subscriptions-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

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
