import type { PlainDate } from '../../../src/regulation/calendar';
import { changeDay, type DayChange, type DayChanged } from '../../../src/usecases/terms/calendar';
import { previewDay } from '../../../src/usecases/terms/former-visits';
import { calendarDayDialog, drawDay, drawMonth, readingWithLocalDays } from '../dialogs/calendar-day';
import { refusal, type Feature, type Reply } from '../feature';
import { shortDay, todayOf } from '../screens/dates';
import { dayPreviewScreen, yearsScreen } from '../screens/office/calendar-screens';
import type { Talk } from '../talk';
import type { Reading } from '../turn';

/** «Календарь» of an admin: months, the check of a day, its change. */
export function calendarFeature(talk: Talk): Feature {
  const { desk } = talk;
  const dialog = calendarDayDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      calendar: async (turn, { day }) => ({ screen: await drawMonth(talk, turn, day ?? todayOf(turn.reading)) }),
      calendarYears: async (turn) => ({ screen: yearsScreen(await readingWithLocalDays(talk, turn)) }),
      day: async (turn, { day }) => ({ screen: await drawDay(talk, turn, day) }),
      changeDay: async (turn, { day, becomes, sure }) => {
        const moved = sure === undefined ? await previewDay(desk, { day, kind: becomes }) : null;
        if (moved !== null && moved.count > 0) return { screen: dayPreviewScreen(day, becomes, moved, turn.reading) };
        const result = await changeDay(desk, turn.official, { day, kind: becomes });
        return { ...told(day, becomes, result, turn.reading), screen: await drawDay(talk, turn, day) };
      },
      dayNote: async (turn, { day }) => ({ after: () => dialog.begin(turn, { day }) }),
      dayCheck: async (turn) => ({ after: () => dialog.begin(turn) }),
    },
  };
}

function told(day: PlainDate, becomes: DayChange, result: DayChanged, reading: Reading): Reply {
  const { plain } = reading.words;
  if (!result.ok) return refusal(plain(`calendar:refusal.${result.refusal}`));
  if (!result.changed) return { toast: plain('calendar:done.same') };
  const named = shortDay(day, todayOf(reading));
  return {
    toast:
      becomes === 'asInFile'
        ? plain('calendar:done.asInFile', { day: named })
        : plain('calendar:done.set', { day: named, kind: plain(`calendar:kind.${becomes}`) }),
  };
}
