import { dayOf, parsePlainDate, plusDays, type PlainDate } from '../../../src/regulation/calendar';
import {
  addAbsence,
  daysRefused,
  deputyChoices,
  type AbsenceDays,
  type AbsenceRefusal,
  type DeputyChoice,
} from '../../../src/usecases/people/absences';
import { choice, queryOf } from '../questions/choice';
import { day } from '../questions/day';
import { answered, textOf, type Asked } from '../questions/question';
import { button, shorten } from '../screen';
import { namedDay, shortDay } from '../screens/dates';
import type { DayPicker } from '../screens/day-picker';
import { daysOf } from '../screens/office/absences-screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Answers, Step } from './dialog';
import { drawAbsences } from './draw-office';
import { TableDialog } from './table-dialog';

/** A day that is not chosen yet is the one before it: the first day today, the last day the first. */
interface State extends AbsenceDays {
  readonly personId: number;
  /** What is wrong with the days; null: nothing. */
  readonly refusal: AbsenceRefusal | null;
  /** Who can stand in; null: nobody is needed. */
  readonly deputies: readonly DeputyChoice[] | null;
}

const personOf = ({ official }: Turn, { personId }: Answers): number =>
  typeof personId === 'number' ? personId : official.personId;

async function read({ desk }: Talk, turn: Turn, answers: Answers): Promise<State> {
  const { now, calendar } = turn.reading;
  const personId = personOf(turn, answers);
  const fromDay = parsePlainDate(textOf(answers, 'fromDay')) ?? dayOf(now, calendar);
  const untilDay = parsePlainDate(textOf(answers, 'untilDay')) ?? fromDay;
  const days = { fromDay, untilDay };
  return {
    personId,
    ...days,
    refusal: await daysRefused(desk, personId, days),
    deputies: await deputyChoices(desk, personId, days),
  };
}

/** Ids of people; five digits are sixty millions of them. */
const deputyIn = (value: string): number | null => (/^[0-9a-z]{1,5}$/.test(value) ? parseInt(value, 36) : null);

type Quick = DayPicker['quick'];

/** «Сегодня», «чт 26.11», … */
function firstDays({ reading: { words } }: Asked<State>, today: PlainDate): Quick {
  return [
    { caption: words.plain('form:button.today'), day: today },
    ...[1, 3, 7]
      .map((days) => plusDays(today, days))
      .map((one) => ({ caption: namedDay(one, today, words), day: one })),
  ];
}

/** «Один день», «Неделя · 01.12», … */
function lastDays({ state: { fromDay }, reading }: Asked<State>, today: PlainDate): Quick {
  const { plain } = reading.words;
  const weeks = [
    ['week', 7],
    ['twoWeeks', 14],
    ['fourWeeks', 28],
  ] as const;
  return [
    { caption: plain('people:absence.oneDay'), day: fromDay },
    ...weeks.map(([key, days]) => {
      const last = plusDays(fromDay, days - 1);
      return { caption: plain(`people:absence.${key}`, { day: shortDay(last, today) }), day: last };
    }),
  ];
}

const steps: readonly Step<State>[] = [
  {
    name: 'fromDay',
    ask: ({ reading }) => reading.words.html('people:absence.askFrom'),
    question: day({
      key: 'fromDay',
      days: 'today',
      offer: (asked, today) => ({ quick: firstDays(asked, today), opensAt: today, first: today, last: null }),
    }),
  },
  {
    name: 'untilDay',
    ask({ state, reading }) {
      const { words, now, calendar } = reading;
      return words.html('people:absence.askUntil', { from: namedDay(state.fromDay, dayOf(now, calendar), words) });
    },
    question: day({
      key: 'untilDay',
      days: 'today',
      offer(asked, today) {
        const { fromDay } = asked.state;
        const first = fromDay > today ? fromDay : today;
        return { quick: lastDays(asked, today).filter((one) => one.day >= first), opensAt: first, first, last: null };
      },
    }),
    refuse: ({ state, reading }) =>
      state.refusal === null ? null : reading.words.plain(`people:absence.refusal.${state.refusal}`),
  },
  {
    name: 'deputyId',
    when: (_, { deputies }) => deputies !== null,
    ask: ({ state, reading }) => reading.words.html('people:absence.askDeputy', daysOf(state, reading)),
    question: choice({
      items: ({ state }) =>
        (state.deputies ?? []).map(({ id, name }) => ({ value: id.toString(36), caption: name, search: name })),
      pick(asked, value) {
        const deputyId = deputyIn(value);
        return deputyId === null ? null : answered(asked, { deputyId });
      },
      allWhenNoneFits: true,
      nothing(deputies, asked) {
        const { html } = asked.reading.words;
        const query = shorten(queryOf(asked).toLocaleLowerCase('ru'), 40);
        return [
          deputies.length === 0 ? html('people:absence.nobodyFits') : html('people:absence.nobodyFound', { query }),
        ];
      },
      aside: ({ reading, move }) => [[button(reading.words.plain('people:absence.withoutDeputy'), move('other'))]],
      pressedAside: (asked, move) => (move === 'other' ? answered(asked, { deputyId: null }) : null),
    }),
  },
];

/** First day, last day, deputy. */
export const absenceDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'absence',
    steps,
    read: (turn, answers) => read(talk, turn, answers),
    async finish(turn, _form, { answers, state }) {
      const { plain } = turn.words;
      const { personId, fromDay, untilDay, deputies } = state;
      const deputyId = deputies !== null && typeof answers.deputyId === 'number' ? answers.deputyId : null;
      const result = await addAbsence(talk.desk, turn.official, { personId, fromDay, untilDay, deputyId });
      return result.ok
        ? {
            toast: plain('people:absence.added', daysOf(result.absence, turn.reading)),
            screen: await drawAbsences(talk, turn, personId),
          }
        : { complaint: plain(`people:absence.refusal.${result.refusal}`) };
    },
    cancelled: (turn, answers) => drawAbsences(talk, turn, personOf(turn, answers)),
  });
