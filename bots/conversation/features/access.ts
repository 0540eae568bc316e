import {
  answerAccess,
  answerAsFormer,
  guardAccess,
  isAccessGuarded,
  readAccess,
  readOpenAccess,
  speakerOf,
} from '../../../src/usecases/office/access';
import { accessWord } from '../access-word';
import type { Button } from '../button-rows/buttons';
import { refusal, type Feature, type Reply } from '../feature';
import type { Screen } from '../screen';
import { accessListScreen, accessScreen } from '../screens/office/access-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Whose account it is that somebody comes in by, and who may let others in: a second pair of eyes, and «Это не я». */
export function accessFeature(talk: Talk): Feature {
  const { desk, voice, wake } = talk;

  async function drawChange(turn: Turn, changeId: number): Promise<Screen | null> {
    const change = await readAccess(desk, changeId);
    return change && accessScreen(change, speakerOf(turn.official, change), turn.reading);
  }
  const drawList = async ({ reading }: Turn): Promise<Screen> =>
    accessListScreen(await readOpenAccess(desk), await isAccessGuarded(desk), reading);

  async function answer(turn: Turn, { changeId, word, seen }: Button<'accessWord'>): Promise<Reply> {
    const { official, words } = turn;
    const said = { changeId, word, seen };
    // Somebody else's phone may be theirs by now: what they have replaced hears them all the same.
    const own = await answerAccess(desk, official, said);
    const { userId } = official;
    const answered = own === 'notTheirs' ? await answerAsFormer(desk, { messenger: voice.name, userId }, said) : own;
    wake();
    const screen = await drawChange(turn, changeId);
    const toast = words.plain(accessWord(answered, seen, word));
    return { toast, alert: answered !== 'done', screen };
  }

  return {
    presses: {
      accesses: async (turn) => ({ screen: await drawList(turn) }),
      access: async (turn, { changeId }) => {
        const screen = await drawChange(turn, changeId);
        return screen ? { screen } : refusal(turn.words.plain('people:access.answered.gone'));
      },
      accessWord: answer,
      guardAccess: async (turn, { guarded }) => {
        const done = await guardAccess(desk, turn.official, guarded === 'on');
        wake();
        if (done === 'notAdmin') return refusal(turn.words.plain('people:refusal.notAdmin'));
        const toast = turn.words.plain(done === 'waits' ? 'people:access.waitsOffice' : 'people:person.saved');
        return { toast, alert: done === 'waits', screen: await drawList(turn) };
      },
    },
  };
}
