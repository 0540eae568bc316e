import { hasRight } from '../../../src/regulation/rights';
import { choosePhotoYears, PHOTO_TERMS, readPhotoYears } from '../../../src/usecases/administration/photo-retention';
import { confirmStageShares, stageSharesConfirmed } from '../../../src/usecases/administration/stage-shares';
import { drawAdmin } from '../dialogs/draw-office';
import { refusal, type Feature } from '../dispatch';
import { only, type Screen } from '../screen';
import { settingsScreen } from '../screens/office/settings-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** /admin: where everything of the office is found, and what the environment has set. */
export function adminFeature(talk: Talk): Feature {
  const { desk, voice, environment } = talk;

  const drawSettings = async ({ words }: Turn): Promise<Screen> =>
    settingsScreen(
      {
        environment,
        sharesConfirmed: await stageSharesConfirmed(desk),
        photoYears: await readPhotoYears(desk),
        photoTerms: PHOTO_TERMS,
      },
      words,
    );

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
      settings: async (turn) => ({ screen: await drawSettings(turn) }),
      confirmShares: async (turn) => {
        await confirmStageShares(desk, turn.official);
        return { toast: turn.words.plain('people:environment.sharesConfirmed'), screen: await drawSettings(turn) };
      },
      photoYears: async (turn, { years }) => {
        const term = PHOTO_TERMS.find((one) => one === years);
        if (term === undefined) return refusal(turn.words.plain('refusal:oldButton'));
        await choosePhotoYears(desk, turn.official, term);
        return {
          toast: turn.words.plain('people:environment.photosChosen', { count: term }),
          screen: await drawSettings(turn),
        };
      },
    },
  };
}
