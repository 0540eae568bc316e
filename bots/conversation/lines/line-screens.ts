import { escapeHtml, type Words } from '../../../src/i18n';
import { toPlainDate, type PlainDate } from '../../../src/regulation/calendar';
import { mayBeTied } from '../../../src/regulation/engagement/asked-in-group';
import {
  QUESTION_STATES,
  takesQuestions,
  worksOnQuestions,
  type QuestionAct,
} from '../../../src/regulation/engagement/line-questions';
import { isKeyOf } from '../../../src/regulation/lists';
import { ACTIONS } from '../../../src/regulation/vocabulary';
import {
  type DirectLine,
  type LineOfMine,
  type QuestionCard,
  type QuestionLine,
  type QuestionPage,
  questionsGivenTo,
  readDirectLine,
  readQuestion,
} from '../../../src/usecases/lines/questions';
import type { Touch } from '../../../src/usecases/lines/act-on-question';
import type { Params } from '../../../src/usecases/kit/messages';
import type { QuestionPlace, ShownQuestions } from './buttons';
import { inPlaceLines } from '../engagement/engagement-words';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, pager, only } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { moment, shortDay, todayOf } from '../kit/calendar-words';
import { groupsButton } from './group-screens';
import { placeWords } from '../../../src/text/place-words';
import { alikeTo } from '../../../src/usecases/lines/act-on-questions';
import type { Talk } from '../kit/talk';
import { readUnheld } from '../../../src/usecases/lines/duties';
import { listPeople } from '../../../src/usecases/people/people';
import { unheldScreen } from './duty';

const TEXT = 1_500;
const LIKE = 200;

const captionOf = ({ number, text, dueOn, state }: QuestionLine, reading: Reading): string => {
  const { plain } = reading.words;
  const line = text.replace(/\s+/g, ' ');
  return shorten(
    state === 'given' && dueOn !== null
      ? plain('line:list.lineUntil', { number, text: line, day: shortDay(toPlainDate(dueOn), todayOf(reading)) })
      : plain('line:list.line', { number, text: line }),
    CAPTION,
  );
};

/** Each remembers its list: there one goes on after an act. */
const questionButtons = (
  questions: readonly QuestionLine[],
  place: QuestionPlace,
  reading: Reading,
): ScreenButton[][] =>
  questions.map((question) => [
    button(captionOf(question, reading), { kind: 'lineQuestion', questionId: question.id, ...place }),
  ]);

/** Questions of a direct line: how many stand where, and those of one state. @param hasGroups the office has a messenger where citizens may be heard */
export function lineScreen(
  { line, questions: view }: { readonly line: DirectLine; readonly questions: QuestionPage },
  of: ShownQuestions,
  reading: Reading,
  hasGroups: boolean,
): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const { id: engagementId, counts, stage } = line;
  const all = QUESTION_STATES.reduce((sum, state) => sum + counts[state], 0);
  const show = (which: ShownQuestions, caption: string) =>
    button(which === of ? `• ${caption}` : caption, { kind: 'lineQuestions', engagementId, of: which, page: 0 });
  const states = QUESTION_STATES.filter((state) => counts[state] > 0).map((state) =>
    show(state, plain('line:counted', { state: plain(`line:state.${state}`), count: counts[state] })),
  );
  const takes = takesQuestions(stage, 'official');
  return {
    text: [
      `<b>${html('line:list.title', { title: line.title })}</b>`,
      ...(all === 0 ? [html('line:list.none')] : view.shown.length === 0 ? [html('line:list.empty')] : []),
      ...(takes ? [html('line:list.id', { id: engagementId })] : [html('line:list.closed')]),
    ].join('\n'),
    buttons: [
      ...questionButtons(view.shown, { of, page: view.page }, reading),
      ...pager(view, words, (next) => ({ kind: 'lineQuestions', engagementId, of, page: next })),
      ...(worksOnQuestions(stage) && view.shown.length > 1
        ? [[button(plain('line:button.many'), { kind: 'chooseLineQuestions', engagementId, of, page: view.page })]]
        : []),
      ...inRows(all === 0 ? [] : [...states, show('all', plain('line:list.all'))], 2),
      [
        ...(takes
          ? [
              button(plain('line:button.add'), { kind: 'addLineQuestion', engagementId }),
              button(plain('line:button.file'), { kind: 'lineFile', engagementId }),
            ]
          : []),
      ],
      ...(hasGroups && (mayBeTied(stage) || line.groups > 0) ? [[groupsButton(engagementId, line.groups, words)]] : []),
      [
        ...(all === 0 ? [] : [button(plain('line:button.protocol'), { kind: 'lineProtocol', engagementId })]),
        button(plain('line:button.toLine'), { kind: 'engagement', engagementId }),
      ],
    ],
  };
}

/** What waits for the reader's answer. */
export function myQuestionsScreen(
  view: QuestionPage & { readonly lines: readonly LineOfMine[] },
  reading: Reading,
): Screen {
  const { words } = reading;
  const { page, lines } = view;
  return {
    text: [
      `<b>${words.html('line:list.mine')}</b>`,
      ...(view.shown.length === 0 ? [words.html('line:list.mineEmpty')] : []),
    ].join('\n'),
    buttons: [
      ...questionButtons(view.shown, { of: 'mine', page: view.page }, reading),
      ...pager(view, words, (next) => ({ kind: 'myLineQuestions', page: next })),
      ...lines.map(({ id: engagementId, title }) => {
        const caption = words.plain(lines.length > 1 ? 'line:button.manyOf' : 'line:button.many', { title });
        return [button(shorten(caption, CAPTION), { kind: 'chooseMyLineQuestions', engagementId, page })];
      }),
      [button(words.plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/**
 * One question: what was asked, what a moderator should know, where it stands, what may be done.
 * @param alike how many other new ones ask much the same
 */
export function questionScreen(
  card: QuestionCard,
  { from, alike }: { readonly from: QuestionPlace | null; readonly alike: number },
  reading: Reading,
): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { number, title, settlement, address, askedAt, text, joined } = card;
  const place = placeWords(settlement, address);
  return {
    text: [
      `<b>${html('line:card.title', { number, title })}</b>`,
      html('line:card.asked', { moment: moment(askedAt, now, calendar) }),
      ...(place === '' ? [] : [html('line:card.place', { place })]),
      `<blockquote>${escapeHtml(shorten(text, TEXT))}</blockquote>`,
      ...(card.hadFiles ? [html('line:card.hadFiles')] : []),
      ...adviceLines(card, words),
      ...stateLines(card, reading),
      ...inPlaceLines(card.isInPlace ? card.givenTo : null, words),
      ...(joined.count === 0 ? [] : [html('line:card.repeats', { numbers: firstOf(joined, words) })]),
    ].join('\n'),
    buttons: [
      ...inRows(actButtons(card, from, plain), 2),
      ...likeButton(card, from, plain),
      ...alikeButton(card, { from, alike }, plain),
      ...appealButton(card, plain),
      wayBack(card, from, plain),
    ],
  };
}

function firstOf({ numbers, count }: QuestionCard['joined'], words: Words): string {
  const more = count - numbers.length;
  return [numbersOf(numbers, words), ...(more > 0 ? [words.plain('line:file.rest', { count: more })] : [])].join(' ');
}

export const numbersOf = (numbers: readonly number[], { plain }: Words): string =>
  numbers.map((number) => plain('line:card.numbered', { number })).join(', ');

/** Only before something is decided: afterwards it is no news. */
function adviceLines({ state, isOfficial, isRude, holdsPersonal, like }: QuestionCard, { html }: Words): string[] {
  const isOpen = state === 'new' || state === 'given';
  return [
    ...(isOpen && isOfficial && isRude ? [`⚠️ ${html('line:card.rude')}`] : []),
    ...(isOpen && holdsPersonal ? [`⚠️ ${html('line:card.personal')}`] : []),
    ...(like === null
      ? []
      : [html('line:card.like', { number: like.number }), `<i>${escapeHtml(shorten(like.text, LIKE))}</i>`]),
  ];
}

function stateLines(card: QuestionCard, reading: Reading): string[] {
  const { html } = reading.words;
  const { state, dueOn, givenTo, answeredBy, reason, joinedTo, answer } = card;
  const due = dueOn === null ? null : toPlainDate(dueOn);
  const day = due === null ? '' : shortDay(due, todayOf(reading));
  switch (state) {
    case 'new':
      return [html('line:stateOf.new'), ...(reason === null ? [] : [html('line:card.givenBack', { reason })])];
    case 'given':
      return [
        html('line:stateOf.given', { name: givenTo ?? '', day }),
        ...(due !== null && due < todayOf(reading) ? [`⚠️ ${html('line:card.overdue')}`] : []),
      ];
    case 'answered':
      return [
        html('line:stateOf.answered', { name: answeredBy ?? '' }),
        html('line:card.answer'),
        `<blockquote>${escapeHtml(shorten(answer ?? '', TEXT))}</blockquote>`,
      ];
    case 'declined':
      return [html('line:stateOf.declined', { reason: reason ?? html('line:card.takenAway') })];
    case 'joined':
      return [html('line:stateOf.joined', { number: joinedTo ?? 0 })];
    case 'appeal':
      return [
        card.appeal === null
          ? html('line:stateOf.appeal')
          : html('line:stateOf.appealOf', { number: card.appeal.number }),
        ...(card.appeal?.touch ? [escapeHtml(touchWords(card.appeal.touch, reading.words))] : []),
      ];
  }
}

/** What was done with the appeal, for which its question stays one, and by whom. */
export const touchWords = ({ action, by }: Touch, { plain }: Words): string =>
  plain('line:card.touched', {
    what: isKeyOf(ACTIONS, action) ? plain(`history:did.${action}`) : plain(`history:event.${action}`),
    name: by ?? plain('appeal:capacity.clock'),
  });

const actButtons = (
  { id: questionId, version, acts }: QuestionCard,
  from: QuestionPlace | null,
  plain: Words['plain'],
): ScreenButton[] =>
  acts.map((act: QuestionAct) =>
    button(plain(`line:act.${act}`), {
      ...{ kind: 'lineAct', questionId, version, act },
      ...(from !== null && { number: 0, ...from }),
    }),
  );

/** One press for what is likely; any other number is asked for by «Объединить». */
const likeButton = (
  { id: questionId, version, like }: QuestionCard,
  from: QuestionPlace | null,
  plain: Words['plain'],
): ScreenButton[][] =>
  like === null
    ? []
    : [
        [
          button(plain('line:button.joinTo', { number: like.number }), {
            ...{ kind: 'lineAct', questionId, version, act: 'join', number: like.number },
            ...from,
          }),
        ],
      ];

/** All that are alike, given, answered or joined together. */
const alikeButton = (
  { id: questionId }: QuestionCard,
  { from, alike }: { readonly from: QuestionPlace | null; readonly alike: number },
  plain: Words['plain'],
): ScreenButton[][] =>
  alike === 0
    ? []
    : [[button(plain('line:button.alike', { count: alike + 1 }), { kind: 'alikeLineQuestions', questionId, ...from })]];

/** What it has become, for whoever may see appeals. */
const appealButton = ({ appealId, appeal }: QuestionCard, plain: Words['plain']): ScreenButton[][] =>
  appealId === null || appeal?.isShown !== true
    ? []
    : [[button(plain('people:absence.openOne', { number: appeal.number }), { kind: 'open', appealId })]];

/** To where one came from, as it was; from a message, to those of its state. */
function wayBack(
  { lineId: engagementId, isOfficial, state }: QuestionCard,
  from: QuestionPlace | null,
  plain: Words['plain'],
): ScreenButton[] {
  const { of = state, page = 0 } = from ?? {};
  return [
    isOfficial && of !== 'mine'
      ? button(plain('line:button.toList'), { kind: 'lineQuestions', engagementId, of, page })
      : button(plain('line:button.toMine'), { kind: 'myLineQuestions', page }),
  ];
}

/** A question was written down; the next one is one press away. */
export const addedScreen = (engagementId: number, number: number, { html, plain }: Words): Screen => ({
  text: html('line:added', { number }),
  buttons: [
    [
      button(plain('line:button.more'), { kind: 'addLineQuestion', engagementId }),
      button(plain('line:button.toList'), { kind: 'lineQuestions', engagementId, of: 'new', page: 0 }),
    ],
  ],
});

/** What one hears of questions that are not in front of one. @param way to them; null: they are somebody else's now */
const notice = (
  { heading, title, of, absent }: Record<'heading' | 'title' | 'of', string> & { readonly absent: string | null },
  way: ScreenButton | null,
  words: Words,
): Screen => ({
  text: [`<b>${heading}</b>`, escapeHtml(title), of, ...inPlaceLines(absent, words)].join('\n'),
  buttons: way === null ? [] : [[way]],
});
const dayWords = (dueOn: PlainDate | null, reading: Reading): string =>
  dueOn === null ? '' : shortDay(dueOn, todayOf(reading));

export function lineQuestionNotice(
  { questionId, number, title, news, text, dueOn, absent }: Params<'lineQuestion'>,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  const heading = html(`line:told.${news}`, { number, day: dayWords(dueOn, reading) });
  const way = button(plain('line:button.open'), { kind: 'lineQuestion', questionId });
  const of = `<blockquote>${escapeHtml(text)}</blockquote>`;
  return notice({ heading, title, of, absent }, news === 'taken' ? null : way, reading.words);
}

/** The same of several at once. */
export function lineQuestionsNotice(
  { lineId: engagementId, title, news, numbers, count, dueOn, absent }: Params<'lineQuestions'>,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  const heading = html(`line:toldMany.${news}`, { count, day: dayWords(dueOn, reading) });
  const way =
    news === 'given'
      ? button(plain('line:button.toMine'), { kind: 'myLineQuestions', page: 0 })
      : button(plain('line:button.toList'), { kind: 'lineQuestions', engagementId, of: 'all', page: 0 });
  const of = firstOf({ numbers, count }, reading.words);
  return notice({ heading, title, of, absent }, news === 'taken' ? null : way, reading.words);
}

// The screens of a direct line's questions in which presses and dialogs end, with what is so at this moment.

export async function drawLine(
  { desk, messengers }: Talk,
  { official, words, reading }: Turn,
  lineId: number,
  of: ShownQuestions,
  page = 0,
): Promise<Screen> {
  const read = await readDirectLine(desk, official, lineId, of === 'all' ? null : of, page);
  return read
    ? lineScreen(read, of, reading, messengers.domestic().length > 0)
    : only(words.html('line:refusal.notYours'));
}

export const drawMyQuestions = async ({ desk }: Talk, { official, reading }: Turn, page = 0): Promise<Screen> =>
  myQuestionsScreen(await questionsGivenTo(desk, official, page), reading);

/** Words alone where there is no such question for this person. */
export async function drawQuestion(
  { desk }: Talk,
  { official, words, reading }: Turn,
  id: number,
  from: QuestionPlace | null = null,
): Promise<Screen> {
  const card = await readQuestion(desk, official, id);
  if (card === null) return only(words.html('line:refusal.gone'));
  const alike = card.acts.includes('join') ? (await alikeTo(desk, card.lineId, [card])).length : 0;
  return questionScreen(card, { from, alike }, reading);
}

type Said = { readonly [Part in keyof QuestionPlace]?: QuestionPlace[Part] | undefined };

/** What a button says of where its question was opened; null: nothing, as in a message that stands by itself. */
export const placeIn = ({ of, page }: Said): QuestionPlace | null =>
  of === undefined ? null : { of, page: page ?? 0 };

/** What stands with nobody since this person is away, and to whom it may be given; words alone where nothing does. */
export async function drawUnheld(
  { desk }: Talk,
  { official, words }: Turn,
  personId: number,
  page: number,
): Promise<Screen> {
  const unheld = await readUnheld(desk, official, personId);
  if (!unheld) return only(words.html('engagement:duty.nothing'));
  const people = (await listPeople(desk)).filter(
    ({ id, disabled, absent, roles }) => id !== personId && !disabled && !absent && roles.length > 0,
  );
  return unheldScreen(unheld, people, page, words);
}
