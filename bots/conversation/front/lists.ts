import { hasRight, listsFor, waitingLists } from '../../../src/regulation/rights';
import { countQuestionsGivenTo } from '../../../src/usecases/lines/questions';
import { papersToSign } from '../../../src/usecases/engagement/papers';
import { countTasksGivenTo } from '../../../src/usecases/engagement/tasks';
import { engagementsToDecide } from '../../../src/usecases/engagement/list';
import { countLists, readList, readWork, type AppealPage } from '../../../src/usecases/lists/lists';
import { countDifferences } from '../../../src/usecases/registry/differences';
import { drawMenu } from './start';
import { refusal, type Feature } from '../kit/feature';
import { inRows, only, type Screen, type ScreenButton } from '../kit/screen';
import { toDecideRows } from '../engagement/list-screens';
import { listScreen, workScreen } from '../lists/list';
import { controlScreen, dutyButtonsOf } from '../lists/menu';
import { showList } from '../kit/list-place';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';

/** /menu, /my, /control, and the pages of every list. */
export function listsFeature(talk: Talk): Feature {
  const { desk, voice } = talk;
  const say = (turn: Turn, screen: Screen) => showList(talk, turn, screen);
  const menu = (turn: Turn) => drawMenu(talk, turn);
  const control = async ({ official, words }: Turn) => {
    const differences = await countDifferences(desk, official);
    const differing = differences && differences.reduce((sum, { count }) => sum + count, 0);
    return controlScreen(await countLists(desk, official), differing, words);
  };
  const pageOrRefusal = (page: AppealPage | null, { words, reading }: Turn) =>
    page ? { screen: listScreen(page, reading) } : refusal(words.plain('list:notYours'));

  return {
    commands: {
      menu: async (turn) => say(turn, await menu(turn)),
      async my(turn) {
        // What waits for them in any of their roles; where nothing does, the list that they do have says so.
        const { official, reading } = turn;
        const waiting = waitingLists(official);
        const counts = await countLists(desk, official, (list) => waiting.includes(list));
        const [first, ...beside] = [...counts].filter(([, count]) => count > 0);
        const list = first?.[0] ?? listsFor(official).keys().next().value ?? null;
        const page = list === null ? null : await readList(desk, official, list, 0);
        return say(turn, page ? listScreen(page, reading, beside, await ownDutyRows(talk, turn)) : await menu(turn));
      },
      async control(turn) {
        const { official, words } = turn;
        if (!hasRight(official, 'control'))
          return void (await voice.send(turn.chatId, only(words.html('list:controlNotYours')), { silent: true }));
        return say(turn, await control(turn));
      },
    },
    presses: {
      menu: async (turn) => ({ screen: await menu(turn) }),
      control: async (turn) => ({ screen: await control(turn) }),
      async work({ official, words }, { by, page }) {
        const shares = await readWork(desk, official, by);
        return shares ? { screen: workScreen(by, shares, page, words) } : refusal(words.plain('list:notYours'));
      },
      workAt: async (turn, { stage, page }) =>
        pageOrRefusal(await readList(desk, turn.official, 'work', page, { stage }), turn),
      workOf: async (turn, { executorId, page }) =>
        pageOrRefusal(await readList(desk, turn.official, 'work', page, { executorId }), turn),
      async list(turn, { list, page }) {
        const { official, words, reading } = turn;
        const shown = await readList(desk, official, list, page);
        // «Что теперь у вас» of whoever stands in leads here: what they have is more than appeals.
        const further = shown && list === 'mine' ? await ownDutyRows(talk, turn) : [];
        if (shown) return { screen: listScreen(shown, reading, [], further) };
        return refusal(words.plain(list === 'found' ? 'list:find.forgotten' : 'list:notYours'));
      },
    },
  };
}

/** What of ОГ waits for the reader, theirs and of those in whose place they stand: the way to each beside their appeals. */
async function ownDutyRows(
  { desk }: Talk,
  { official, words, reading }: Turn,
): Promise<readonly (readonly ScreenButton[])[]> {
  const [lineQuestions, tasks] = [await countQuestionsGivenTo(desk, official), await countTasksGivenTo(desk, official)];
  const toSign = (await papersToSign(desk, official)).length;
  return [
    ...toDecideRows(await engagementsToDecide(desk, official), reading),
    ...inRows(dutyButtonsOf({ lineQuestions, tasks, toSign }, words), 2),
  ];
}
