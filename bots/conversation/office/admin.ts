import { hasRight } from '../../../src/regulation/rights';
import { readChanges } from '../../../src/usecases/office/changes';
import { openStages, importsOverBy, photosOverBy } from '../../../src/usecases/photos/rules';
import { confirmStageShares } from '../../../src/usecases/terms/calendar';
import { drawAdmin, drawSettings } from './admin-screens';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { only, sureScreen } from '../kit/screen';
import { changesScreen } from './changes';
import { technicalScreen, amountButton, amountChosen } from './settings';
import { sharesScreen } from '../terms/calendar-screens';
import type { Talk } from '../kit/talk';
import type { Words } from '../../../src/i18n';
import { contactsOverBy } from '../../../src/usecases/applicants/forget-questions';
import { chooseAmount, chooseReflecting, isOffered } from '../../../src/usecases/office/amounts';
import type { Desk } from '../../../src/usecases/kit/ports';
import type { Amount } from '../../../src/usecases/kit/settings';
import type { Turn } from '../kit/turn';

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

/** What a shorter term ends tonight is said first. */
const PREVIEWS: {
  readonly [Each in Amount]?: {
    readonly count: (desk: Desk, amount: number) => Promise<number>;
    readonly lines: (count: number, words: Words) => readonly string[];
  };
} = {
  photoYears: { count: photosOverBy, lines: (count, { html }) => [html('change:preview.photos', { count })] },
  importDays: { count: importsOverBy, lines: (count, { html }) => [html('change:preview.imports', { count })] },
  contactYears: {
    count: contactsOverBy,
    lines: (count, { html }) => [html('change:preview.contacts', { count }), html('applicant:copies')],
  },
};

/** The numbers that an admin chooses, and whether what was decided here is listed for ПОС. */
export function amountsFeature(talk: Talk): Feature {
  async function choose(turn: Turn, amount: Amount, count: number, sure?: 'yes'): Promise<Reply> {
    const { official, words } = turn;
    if (!isOffered(amount, count)) return refusal(words.plain('refusal:oldButton'));
    const preview = sure === undefined ? PREVIEWS[amount] : undefined;
    const over = (await preview?.count(talk.desk, count)) ?? 0;
    if (preview && over > 0) {
      const chosen = amountButton(amount, count, { sure: 'yes' });
      return { screen: sureScreen(preview.lines(over, words), chosen, { kind: 'settings', room: amount }, words) };
    }
    await chooseAmount(talk.desk, official, amount, count);
    return { toast: amountChosen(amount, count, words), screen: await drawSettings(talk, turn, amount) };
  }
  return {
    presses: {
      async reflecting(turn, { shown }) {
        await chooseReflecting(talk.desk, turn.official, shown === 'on');
        return { screen: await drawSettings(talk, turn) };
      },
      photoYears: (turn, { years, sure }) => choose(turn, 'photoYears', years, sure),
      contactYears: (turn, { years, sure }) => choose(turn, 'contactYears', years, sure),
      importDays: (turn, { days, sure }) => choose(turn, 'importDays', days, sure),
      intakeRest: (turn, { minutes }) => choose(turn, 'intakeRest', minutes),
      repeatWeeks: (turn, { weeks }) => choose(turn, 'repeatWeeks', weeks),
      caseMinutes: (turn, { minutes }) => choose(turn, 'caseMinutes', minutes),
      outageMinutes: (turn, { minutes }) => choose(turn, 'outageMinutes', minutes),
    },
  };
}
