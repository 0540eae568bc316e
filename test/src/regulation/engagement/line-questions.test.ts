import {
  actsOn,
  maySeeQuestion,
  numberOfAppeal,
  QUESTION_ACTS,
  QUESTION_ROWS,
  QUESTION_STATES,
  rowOf,
  stateAfter,
  takesQuestions,
  type QuestionAct,
  type QuestionState,
} from '../../../../src/regulation/engagement/line-questions';
import { isRude, stemsOf, withoutInsults } from '../../../../src/regulation/engagement/moderation';
import { ENGAGEMENT_STAGES } from '../../../../src/regulation/engagement/vocabulary';
import { keysOf } from '../../../../src/regulation/lists';
import { isAppealNumber } from '../../../../src/intake/record';

const official = { personId: 1, isOfficial: true, standsInFor: [] };
const answering = { personId: 2, isOfficial: false, standsInFor: [] };
const another = { personId: 3, isOfficial: false, standsInFor: [] };
const deputy = { personId: 4, isOfficial: false, standsInFor: [2] };
const facts = (state: QuestionState) => ({ state, givenToId: 2, stage: 'running' as const });

test.each<[QuestionState, readonly QuestionAct[], readonly QuestionAct[]]>([
  ['new', ['answer', 'give', 'join', 'decline', 'makeMessage', 'makeAppeal59'], []],
  ['given', ['answer', 'give', 'decline', 'makeMessage', 'makeAppeal59'], ['answer', 'giveBack']],
  ['answered', ['answer', 'reopen'], ['answer']],
  ['declined', ['reopen'], []],
  ['joined', ['reopen'], []],
  ['appeal', ['takeBack'], []],
])('a question that is %s', (state, ofOfficial, ofAnswering) => {
  expect(actsOn(facts(state), official)).toEqual(ofOfficial);
  expect(actsOn(facts(state), answering)).toEqual(ofAnswering);
  expect(actsOn(facts(state), deputy)).toEqual(ofAnswering);
  expect(actsOn(facts(state), another)).toEqual([]);
});

test('every act has a row, and every state leads on', () => {
  expect(new Set(QUESTION_ROWS.map(({ act }) => act))).toEqual(new Set(keysOf(QUESTION_ACTS)));
  for (const state of QUESTION_STATES) expect(QUESTION_ROWS.some(({ from }) => from.includes(state))).toBe(true);
});

test('ОГ who was given a question answers it as whoever has it', () => {
  expect(rowOf('answer', facts('given'), { ...official, personId: 2 })?.by).toBe('answering');
});

test('questions come while the line runs, by an official and from a group a little longer; afterwards nothing is done with them', () => {
  const taking = (by: 'official' | 'http' | 'group') => ENGAGEMENT_STAGES.filter((stage) => takesQuestions(stage, by));
  const longer = ['running', 'summing_up'];
  expect([taking('http'), taking('official'), taking('group')]).toEqual([['running'], longer, longer]);
  for (const stage of ENGAGEMENT_STAGES) {
    const works = stage === 'running' || stage === 'summing_up';
    expect(actsOn({ ...facts('new'), stage }, official).length > 0).toBe(works);
  }
});

test('a question that was made an appeal goes back to where it was, and until then whoever had it sees it no more', () => {
  const row = rowOf('takeBack', facts('appeal'), official)!;
  expect([stateAfter(row, { givenToId: 2 }), stateAfter(row, { givenToId: null })]).toEqual(['given', 'new']);
  expect([official, answering].map((actor) => maySeeQuestion(facts('appeal'), actor))).toEqual([true, false]);
});

test('a question is seen by ОГ, by whom it was given to and by who stands in for them', () => {
  expect([official, answering, deputy, another].map((actor) => maySeeQuestion(facts('given'), actor))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('its number as an appeal is one that the intake takes', () => {
  expect(numberOfAppeal(12, 10_000)).toBe('ПЛ-12-10000');
  expect(numberOfAppeal(12, 10_000, 2)).toBe('ПЛ-12-10000-2');
  expect(isAppealNumber(numberOfAppeal(2_147_483_647, 10_000, 100))).toBe(true);
});

describe('what a moderator is told', () => {
  test.each(['Вы там все идиоты', 'ИДИОТЫ, когда починят', 'одни уроды в ЖКХ', 'эти сволочи опять'])(
    '«%s» looks rude',
    (text) => {
      expect(isRude(text)).toBe(true);
    },
  );

  test.each([
    'Хуже дороги в районе нет',
    'Когда потребуется ремонт?',
    'Ребёнок упал на тротуаре, у него худой сапог',
    'Хулиганы разбили фонарь у бляхи',
    'Каждый обед отключают воду, небо видно сквозь крышу',
    'Огород затопило, уродился только лук',
    'Колебания напряжения, тварный рынок',
    'Оскорблять никого не хочу',
    'Хулить никого не буду, тебя и себя',
  ])('«%s» does not', (text) => {
    expect(isRude(text)).toBe(false);
  });
});

test('a question is about the beginnings of its words, each once, and numbers', () => {
  expect(stemsOf('Ёлка, ЁЛКИ и ёлочка у дома 15: когда? Йорт янында чыршы.')).toEqual([
    'елка',
    'елки',
    'елочк',
    'дома',
    '15',
    'когда',
    'йорт',
    'янынд',
    'чыршы',
  ]);
});

test('a letter beyond the first plane of Unicode is one letter, and is never halved', () => {
  expect(stemsOf('Когда 𝗼𝘁𝗿𝗲𝗺𝗼𝗻𝘁 у 𝗱𝗼𝗺𝗮 и 𝗱𝗼')).toEqual(['когда', '𝗼𝘁𝗿𝗲𝗺', '𝗱𝗼𝗺𝗮']);
});

test('in print each insult is a mark as a whole word, and nothing else is', () => {
  expect(withoutInsults('Вы идиоты? Сволочи! Урод, а уродливый дом стоит.', '…')).toBe(
    'Вы …? …! …, а уродливый дом стоит.',
  );
});
