import { monthOf, toPlainDate, dayOf, plusDays, weekday, type PlainDate } from '../../../src/regulation/calendar';
import { hasRight, type Right } from '../../../src/regulation/rights';
import { firstRegistered } from '../../../src/usecases/statistics/site-review';
import { endOfMonth, monthsLater, refusalOfOwnDays, type Named } from '../../../src/usecases/statistics/figures';
import { knownDay } from '../kit/buttons';
import { day, parseDay } from '../kit/day-question';
import { answered, type Asked, type Question } from '../kit/question';
import { fullDay, shortDay, todayOf } from '../kit/calendar-words';
import type { DayPicker } from '../kit/day-picker';
import type { Talk } from '../kit/talk';
import type { Screen } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

/** What is shown of days of one's own, and to whom. */
export interface OfOwnDays {
  /** Of the form, among all dialogs. */
  readonly subject: string;
  readonly right: Right;
  /** Said to whoever has not the right. */
  readonly notYours: (words: Turn['words']) => string;
  /** What lies between these days, both included; or why nothing is shown, in plain words. */
  readonly show: (
    turn: Turn,
    days: Named,
    answers: Answers,
  ) => Promise<{ readonly screen: Screen } | { readonly complaint: string }>;
}

interface State {
  /** Null: there is none yet. */
  readonly first: PlainDate | null;
  /** In plain words; null: it is theirs to ask. */
  readonly notYours: string | null;
}

/** A day that is not chosen yet is the one before it. */
function daysIn(answers: Answers, reading: Reading): Named {
  const from = knownDay(answers.from) ?? todayOf(reading);
  return { unit: 'own', from, to: knownDay(answers.to) ?? from };
}

/** Why such days will not do, in words; null: they will. */
function refusalOf({ answers, state, reading }: Asked<State>, days = daysIn(answers, reading)): string | null {
  const { plain } = reading.words;
  if (state.notYours !== null) return state.notYours;
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

/** «01.11–10.11», «с 1 ноября по 10 ноября»: the first day and what is said of the last; null: one day, or none. */
const rangeIn = (text: string): readonly [string, string] | null => {
  const [, from, to] = /^\s*(?:с\s+)?(.+?)\s*(?:[–—]|\s-\s|\sпо\s)\s*(.+?)\s*$/iu.exec(text) ?? [];
  return from === undefined || to === undefined ? null : [from, to];
};

/** Both days at once; a range that is not understood is called that, or its writer would look for the fault in one day. */
function orRange(question: Question<State>): Question<State> {
  return {
    ...question,
    typed(asked, text) {
      const range = rangeIn(text);
      if (range === null) return question.typed(asked, text);
      const { reading } = asked;
      const [from, to] = range.map((one) => knownDay(parseDay(one, todayOf(reading), true) ?? ''));
      if (!from || !to) return { complaint: reading.words.plain('statistics:refusal.range') };
      const complaint = refusalOf(asked, { unit: 'own', from, to });
      return complaint === null ? answered(asked, { from, to }) : { complaint };
    },
  };
}

const steps: readonly Step<State>[] = [
  {
    name: 'from',
    ask: ({ reading }) => reading.words.html('statistics:ask.from', { day: fullDay(monthOf(todayOf(reading))) }),
    question: orRange(
      anyYear(
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

/** Days of one's own: the first, the last, and what lies between. */
export const ownDaysDialog = (talk: Talk, { subject, right, notYours, show }: OfOwnDays) =>
  new TableDialog<State>(talk, {
    subject,
    steps,
    async read({ official, reading }) {
      const first = await firstRegistered(talk.desk);
      return {
        first: first && dayOf(first, reading.calendar),
        notYours: hasRight(official, right) ? null : notYours(reading.words),
      };
    },
    finish: (turn, _form, { answers, reading }) => show(turn, daysIn(answers, reading), answers),
    cancelled: async () => null,
  });
