import { dayOf, plusDays, type PlainDate } from '../../../src/regulation/calendar';
import { HOLDING_ROLES, type Deputies, type HoldingRole } from '../../../src/regulation/deputies';
import {
  absencesOf,
  addAbsence,
  daysRefused,
  deputyChoices,
  type AbsenceDays,
  type AbsenceRefusal,
  type DeputyChoice,
  type DeputyChoices,
  cancelAbsence,
} from '../../../src/usecases/absences/absences';
import { nameDeputies, confirmAbsence } from '../../../src/usecases/absences/amend-absence';
import { readPerson } from '../../../src/usecases/people/people';
import { knownDay } from '../kit/buttons';
import { choice, queryOf } from '../kit/choice-question';
import { day } from '../kit/day-question';
import { answered, type Asked, type Question } from '../kit/question';
import { button, shorten, type Screen } from '../kit/screen';
import { namedDay, shortDay } from '../kit/calendar-words';
import type { DayPicker } from '../kit/day-picker';
import { absencesScreen, daysOf, roleWord } from './absence-screens';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { hasRight } from '../../../src/regulation/rights';
import { refusal, type Feature } from '../kit/feature';

/** A day that is not chosen yet is the one before it: the first day today, the last day the first. */
interface State extends AbsenceDays {
  readonly personId: number;
  /** Of one that is entered, only whoever stands in is asked for; null: it is a new one. */
  readonly absenceId: number | null;
  /** What is wrong with the days; null: nothing. */
  readonly refusal: AbsenceRefusal | null;
  /** Who can stand in; null: nobody is needed. */
  readonly deputies: DeputyChoices | null;
}

const personOf = ({ official }: Turn, { personId }: Answers): number =>
  typeof personId === 'number' ? personId : official.personId;

const absenceOf = ({ absenceId }: Answers): number | null => (typeof absenceId === 'number' ? absenceId : null);

async function read({ desk }: Talk, turn: Turn, answers: Answers): Promise<State> {
  const { now, calendar } = turn.reading;
  const personId = personOf(turn, answers);
  const fromDay = knownDay(answers.fromDay) ?? dayOf(now, calendar);
  const untilDay = knownDay(answers.untilDay) ?? fromDay;
  const days = { fromDay, untilDay };
  const absenceId = absenceOf(answers);
  return {
    personId,
    absenceId,
    ...days,
    refusal: absenceId === null ? await daysRefused(desk, personId, days) : null,
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

const fitFor = ({ people }: DeputyChoices, role: HoldingRole): readonly DeputyChoice[] =>
  people.filter(({ roles }) => roles.includes(role));
/** Those who can stand in for everything. */
const forAll = ({ people, roles }: DeputyChoices): readonly DeputyChoice[] =>
  people.filter((person) => roles.every((role) => person.roles.includes(role)));

/** One of those who fit, or nobody; where roles differ, another way is to name somebody for each. */
function deputy(key: string, fit: (state: State) => readonly DeputyChoice[], offersRoles: boolean): Question<State> {
  return choice({
    items: ({ state, reading }) =>
      fit(state).map(({ id, name, roles, canApprove }) => ({
        value: id.toString(36),
        search: name,
        caption:
          state.deputies?.approves && roles.includes('supervisor') && !canApprove
            ? reading.words.plain('people:absence.approvesNot', { name })
            : name,
      })),
    pick(asked, value) {
      const id = deputyIn(value);
      return id === null ? null : answered(asked, { [key]: id, ...(offersRoles && { byRole: false }) });
    },
    allWhenNoneFits: true,
    nothing(deputies, asked) {
      const { html } = asked.reading.words;
      const query = shorten(queryOf(asked).toLocaleLowerCase('ru'), 40);
      return [
        deputies.length === 0 ? html('people:absence.nobodyFits') : html('people:absence.nobodyFound', { query }),
      ];
    },
    aside: ({ state, reading: { words }, move }) => [
      ...(offersRoles && (state.deputies?.roles.length ?? 0) > 1
        ? [[button(words.plain('people:absence.byRole'), move('other', 'byRole'))]]
        : []),
      [button(words.plain('people:absence.withoutDeputy'), move('other'))],
    ],
    pressedAside: (asked, move, value) =>
      move === 'other' ? answered(asked, { [key]: null, ...(offersRoles && { byRole: value === 'byRole' }) }) : null,
  });
}

/** Who was named, role by role. */
function deputiesIn(answers: Answers, { deputies }: State): Deputies {
  const named = (role: HoldingRole): unknown => {
    const forRole = answers[`deputy_${role}`];
    return answers.byRole === true || typeof forRole === 'number' ? forRole : answers.deputyId;
  };
  return Object.fromEntries(
    (deputies?.roles ?? []).flatMap((role) => {
      const id = named(role);
      return typeof id === 'number' ? [[role, id]] : [];
    }),
  );
}

const steps: readonly Step<State>[] = [
  {
    name: 'fromDay',
    when: (answers) => absenceOf(answers) === null,
    ask: ({ reading }) => reading.words.html('people:absence.askFrom'),
    question: day({
      key: 'fromDay',
      days: 'today',
      offer: (asked, today) => ({ quick: firstDays(asked, today), opensAt: today, first: today, last: null }),
    }),
  },
  {
    name: 'untilDay',
    when: (answers) => absenceOf(answers) === null,
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
    when: (_, { deputies }) => deputies !== null && (deputies.roles.length === 1 || forAll(deputies).length > 0),
    ask: ({ state, reading }) => reading.words.html('people:absence.askDeputy', daysOf(state, reading)),
    question: deputy('deputyId', ({ deputies }) => (deputies ? forAll(deputies) : []), true),
  },
  ...HOLDING_ROLES.map((role): Step<State> => {
    const key = `deputy_${role}`;
    return {
      name: key,
      when: (answers, { deputies }) =>
        deputies !== null &&
        deputies.roles.length > 1 &&
        deputies.roles.includes(role) &&
        (answers.byRole === true || forAll(deputies).length === 0),
      ask: ({ state, reading }) =>
        reading.words.html('people:absence.askDeputyAs', {
          ...daysOf(state, reading),
          role: roleWord(role, reading.words),
        }),
      question: deputy(key, ({ deputies }) => (deputies ? fitFor(deputies, role) : []), false),
    };
  }),
];

export async function drawAbsences({ desk }: Talk, turn: Turn, personId: number): Promise<Screen> {
  const isOwn = personId === turn.official.personId;
  const absences = await absencesOf(desk, personId);
  const name = isOwn ? null : ((await readPerson(desk, personId))?.name ?? '');
  return absencesScreen({ personId, name, absences }, turn.reading);
}

/** First day, last day, who stands in: one for all, or somebody for each role. */
export const absenceDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'absence',
    steps,
    read: (turn, answers) => read(talk, turn, answers),
    async finish(turn, _form, { answers, state }) {
      const { plain } = turn.words;
      const { personId, absenceId, fromDay, untilDay } = state;
      const deputies = deputiesIn(answers, state);
      if (absenceId !== null) {
        const named = await nameDeputies(talk.desk, turn.official, absenceId, deputies);
        if (!named.ok) return { complaint: plain(`people:absence.refusal.${named.refusal}`) };
        const toast = plain('people:absence.added', daysOf(named.absence, turn.reading));
        return { toast, screen: await drawAbsences(talk, turn, personId) };
      }
      const result = await addAbsence(talk.desk, turn.official, { personId, fromDay, untilDay, deputies });
      if (!result.ok) return { complaint: plain(`people:absence.refusal.${result.refusal}`) };
      const done = result.approvalsUncovered ? 'people:absence.addedUncovered' : 'people:absence.added';
      return {
        toast: plain(done, daysOf(result.absence, turn.reading)),
        alert: result.approvalsUncovered,
        screen: await drawAbsences(talk, turn, personId),
      };
    },
    cancelled: (turn, answers) => drawAbsences(talk, turn, personOf(turn, answers)),
  });

/** «Отсутствие»: one's own, from the menu, or anybody's, for an admin. */
export function absenceFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  const dialog = absenceDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      absences: async (turn, { personId }) => ({ screen: await drawAbsences(talk, turn, whose(turn, personId)) }),
      addAbsence: (turn, { personId }) => dialog.beginHere(turn, { personId: whose(turn, personId) }),
      async nameDeputy(turn, { absenceId, personId }) {
        const of = whose(turn, personId);
        const absence = (await absencesOf(desk, of)).find(({ id }) => id === absenceId);
        if (!absence) return refusal(turn.words.plain('people:absence.refusal.gone'));
        const { fromDay, untilDay } = absence;
        return dialog.beginHere(turn, { personId: of, absenceId, fromDay, untilDay });
      },
      confirmAbsence: async (turn, { absenceId, personId }) => {
        const { plain } = turn.words;
        const result = await confirmAbsence(desk, turn.official, absenceId);
        wake();
        return {
          ...(result.ok
            ? { toast: plain('people:absence.confirmed') }
            : refusal(plain(`people:absence.refusal.${result.refusal}`))),
          screen: await drawAbsences(talk, turn, whose(turn, personId)),
        };
      },
      cancelAbsence: async (turn, { absenceId, personId }) => {
        const { plain } = turn.words;
        const result = await cancelAbsence(desk, turn.official, absenceId);
        wake();
        return {
          ...(result.ok
            ? { toast: plain('people:absence.cancelled') }
            : refusal(plain(`people:absence.refusal.${result.refusal}`))),
          screen: await drawAbsences(talk, turn, whose(turn, personId)),
        };
      },
    },
  };
}

/** One's own, unless an admin's button names somebody. */
const whose = ({ official }: Turn, personId: number = official.personId): number =>
  hasRight(official, 'administer') ? personId : official.personId;
