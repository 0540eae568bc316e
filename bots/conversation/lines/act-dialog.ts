import { z } from 'zod';
import { QUESTION_ACTS, type QuestionAct } from '../../../src/regulation/engagement/line-questions';
import { isKeyOf } from '../../../src/regulation/lists';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import {
  actOnQuestion,
  LONGEST_ANSWER,
  LONGEST_REASON,
  MOST_DAYS,
  type QuestionRefusal,
} from '../../../src/usecases/lines/act-on-question';
import type { PersonLine } from '../../../src/usecases/people/people';
import { QUESTION_LISTS, type QuestionPlace } from './buttons';
import { confirm } from '../kit/choice-question';
import { daysCount, idIn, textOf, type Question } from '../kit/question';
import { line, writing } from '../kit/writing-question';
import type { Talk } from '../kit/talk';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { drawQuestion, addedScreen, drawLine } from './line-screens';
import { officialChoice, officialsHere } from '../engagement/tasks';
import { hasRight } from '../../../src/regulation/rights';
import { gatherQuestions, LONGEST_QUESTION } from '../../../src/usecases/lines/gather';

interface GivenQuestion {
  /** Who may be given a question: none while nobody is asked for. */
  readonly people: readonly PersonLine[];
}

/** What each act asks before it is done; the others are one press. */
export const ASKED: Readonly<Partial<Record<QuestionAct, readonly string[]>>> = {
  give: ['personId', 'days'],
  answer: ['answer'],
  giveBack: ['reason'],
  decline: ['reason'],
  join: ['number'],
  makeMessage: ['sure'],
  makeAppeal59: ['sure'],
};

export const actOf = ({ act }: Answers): QuestionAct => (isKeyOf(QUESTION_ACTS, act) ? act : 'reopen');
const numberIn = (answers: Answers, key: string): number | undefined => {
  const value = answers[key];
  return typeof value === 'number' ? value : undefined;
};
/** Written by us: a form of before has none. */
const placeOf = ({ place }: Answers): QuestionPlace | null => placeSchema.safeParse(place).data ?? null;
const placeSchema = z.object({ of: z.enum(QUESTION_LISTS), page: z.int() });
const asks = (name: string) => (answers: Answers) => ASKED[actOf(answers)]?.includes(name) === true;

const reason = line<unknown>({
  key: 'reason',
  check(typed, { reading: { words } }) {
    const length = lengthInCharacters(typed);
    if (length > LONGEST_REASON) return { complaint: words.plain('form:tooLong', { length, limit: LONGEST_REASON }) };
    return isMeaningful(typed) ? { value: typed } : { complaint: words.plain('form:noWords') };
  },
});

const number = line<GivenQuestion>({
  key: 'number',
  check(typed, { reading: { words } }) {
    const value = idIn(typed.replace(/^\s*№?\s*|\s+$/g, ''));
    return value === null ? { complaint: words.plain('line:refusal.noSuchQuestion') } : { value };
  },
});

/** What an act on one question asks, and on several. @param ask of the answer: they have one together */
export const stepsOfAct = (ask: 'line:ask.answer' | 'line:many.answer'): readonly Step<GivenQuestion>[] => [
  {
    name: 'personId',
    when: asks('personId'),
    ask: ({ reading }) => reading.words.html('line:ask.person'),
    question: officialChoice,
  },
  {
    name: 'days',
    when: asks('days'),
    ask: ({ reading }) => reading.words.html('line:ask.days', { most: MOST_DAYS }),
    question: daysCount({ key: 'days', offered: [1, 2, 3, 5, 10], least: 1, most: MOST_DAYS }),
  },
  {
    name: 'answer',
    when: asks('answer'),
    ask: ({ reading }) => reading.words.html(ask),
    question: writing({ key: 'answer', limit: LONGEST_ANSWER }),
  },
  {
    name: 'reason',
    when: asks('reason'),
    ask: ({ reading }) => reading.words.html('line:ask.reason'),
    question: reason,
  },
];

const stepsOfAnswer: readonly Step<GivenQuestion>[] = [
  ...stepsOfAct('line:ask.answer'),
  {
    name: 'number',
    when: asks('number'),
    ask: ({ reading }) => reading.words.html('line:ask.number'),
    question: number,
  },
  {
    name: 'sure',
    when: asks('sure'),
    ask: ({ answers, reading }) =>
      reading.words.html(actOf(answers) === 'makeAppeal59' ? 'line:ask.makeAppeal59' : 'line:ask.makeMessage'),
    question: confirm('sure', ({ reading }) => reading.words.plain('form:button.confirm')),
  },
];

/** What another answer to the last question would mend; anything else ends the dialog, and the card says why. */
const MENDED: readonly QuestionRefusal[] = ['malformed', 'noSuchPerson', 'noSuchQuestion'];

/** An act on a question that has to be told something first. */
export function lineActDialog(talk: Talk): TableDialog<GivenQuestion> {
  const { desk } = talk;
  return new TableDialog<GivenQuestion>(talk, {
    subject: 'lineAct',
    steps: stepsOfAnswer,
    read: async (_, answers) => ({ people: actOf(answers) === 'give' ? await officialsHere(desk) : [] }),
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const [id, act] = [numberIn(answers, 'questionId') ?? 0, actOf(answers)];
      const done = await actOnQuestion(
        desk,
        turn.official,
        { id, version: numberIn(answers, 'version') ?? 0, act },
        {
          personId: numberIn(answers, 'personId'),
          days: numberIn(answers, 'days'),
          number: numberIn(answers, 'number'),
          text: textOf(answers, act === 'answer' ? 'answer' : 'reason'),
        },
      );
      if (!done.ok && MENDED.includes(done.refusal)) {
        const said =
          act === 'give' && done.refusal === 'malformed'
            ? plain('form:badNumber', { least: 1, most: MOST_DAYS })
            : plain(`line:refusal.${done.refusal}`);
        return { complaint: said };
      }
      const toast = done.ok ? plain(`line:did.${act}`) : plain(`line:refusal.${done.refusal}`);
      return { toast, alert: !done.ok, screen: await drawQuestion(talk, turn, id, placeOf(answers)) };
    },
    cancelled: (turn, answers) => drawQuestion(talk, turn, numberIn(answers, 'questionId') ?? 0, placeOf(answers)),
  });
}

interface OpenLine {
  readonly mayAdd: boolean;
}

export const lineOf = ({ engagementId }: Answers): number => (typeof engagementId === 'number' ? engagementId : 0);

const text = line<OpenLine>({
  key: 'text',
  check(typed, { reading: { words } }) {
    const length = lengthInCharacters(typed);
    if (length > LONGEST_QUESTION)
      return { complaint: words.plain('form:tooLong', { length, limit: LONGEST_QUESTION }) };
    return isMeaningful(typed) ? { value: typed } : { complaint: words.plain('form:noWords') };
  },
});

/** Whoever has lost the role since it was asked hears that instead of an answer. */
const forOfficials = (question: Question<OpenLine>): Question<OpenLine> => ({
  ...question,
  typed: (asked, said) =>
    asked.state.mayAdd
      ? question.typed(asked, said)
      : { complaint: asked.reading.words.plain('line:refusal.notYours') },
});

const stepsOfQuestion: readonly Step<OpenLine>[] = [
  { name: 'text', ask: ({ reading }) => reading.words.html('line:ask.text'), question: forOfficials(text) },
];

/** A question that was asked by telephone, written down. */
export function lineQuestionDialog(talk: Talk): TableDialog<OpenLine> {
  const { desk } = talk;
  return new TableDialog<OpenLine>(talk, {
    subject: 'lineQuestion',
    steps: stepsOfQuestion,
    read: async ({ official }) => ({ mayAdd: hasRight(official, 'engage') }),
    async finish(turn, form, { answers }) {
      const { plain } = turn.words;
      const asked = { key: `form:${form.id}`, text: textOf(answers, 'text'), askedAt: turn.reading.now };
      const gathered = await gatherQuestions(desk, turn.official, lineOf(answers), [asked], 'by_hand');
      if (gathered === 'gone') return { complaint: plain('line:refusal.gone') };
      if (gathered === 'notYours') return { complaint: plain('line:refusal.notYours') };
      if (gathered === 'closed') return { complaint: plain('line:list.closed') };
      const number = gathered[0]?.number ?? 0;
      return { toast: plain('line:added', { number }), screen: addedScreen(lineOf(answers), number, turn.words) };
    },
    cancelled: (turn, answers) => drawLine(talk, turn, lineOf(answers), 'all'),
  });
}
