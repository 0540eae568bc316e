import { hasRight } from '../../../src/regulation/rights';
import { readChanges } from '../../../src/usecases/administration/changes';
import { CASE_TERMS, chooseCaseMinutes } from '../../../src/usecases/administration/case-grain';
import { chooseOutageMinutes, OUTAGE_TERMS } from '../../../src/usecases/administration/outage-term';
import { choosePhotoYears, PHOTO_TERMS } from '../../../src/usecases/administration/photo-retention';
import { openStages, photosOverBy } from '../../../src/usecases/administration/previews';
import { chooseRepeatWeeks, REPEAT_TERMS } from '../../../src/usecases/administration/repeat-weeks';
import { confirmStageShares } from '../../../src/usecases/administration/stage-shares';
import { drawAdmin, drawSettings } from '../dialogs/draw-office';
import { refusal, type Feature } from '../feature';
import { only } from '../screen';
import { changesScreen } from '../screens/office/changes-screen';
import { caseLine, repeatsLine } from '../screens/office/settings-screen';
import { sharesScreen } from '../screens/office/shares-screen';
import { sureScreen } from '../screens/office/sure-screen';
import type { Talk } from '../talk';

/** /admin: where everything of the office is found, and what the environment has set. */
export function adminFeature(talk: Talk): Feature {
  const { desk, voice } = talk;

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
      settings: async (turn) => ({ screen: await drawSettings(talk, turn) }),
      confirmShares: async (turn, { seen }) => {
        const { plain } = turn.words;
        const shown = async () => sharesScreen(desk.office.shares, await openStages(desk), 'settings', turn.words);
        if (seen === undefined) return { screen: await shown() };
        const result = await confirmStageShares(desk, turn.official, seen);
        if (result === 'changedMeanwhile') return { ...refusal(plain('change:meanwhile')), screen: await shown() };
        return { toast: plain('people:environment.sharesConfirmed'), screen: await drawSettings(talk, turn) };
      },
      changes: async (turn, { page }) => ({ screen: changesScreen(await readChanges(desk, page), turn.reading) }),
      photoYears: async (turn, { years, sure }) => {
        const { words } = turn;
        const term = PHOTO_TERMS.find((one) => one === years);
        if (term === undefined) return refusal(words.plain('refusal:oldButton'));
        const count = sure === undefined ? await photosOverBy(desk, term) : 0;
        if (count > 0)
          return {
            screen: sureScreen(
              [words.html('change:preview.photos', { count })],
              { kind: 'photoYears', years: term, sure: 'yes' },
              { kind: 'settings' },
              words,
            ),
          };
        await choosePhotoYears(desk, turn.official, term);
        return {
          toast: turn.words.plain('people:environment.photosChosen', { count: term }),
          screen: await drawSettings(talk, turn),
        };
      },
      ...termPresses(talk),
    },
  };
}

/** Numbers that are chosen by one press. */
function termPresses(talk: Talk): Feature['presses'] {
  const { desk } = talk;
  return {
    outageMinutes: async (turn, { minutes }) => {
      const term = OUTAGE_TERMS.find((one) => one === minutes);
      if (term === undefined) return refusal(turn.words.plain('refusal:oldButton'));
      await chooseOutageMinutes(desk, turn.official, term);
      const toast = turn.words.plain('people:outage.setting', { count: term });
      return { toast, screen: await drawSettings(talk, turn) };
    },
    caseMinutes: async (turn, { minutes }) => {
      const term = CASE_TERMS.find((one) => one === minutes);
      if (term === undefined) return refusal(turn.words.plain('refusal:oldButton'));
      await chooseCaseMinutes(desk, turn.official, term);
      return { toast: caseLine(term, turn.words), screen: await drawSettings(talk, turn) };
    },
    repeatWeeks: async (turn, { weeks }) => {
      const term = REPEAT_TERMS.find((one) => one === weeks);
      if (term === undefined) return refusal(turn.words.plain('refusal:oldButton'));
      await chooseRepeatWeeks(desk, turn.official, term);
      return { toast: repeatsLine(term, turn.words), screen: await drawSettings(talk, turn) };
    },
  };
}
