import { monthOf, toPlainDate, dayOf, plusDays, weekday, type PlainDate } from '../../../src/regulation/calendar';
import { hasRight } from '../../../src/regulation/rights';
import { firstRegistered } from '../../../src/usecases/reading/ask-report';
import { endOfMonth, monthsLater } from '../../../src/usecases/statistics/periods';
import { refusalOfOwnDays, type Named } from '../../../src/usecases/statistics/units';
import { knownDay } from '../button-rows/fields';
import { day } from '../questions/day';
import { parseDay } from '../questions/parse-typed';
import type { Asked, Question } from '../questions/question';
import { fullDay, shortDay, todayOf } from '../screens/dates';
import type { DayPicker } from '../screens/day-picker';
import type { Talk } from '../talk';
import type { Reading } from '../turn';
import type { Answers, Step } from './dialog';
import { drawReport, noReport } from './draw-report';
import { TableDialog } from './table-dialog';

interface State {
  /** Null: there is none yet. */
  readonly first: PlainDate | null;
  readonly mayAsk: boolean;
}

/** A day that is not chosen yet is the one before it. */
function daysIn(answers: Answers, reading: Reading): Named {
  const from = knownDay(answers.from) ?? todayOf(reading);
  return { unit: 'own', from, to: knownDay(answers.to) ?? from };
}

/** Why such days will not do, in words; null: they will. */
function refusalOf({ answers, state, reading }: Asked<State>, days = daysIn(answers, reading)): string | null {
  const { plain } = reading.words;
  if (!state.mayAsk) return plain('list:report.notYours');
  const refusal = refusalOfOwnDays(days, todayOf(reading), state.first);
  if (refusal === null) return null;
  const first = state.first === null ? '' : fullDay(state.first);
  return plain(`statistics:refusal.${refusal}`, { from: fullDay(days.from), first });
}

type Quick = DayPicker['quick'];
const named = (days: readonly PlainDate[], today: PlainDate): Quick =>
  [...new Set(days)].map((one) => ({ caption: shortDay(one, today), day: one }));

/** Where the week, the month before, and the year begin. */
const firstDays = (today: PlainDate): Quick =>
  named(
    [
      plusDays(today, 1 - weekday(today)),
      monthOf(today),
      monthsLater(monthOf(today), -1),
      toPlainDate(`${today.slice(0, 4)}-01-01`),
    ],
    today,
  );

/** «01.01.1986» is a day too, though no calendar of ours has it: what is wrong with it is said by the period. */
function anyYear(question: Question<State>, key: 'from' | 'to'): Question<State> {
  return {
    ...question,
    typed(asked, text) {
      const { answers, reading } = asked;
      const typed = parseDay(text, todayOf(reading), true);
      if (typed === null || knownDay(typed) !== null) return question.typed(asked, text);
      const days = { ...daysIn(answers, reading), [key]: typed };
      const complaint = refusalOf(asked, key === 'from' ? { ...days, to: todayOf(reading) } : days);
      return complaint === null ? question.typed(asked, text) : { complaint };
    },
  };
}

const steps: readonly Step<State>[] = [
  {
    name: 'from',
    ask: ({ reading }) => reading.words.html('statistics:ask.from', { day: fullDay(monthOf(todayOf(reading))) }),
    question: anyYear(
      day({
        key: 'from',
        days: 'past',
        offer: (asked, today) => ({
          quick: firstDays(today),
          opensAt: today,
          first: asked.state.first,
          last: today,
        }),
      }),
      'from',
    ),
    refuse: (asked) => refusalOf(asked, { ...daysIn(asked.answers, asked.reading), to: todayOf(asked.reading) }),
  },
  {
    name: 'to',
    ask: ({ reading }) => reading.words.html('statistics:ask.to'),
    question: anyYear(
      day({
        key: 'to',
        days: 'past',
        offer({ answers, reading }, today) {
          const { from } = daysIn({ from: answers.from }, reading);
          const ends = [from, endOfMonth(from), today].filter((one) => one <= today);
          return { quick: named(ends, today), opensAt: from, first: from, last: today };
        },
      }),
      'to',
    ),
    refuse: (asked) => refusalOf(asked),
  },
];

/** Days of one's own: the first, the last, and the report of what lies between. */
export const ownDaysDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'ownDays',
    steps,
    async read({ official, reading }) {
      const first = await firstRegistered(talk.desk);
      return { first: first && dayOf(first, reading.calendar), mayAsk: hasRight(official, 'report') };
    },
    async finish(turn, _form, { answers, reading }) {
      const drawn = await drawReport(talk, turn, daysIn(answers, reading));
      return 'screen' in drawn ? drawn : { complaint: noReport(drawn.none, turn).text };
    },
    cancelled: async () => null,
  });
