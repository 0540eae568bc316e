import { z } from 'zod';
import { escapeHtml } from '../../../src/i18n';
import { MOST_DAYS } from '../../../src/usecases/lines/act-on-question';
import {
  actOnQuestions,
  MOST_AT_ONCE,
  type ChosenQuestion,
  choicePage,
  readChoosing,
  type Choosing,
} from '../../../src/usecases/lines/act-on-questions';
import { QUESTION_LISTS } from './buttons';
import { answered, textOf, type Asked, type Question } from '../kit/question';
import { button, CAPTION, inRows, shorten, type ScreenButton, ticked as captionTicked, pager } from '../kit/screen';
import { numbersOf, drawLine, drawMyQuestions, drawQuestion } from './line-screens';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Finished, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { actOf, stepsOfAct } from './act-dialog';
import { officialsHere } from '../engagement/tasks';
import type { PersonLine } from '../../../src/usecases/people/people';

/** In an alert. */
const NAMED = 8;
/** Of a question in the list. */
const SHOWN = 150;
const NUMBERS_IN_A_ROW = 5;
const LONGEST_QUERY = 100;

interface State {
  /** Null: the line is not for this person any more. */
  readonly choosing: Choosing | null;
  readonly people: readonly PersonLine[];
}

const keptSchema = z.object({
  engagementId: z.int(),
  of: z.enum(QUESTION_LISTS),
  /** Of the list to which one goes back. */
  page: z.int(),
  /** From whose card they were chosen. */
  questionId: z.int().optional(),
  /** By id, each with the version that was looked at. */
  ticked: z.array(z.tuple([z.int(), z.int()])).default([]),
  query: z.string().default(''),
  at: z.int().optional(),
  act: z.string().optional(),
  personId: z.int().optional(),
  days: z.int().optional(),
});
/** What a form keeps was written by us, so what is wrong there throws. */
const keptIn = (answers: Answers) => keptSchema.parse(answers);

const chosenOf = (ticked: ReturnType<typeof keptIn>['ticked']): readonly ChosenQuestion[] =>
  ticked.map(([id, version]) => ({ id, version }));

const saying = (asked: Asked<State>, said: Readonly<Record<string, unknown>>) => ({
  answers: { ...asked.answers, ...said },
  view: {},
});
/** Each once, and no more than may be acted on at once. */
function tickedWith(asked: Asked<State>, others: readonly ChosenQuestion[]) {
  const before = keptIn(asked.answers).ticked;
  const more = others.filter(({ id }) => !before.some(([one]) => one === id));
  const ticked = [...before, ...more.map(({ id, version }) => [id, version])];
  return ticked.length > MOST_AT_ONCE
    ? { complaint: asked.reading.words.plain('line:many.tooMany', { count: MOST_AT_ONCE }) }
    : saying(asked, { ticked });
}

/** Questions by their numbers, ten in a message; words, a place and numbers narrow them. */
const ticking: Question<State> = {
  soFar: ({ state: { choosing } }, room) =>
    (choosing?.shown ?? []).map(({ id, number, text }) => {
      const line = `№ ${number} ${escapeHtml(shorten(text.replace(/\s+/g, ' '), room(SHOWN)))}`;
      return choosing?.chosen.some((one) => one.id === id) ? `✓ <b>${line}</b>` : line;
    }),
  empty({ answers, state: { choosing }, reading: { words } }) {
    const { query } = keptIn(answers);
    if (choosing === null) return [words.html('line:refusal.notYours')];
    const found = { query: shorten(query, CAPTION), count: choosing.count };
    return [
      ...(query === '' ? [] : [words.html('line:many.found', found)]),
      ...(choosing.chosen.length === 0
        ? []
        : [
            words.html('line:many.chosen', {
              numbers: numbersOf(
                choosing.chosen.map(({ number }) => number),
                words,
              ),
            }),
          ]),
    ];
  },
  rows(asked) {
    const { state, move, reading } = asked;
    const { words } = reading;
    const { choosing } = state;
    if (choosing === null) return [];
    const { shown, chosen } = choosing;
    const isTicked = (id: number) => chosen.some((one) => one.id === id);
    const numbers = shown.map(({ id, number }) =>
      // Its button says what it will be, so that a second tap changes nothing.
      button(captionTicked(String(number), isTicked(id), words), move('pick', `${isTicked(id) ? '-' : '+'}${id}`)),
    );
    return [
      ...inRows(numbers, NUMBERS_IN_A_ROW),
      ...pager(choosing, words, (page) => move('pick', `p${page}`)),
      ...wholeRows(asked, choosing),
      ...inRows(
        choosing.acts.map((act) =>
          button(
            words.plain('line:many.act', { act: words.plain(`line:act.${act}`), count: chosen.length }),
            move('done', act),
          ),
        ),
        2,
      ),
    ];
  },
  pressed(asked, move, value) {
    const { choosing } = asked.state;
    if (choosing === null) return null;
    if (move === 'done') return choosing.acts.some((act) => act === value) ? answered(asked, { act: value }) : null;
    if (move === 'other') return pressedWhole(asked, choosing, value);
    const [, how, id = ''] = /^([+p-])(\d{1,9})$/.exec(value) ?? [];
    if (how === 'p') return saying(asked, { at: Number(id) });
    const one = choosing.shown.find((each) => each.id === Number(id));
    if (how === '+') return one ? tickedWith(asked, [one]) : null;
    return how === '-'
      ? saying(asked, { ticked: keptIn(asked.answers).ticked.filter(([each]) => each !== Number(id)) })
      : null;
  },
  typed: (asked, text) => saying(asked, { query: shorten(text.replace(/\s+/g, ' '), LONGEST_QUERY), at: 0 }),
};

/** Of all that was found, of those like the chosen ones, and away from both. */
function wholeRows({ answers, move, reading: { words } }: Asked<State>, choosing: Choosing): ScreenButton[][] {
  const { found, count, chosen, alike } = choosing;
  const more = found.filter(({ id }) => !chosen.some((one) => one.id === id)).length;
  const one = (caption: string, value: string) => button(caption, move('other', value));
  return [
    ...(alike.length === 0 ? [] : [[one(words.plain('line:many.alike', { count: alike.length }), 'alike')]]),
    [
      ...(more > 0 && count <= MOST_AT_ONCE ? [one(words.plain('line:many.all', { count }), 'all')] : []),
      ...(chosen.length > 0 ? [one(words.plain('line:many.none'), 'none')] : []),
    ],
    ...(keptIn(answers).query === '' ? [] : [[one(words.plain('line:many.whole'), 'whole')]]),
  ].filter((row) => row.length > 0);
}

function pressedWhole(asked: Asked<State>, { found, alike }: Choosing, value: string) {
  switch (value) {
    case 'all':
      return tickedWith(asked, found);
    case 'alike':
      return tickedWith(asked, alike);
    case 'none':
      return saying(asked, { ticked: [] });
    case 'whole':
      return saying(asked, { query: '', at: 0 });
    default:
      return null;
  }
}

const steps: readonly Step<State>[] = [
  { name: 'act', ask: ({ reading }) => reading.words.html('line:many.ask'), question: ticking },
  ...stepsOfAct('line:many.answer'),
];

/** To where they were chosen from. */
function back(talk: Talk, turn: Turn, answers: Answers) {
  const { engagementId, of, page, questionId } = keptIn(answers);
  if (of === 'mine') return drawMyQuestions(talk, turn, page);
  return questionId === undefined
    ? drawLine(talk, turn, engagementId, of, page)
    : drawQuestion(talk, turn, questionId, { of, page });
}

/** Several questions of a line, chosen and acted on at once; the list stands where it stood. */
export function lineManyDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;

  async function read({ official }: Turn, answers: Answers): Promise<State> {
    const { engagementId: lineId, of, query, ticked, at, page, act } = keptIn(answers);
    const asked = {
      lineId,
      isMine: of === 'mine',
      state: of === 'all' || of === 'mine' ? null : of,
      query,
      chosen: chosenOf(ticked),
      // One's own stand by their days there, and here by their numbers.
      page: at ?? (of === 'mine' ? 0 : choicePage(page)),
    };
    return {
      choosing: await readChoosing(desk, official, asked),
      people: act === 'give' ? await officialsHere(desk) : [],
    };
  }

  async function finish(turn: Turn, formId: number, { answers }: Asked<State>): Promise<Finished> {
    const { plain } = turn.words;
    const { engagementId: lineId, personId, days, ticked } = keptIn(answers);
    const act = actOf(answers);
    const text = textOf(answers, act === 'answer' ? 'answer' : 'reason');
    const asked = { lineId, act, formId, chosen: chosenOf(ticked) };
    const done = await actOnQuestions(desk, turn.official, asked, { personId, days, text });
    if (done === 'malformed' || done === 'noSuchPerson') {
      const isOfDays = act === 'give' && done === 'malformed';
      return {
        complaint: isOfDays ? plain('form:badNumber', { least: 1, most: MOST_DAYS }) : plain(`line:refusal.${done}`),
      };
    }
    const screen = await back(talk, turn, answers);
    if (typeof done === 'string') return { toast: plain(`line:refusal.${done}`), alert: true, screen };
    const count = done.done.length;
    const said = plain('line:many.done', { did: plain(`line:did.${act}`), count });
    if (done.left.length === 0) return { toast: said, screen };
    const numbers = numbersOf(done.left.slice(0, NAMED), turn.words);
    const left = plain('line:many.left', { said, count: done.left.length, numbers });
    // Whoever has typed the last answer sees no toast.
    return { toast: left, alert: true, screen: { ...screen, text: `⚠️ ${escapeHtml(left)}\n\n${screen.text}` } };
  }

  return new TableDialog<State>(talk, {
    subject: 'lineMany',
    steps,
    read,
    head: ({ state: { choosing }, reading: { words } }) =>
      choosing ? [`<b>${words.html('line:many.title', { title: choosing.title })}</b>`] : [],
    finish: (turn, { id }, asked) => finish(turn, id, asked),
    cancelled: (turn, answers) => back(talk, turn, answers),
  });
}
