import { hasRight } from '../../../src/regulation/rights';
import { readChanges } from '../../../src/usecases/office/changes';
import { openStages } from '../../../src/usecases/photos/rules';
import { confirmStageShares } from '../../../src/usecases/terms/calendar';
import { drawAdmin, drawSettings } from '../dialogs/draw-office';
import { refusal, type Feature } from '../feature';
import { only } from '../screen';
import { changesScreen } from '../screens/office/changes-screen';
import { technicalScreen } from '../screens/office/settings-screen';
import { sharesScreen } from '../screens/office/shares-screen';
import type { Talk } from '../talk';

/** /admin: where everything of the office is found, and what the environment has set. */
export function adminFeature(talk: Talk): Feature {
  const { desk, voice, environment } = talk;

  return {
    commands: {
      admin: async (turn) => {
        const screen = hasRight(turn.official, 'administer')
          ? await drawAdmin(talk, turn)
          : only(turn.words.html('people:admin.notYours'));
        await voice.send(turn.chatId, screen, { silent: true });
      },
    },
    presses: {
      admin: async (turn) => ({ screen: await drawAdmin(talk, turn) }),
      settings: async (turn, { room }) => ({ screen: await drawSettings(talk, turn, room) }),
      confirmShares: async (turn, { seen }) => {
        const { plain } = turn.words;
        const shown = async () => sharesScreen(desk.office.shares, await openStages(desk), 'settings', turn.words);
        if (seen === undefined) return { screen: await shown() };
        const result = await confirmStageShares(desk, turn.official, seen);
        if (result === 'changedMeanwhile') return { ...refusal(plain('change:meanwhile')), screen: await shown() };
        return { toast: plain('people:environment.sharesConfirmed'), screen: await drawSettings(talk, turn) };
      },
      technical: async ({ words }) => ({ screen: technicalScreen(environment, words) }),
      changes: async (turn, { page }) => ({ screen: changesScreen(await readChanges(desk, page), turn.reading) }),
    },
  };
}
