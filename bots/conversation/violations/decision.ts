import { isOneOf } from '../../../src/regulation/lists';
import { DECISIONS, isPenalty, type Decision } from '../../../src/regulation/violations/table';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { actOnViolation } from '../../../src/usecases/violations/act-on-violation';
import { readViolation, type ViolationView } from '../../../src/usecases/violations/read-violation';
import { knownDay } from '../kit/buttons';
import { confirm, option } from '../kit/choice-question';
import { day } from '../kit/day-question';
import { textOf, type Asked } from '../kit/question';
import { line } from '../kit/writing-question';
import { fullDay, todayOf } from '../kit/calendar-words';
import { kindWords } from './journal';
import type { Talk } from '../kit/talk';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { drawViolation, refusalWords } from './violation-screen';
import { violationIn } from './explanation';

const LONGEST_NUMBER = 40;
const LONGEST_WORDS = 1_000;

interface State {
  /** Null: there is none, or it is not theirs. */
  readonly view: ViolationView | null;
  /** Why the answers so far will not do, in plain words; null: they will. */
  readonly refused: string | null;
}
type DecisionAsked = Asked<State>;

const decisionIn = ({ decision }: Answers): Decision | null => (isOneOf(DECISIONS, decision) ? decision : null);
const ordered = (answers: Answers): boolean => {
  const decision = decisionIn(answers);
  return decision !== null && isPenalty(decision);
};

/** One line of so many characters at most. */
const short = (longest: number, tooLong: (asked: DecisionAsked) => string) => (text: string, asked: DecisionAsked) => {
  const said = text.trim();
  if (lengthInCharacters(said) > longest) return { complaint: tooLong(asked) };
  return isMeaningful(said) ? { value: said } : { complaint: asked.reading.words.plain('form:noWords') };
};

/** Of an order the number may be digits alone. */
function orderNumber(text: string, { reading }: DecisionAsked) {
  const said = text.replace(/\s+/g, ' ').trim();
  if (lengthInCharacters(said) > LONGEST_NUMBER)
    return { complaint: reading.words.plain('violation:refusal.longNumber', { count: LONGEST_NUMBER }) };
  return /[\p{L}\p{N}]/u.test(said) ? { value: said } : { complaint: reading.words.plain('form:noWords') };
}

const words = short(LONGEST_WORDS, ({ reading }) =>
  reading.words.plain('people:ask.tooLong', { limit: LONGEST_WORDS }),
);

const steps: readonly Step<State>[] = [
  {
    name: 'decision',
    ask: ({ reading }) => reading.words.html('violation:ask.decision'),
    question: option({
      key: 'decision',
      perRow: 2,
      values: ({ reading }) =>
        DECISIONS.map((value) => ({ value, caption: reading.words.plain(`violation:decision.${value}`) })),
    }),
    refuse: ({ state }) => state.refused,
  },
  {
    name: 'orderNumber',
    when: ordered,
    ask: ({ reading }) => reading.words.html('violation:ask.orderNumber'),
    question: line({ key: 'orderNumber', check: orderNumber }),
  },
  {
    name: 'orderDay',
    when: ordered,
    ask: ({ reading }) => reading.words.html('violation:ask.orderDay'),
    question: day({ key: 'orderDay', days: 'past' }),
    refuse: ({ state }) => state.refused,
  },
  {
    name: 'words',
    when: (answers) => decisionIn(answers) === 'other',
    ask: ({ reading }) => reading.words.html('violation:ask.words'),
    question: line({ key: 'words', check: words }),
  },
  {
    name: 'wordsIfAny',
    when: (answers) => decisionIn(answers) !== 'other',
    ask: ({ reading }) => reading.words.html('violation:ask.wordsIfAny'),
    question: line({ key: 'words', check: words, isOptional: true }),
  },
  {
    name: 'confirmed',
    ask: confirmWords,
    question: confirm('confirmed', ({ reading }) => reading.words.plain('violation:confirm')),
  },
];

/** What will be written, and that the month of ТК 193 may be over. */
function confirmWords({ answers, state: { view }, reading }: DecisionAsked): string {
  const { html } = reading.words;
  const day = knownDay(answers.orderDay);
  const isLate = view !== null && ordered(answers) && day !== null && day > view.lastDay;
  return [
    ...summary(answers, reading),
    ...(isLate ? [`⚠️ ${html('violation:ask.lateOrder', { day: fullDay(view.lastDay) })}`] : []),
    html('violation:ask.confirm'),
  ].join('\n');
}

function summary(answers: Answers, { words: { html, plain } }: DecisionAsked['reading']): string[] {
  const decision = decisionIn(answers);
  const day = knownDay(answers.orderDay);
  const said = textOf(answers, 'words');
  return [
    ...(decision === null ? [] : [`<b>${html(`violation:decision.${decision}`)}</b>`]),
    ...(day === null || !ordered(answers)
      ? []
      : [html('violation:view.order', { number: textOf(answers, 'orderNumber'), day: fullDay(day) })]),
    ...(said === '' ? [] : [html('statistics:line', { what: plain('violation:column.words'), value: said })]),
  ];
}

/** What of the act is known from the answers so far. */
function requestOf(answers: Answers) {
  const decision = decisionIn(answers) ?? 'noPenalty';
  const said = textOf(answers, 'words');
  return {
    act: 'decide',
    decision,
    orderNumber: isPenalty(decision) ? textOf(answers, 'orderNumber') || null : null,
    orderDay: isPenalty(decision) ? knownDay(answers.orderDay) : null,
    words: said === '' ? null : said,
  } as const;
}

/** Why the answers so far will not do, before the rest is asked: a penalty without a hearing, an order of another time. */
function refusedSoFar(view: ViolationView | null, answers: Answers, reading: DecisionAsked['reading']): string | null {
  const { plain } = reading.words;
  const decision = decisionIn(answers);
  if (view === null || decision === null || !isPenalty(decision)) return null;
  if (view.person === null) return plain('violation:refusal.nobodyNamed');
  if (!view.mayPunish) return plain('violation:refusal.notHeard');
  const day = knownDay(answers.orderDay);
  return day !== null && (day < view.openedOn || day > todayOf(reading)) ? plain('violation:refusal.orderDay') : null;
}

/** «Принять решение»: for the Управляющий делами alone. */
export const decisionDialog = (talk: Talk) =>
  new TableDialog<State>(talk, {
    subject: 'decideViolation',
    steps,
    async read({ official, reading }, answers) {
      const view = await readViolation(talk.desk, official, violationIn(answers));
      return { view, refused: refusedSoFar(view, answers, reading) };
    },
    head: ({ state: { view }, reading: { words: said } }) =>
      view === null
        ? []
        : [
            `<b>${said.html('violation:view.title', { number: view.number })}</b>`,
            said.html('violation:line.who', {
              people: view.person?.name ?? view.heldBy.map(({ name }) => name).join(', '),
              state: kindWords(view, said),
            }),
          ],
    async finish(turn, _form, { answers }) {
      const violationId = violationIn(answers);
      const done = await actOnViolation(talk.desk, turn.official, violationId, requestOf(answers));
      return done.ok
        ? { toast: turn.words.plain('violation:done.decide'), screen: await drawViolation(talk, turn, violationId) }
        : {
            toast: refusalWords(done, turn.words),
            alert: true,
            screen: await drawViolation(talk, turn, violationId),
          };
    },
    cancelled: (turn, answers) => drawViolation(talk, turn, violationIn(answers)),
  });
