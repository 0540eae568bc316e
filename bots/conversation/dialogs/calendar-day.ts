import { hasWords } from '../../../src/regulation/asks';
import type { PlainDate } from '../../../src/regulation/calendar';
import { lengthInCharacters } from '../../../src/text/plain-text';
import { changeDay, checkDay, readCalendar } from '../../../src/usecases/terms/calendar';
import { knownDay } from '../button-rows/fields';
import { parseDay } from '../questions/parse-typed';
import { textOf } from '../questions/question';
import { line } from '../questions/writing';
import type { Screen } from '../screen';
import { shortDay, todayOf } from '../screens/dates';
import { firstOfMonth } from '../screens/day-picker';
import { dayScreen, monthScreen } from '../screens/office/calendar-screens';
import type { Talk } from '../talk';
import type { Reading, Turn } from '../turn';
import type { Answers, Step } from './dialog';
import { forAdmins, readForAdmins, type ForAdmins } from './for-admins';
import { TableDialog } from './table-dialog';

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
