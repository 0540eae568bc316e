import { wordsOf } from '../../../src/i18n';
import { nextWorkingDay, type PlainDate } from '../../../src/regulation/calendar';
import {
  dutyCandidates,
  readDutyDays,
  setDuty,
  chooseMorning,
  chooseSound,
} from '../../../src/usecases/people/on-duty';
import { chooseLanguage } from '../../../src/usecases/people/store';
import { drawSound } from '../dialogs/draw-sound';
import { refusal, type Feature } from '../feature';
import type { Screen } from '../screen';
import { dutyDayScreen, dutyScreen } from '../screens/office/sound-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Параметры»: one's own sound, morning and language, and, for coordinators, whose phone sounds for all of them. */
export function soundFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  const drawDuty = async ({ reading }: Turn): Promise<Screen> => dutyScreen(await readDutyDays(desk), reading);

  return {
    presses: {
      sound: async (turn) => ({ screen: await drawSound(talk, turn) }),
      withoutSound: async (turn, { chosen }) => {
        await chooseSound(desk, turn.official, chosen === 'on');
        return { screen: await drawSound(talk, turn) };
      },
      morningAfter: async (turn, { minutes }) => {
        if (!(await chooseMorning(desk, turn.official, minutes))) return refusal(turn.words.plain('refusal:oldButton'));
        return { screen: await drawSound(talk, turn) };
      },
      speak: async (turn, { locale }) => {
        await chooseLanguage(desk, turn.official, locale);
        wake();
        const words = wordsOf(locale);
        const spoken = { ...turn, words, reading: { ...turn.reading, words } };
        return { toast: words.plain('people:language.chosen'), screen: await drawSound(talk, spoken) };
      },
      duty: async (turn) => ({ screen: await drawDuty(turn) }),
      dutyDay: async (turn, { day }) => ({
        screen: dutyDayScreen(day, await dutyCandidates(desk, day), turn.reading),
      }),
      setDuty: async (turn, { day, personId, until }) => {
        const days = workingDays(day, until ?? day, turn);
        const changed = await setDuty(desk, turn.official, days, personId === 0 ? null : personId);
        wake();
        return {
          ...(changed === 'changed' ? {} : refusal(turn.words.plain(`people:duty.refusal.${changed}`))),
          screen: await drawDuty(turn),
        };
      },
    },
  };
}

/** A week at most: longer spans have no button. */
const DAYS_AT_MOST = 7;

function workingDays(from: PlainDate, until: PlainDate, { reading: { calendar } }: Turn): PlainDate[] {
  const days = [from];
  for (let day = nextWorkingDay(from, calendar); day <= until && days.length < DAYS_AT_MOST;)
    [day] = [nextWorkingDay(day, calendar), days.push(day)];
  return days;
}
