import { hasWords } from '../../../src/regulation/asks';
import type { PlainDate } from '../../../src/regulation/calendar';
import { lengthInCharacters } from '../../../src/text/plain-text';
import {
  changeDay,
  checkDay,
  readCalendar,
  type DayChange,
  type DayChanged,
} from '../../../src/usecases/terms/calendar';
import { knownDay } from '../kit/buttons';
import { parseDay } from '../kit/day-question';
import { textOf } from '../kit/question';
import { line } from '../kit/writing-question';
import type { Screen } from '../kit/screen';
import { shortDay, todayOf } from '../kit/calendar-words';
import { firstOfMonth } from '../kit/day-picker';
import { dayScreen, monthScreen, dayPreviewScreen, yearsScreen } from './calendar-screens';
import type { Talk } from '../kit/talk';
import type { Reading, Turn } from '../kit/turn';
import { type Answers, type Step, forAdmins, readForAdmins, type ForAdmins } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { previewDay } from '../../../src/usecases/terms/former-visits';
import { refusal, type Feature, type Reply } from '../kit/feature';

const LONGEST_NOTE = 200;

/** The day to which a note is written; null: a day to check is asked for. */
const notedDay = ({ day }: Answers): PlainDate | null => (typeof day === 'string' ? knownDay(day) : null);

const steps: readonly Step<ForAdmins>[] = [
  {
    name: 'checked',
    when: (answers) => notedDay(answers) === null,
    ask: ({ reading }) => reading.words.html('calendar:ask.day'),
    question: forAdmins(
      line({
        key: 'checked',
        check(text, { reading }) {
          const day = knownDay(parseDay(text, todayOf(reading)) ?? '');
          return day === null ? { complaint: reading.words.plain('calendar:ask.badDay') } : { value: day };
        },
      }),
      ({ plain }) => plain('calendar:refusal.notAdmin'),
    ),
  },
  {
    name: 'note',
    when: (answers) => notedDay(answers) !== null,
    ask({ answers, reading }) {
      const day = notedDay(answers);
      return reading.words.html('calendar:ask.note', { day: day === null ? '' : shortDay(day, todayOf(reading)) });
    },
    question: forAdmins(
      line({
        key: 'note',
        check(text, { reading: { words } }) {
          const note = text.replace(/\s+/g, ' ');
          if (lengthInCharacters(note) > LONGEST_NOTE)
            return { complaint: words.plain('calendar:ask.tooLong', { limit: LONGEST_NOTE }) };
          return hasWords(note) ? { value: note } : { complaint: words.plain('people:ask.noWords') };
        },
      }),
      ({ plain }) => plain('calendar:refusal.notAdmin'),
    ),
  },
];

/** With the days as they have just been changed: the notice of it may still be on its way to the office's calendar. */
export async function readingWithLocalDays({ desk }: Talk, { reading }: Turn): Promise<Reading> {
  return { ...reading, calendar: await readCalendar(desk) };
}

/** The month that the day is of. */
export async function drawMonth(talk: Talk, turn: Turn, day: PlainDate): Promise<Screen> {
  return monthScreen(firstOfMonth(day), await readingWithLocalDays(talk, turn));
}

export async function drawDay(talk: Talk, turn: Turn, day: PlainDate): Promise<Screen> {
  return dayScreen(await checkDay(talk.desk, day), await readingWithLocalDays(talk, turn));
}

/** A day to check, or the note of a day. */
export const calendarDayDialog = (talk: Talk) =>
  new TableDialog<ForAdmins>(talk, {
    subject: 'calendarDay',
    steps,
    read: readForAdmins,
    async finish(turn, _form, { answers }) {
      const { desk } = talk;
      const { plain } = turn.words;
      const noted = notedDay(answers);
      if (noted === null) {
        const checked = knownDay(textOf(answers, 'checked'));
        return checked === null
          ? { complaint: plain('calendar:ask.badDay') }
          : { screen: await drawDay(talk, turn, checked) };
      }
      const { kind } = await checkDay(desk, noted);
      const result = await changeDay(desk, turn.official, { day: noted, kind, note: textOf(answers, 'note') });
      return result.ok
        ? { screen: await drawDay(talk, turn, noted) }
        : { complaint: plain(`calendar:refusal.${result.refusal}`) };
    },
    cancelled(turn, answers) {
      const noted = notedDay(answers);
      return noted === null ? drawMonth(talk, turn, todayOf(turn.reading)) : drawDay(talk, turn, noted);
    },
  });

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
