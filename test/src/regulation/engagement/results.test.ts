import { NO_CONTENT } from '../../../../src/regulation/engagement/content';
import {
  ballotsOf,
  faultsOfCounts,
  faultsOfProposals,
  readCounts,
  RESULTS_OF,
  votesIn,
  type SentCount,
} from '../../../../src/regulation/engagement/results';
import { leadersOf, shareOf, sharesOf, wholeOf } from '../../../../src/regulation/engagement/shares';
import { ENGAGEMENT_KINDS } from '../../../../src/regulation/engagement/vocabulary';

const SITES = {
  ...NO_CONTENT,
  options: [
    { name: 'Парк Победы', about: 'ул. Ленина, 1' },
    { name: 'Двор', about: '' },
  ],
};
const POLL = {
  ...NO_CONTENT,
  questions: [
    { text: 'Каким быть парку?', options: ['Тихим', 'Спортивным'], several: false, own: true },
    { text: 'Что поставить?', options: ['Скамьи', 'Фонари'], several: true, own: false },
  ],
};
const vote = ballotsOf('site_vote', SITES);
const poll = ballotsOf('poll', POLL);
const rows = (...said: readonly (readonly [question: string, option: string, votes: string])[]): SentCount[] =>
  said.map(([question, option, votes], index) => ({ row: index + 2, question, option, votes }));
const faultsOf = (sent: readonly SentCount[], of = vote) =>
  readCounts(of, sent).faults.map((fault) => ('name' in fault ? `${fault.kind} ${fault.name}` : fault.kind));

test('of what results are made is told of every kind', () => {
  expect(ENGAGEMENT_KINDS.filter((kind) => RESULTS_OF[kind] === 'counts')).toEqual([
    'poll',
    'site_vote',
    'project_vote',
    'rating',
  ]);
  expect(ENGAGEMENT_KINDS.filter((kind) => RESULTS_OF[kind] === 'proposals')).toEqual(['discussion', 'hearings']);
});

test.each([
  ['by its name', 'парк победы'],
  ['by its name and its place, as ПОС has it', 'Парк Победы, ул. Ленина, 1'],
  ['in quotes', '«Парк Победы»'],
  ['by its number', '1'],
  ['by its number as lists have it', '1.'],
])('an option is known %s', (_, said) => {
  const { tallies, faults } = readCounts(vote, rows(['', said, '512'], ['', 'Двор', '300']));
  expect(faults).toEqual([]);
  expect(tallies[0]?.counts.map(({ votes }) => votes)).toEqual([512, 300]);
});

test.each([
  ['512', 512],
  ['1 024', 1_024],
  ['1\u00a0024', 1_024],
  ['512 (34,1 %)', 512],
  ['512.0', 512],
  ['512,00', 512],
  // a thousand, as Excel may have it, or one: nobody knows
  ['1,000', null],
  ['12.000', null],
  ['0', 0],
  ['-3', null],
  ['12,5', null],
  ['', null],
  ['много', null],
  ['99999999999', null],
])('«%s» votes are %s', (said, votes) => expect(votesIn(said)).toBe(votes));

test('proposals that are too long, too many or not there are told, and none is cut', () => {
  const sent = (row: number, text: string, decision = '') => ({ row, text, decision });
  const long = '😀'.repeat(2_001);
  expect(faultsOfProposals([sent(2, long.slice(2)), sent(3, 'Липы', long), sent(4, long)], 0)).toEqual([
    { kind: 'longProposal', row: 3, length: 2_001 },
    { kind: 'longProposal', row: 4, length: 2_001 },
  ]);
  expect(faultsOfProposals([sent(2, 'Липы'), sent(7, '', 'Учтено')], 0)).toEqual([{ kind: 'noProposal', row: 7 }]);
  const many = Array.from({ length: 499 }, (_, index) => sent(index + 2, `Предложение ${index}`));
  expect(faultsOfProposals(many, 1)).toEqual([]);
  expect(faultsOfProposals(many, 2)).toEqual([{ kind: 'tooManyProposals' }]);
});

test('what is not known, is there twice, is missing or is no number is told, and nothing is guessed', () => {
  expect(faultsOf(rows(['', 'Парк Победы', '1'], ['', 'Двор', '2'], ['', 'Набережная', '3']))).toEqual([
    'unknownOption Набережная',
  ]);
  expect(faultsOf(rows(['', 'Двор', '1'], ['', '2', '1'], ['', 'Парк Победы', '3']))).toEqual(['twice Двор']);
  expect(faultsOf(rows(['', 'Двор', '1']))).toEqual(['missing Парк Победы']);
  expect(faultsOf(rows(['', 'Двор', '1'], ['', 'Парк Победы', 'много']))).toEqual([
    'notNumber Парк Победы',
    'missing Парк Победы',
  ]);
  expect(faultsOf([])).toEqual(['nothing']);
});

test('twelve options where the vote has ten: two of them are named', () => {
  const ten = Array.from({ length: 10 }, (_, index) => ({ name: `Двор ${index + 1}`, about: '' }));
  const sent = rows(...Array.from({ length: 12 }, (_, index) => ['', `Двор ${index + 1}`, '5'] as const));
  expect(faultsOf(sent, ballotsOf('site_vote', { ...NO_CONTENT, options: ten }))).toEqual([
    'unknownOption Двор 11',
    'unknownOption Двор 12',
  ]);
});

test('a file’s own total is checked, and the number of people is no option', () => {
  const sent = (total: string) =>
    rows(['', 'Парк Победы', '512'], ['', 'Двор', '300'], ['', 'Итого', total], ['', 'Участников', '800']);
  expect(readCounts(vote, sent('812'))).toMatchObject({ participants: 800, faults: [] });
  expect(readCounts(vote, sent('813')).faults).toEqual([{ kind: 'total', row: 4, said: 813, votes: 812 }]);
});

test.each([
  'Участников',
  'Участники',
  'Всего участников',
  'Количество участников голосования',
  'Кол-во участников, чел.',
  'Участвовало',
  'Участвовали (человек)',
  'Приняли участие в опросе',
  'Проголосовало',
  'Проголосовало человек',
  'Всего проголосовало',
  'Катнашучылар',
  'Катнашучылар саны',
  'Барлыгы катнашты',
  'Ничә кеше катнашты?',
  'Тавыш бирүчеләр',
])('«%s» is the number of people', (said) => {
  const sent = rows(['', 'Парк Победы', '512'], ['', 'Двор', '300'], ['', said, '800']);
  expect(readCounts(vote, sent)).toMatchObject({ participants: 800, faults: [] });
});

const OWN = ['Участникам СВО', 'Участник войны', 'Участвовал бы весь двор', 'Проголосовал за липы', 'Катнашу юллары'];
test.each(OWN)('«%s» is an answer of a citizen’s own', (own) => {
  const sent = rows(['1', 'Тихим', '40'], ['', 'Спортивным', '35'], ['', own, '40'], ['2', '1', '60'], ['', '2', '70']);
  const { tallies, participants, faults } = readCounts(poll, sent);
  expect([tallies[0]?.own, participants, faults]).toEqual([[{ name: own, votes: 40 }], null, []]);
});

test.each([
  'Итого',
  'Всего',
  'Всего голосов',
  'Итого по вопросу:',
  'Всего ответов, 100 %',
  'Барысы',
  'Барлыгы тавышлар',
])('«%s» is a total, also where citizens answer in their own words', (said) => {
  const sent = rows(
    ['1', 'Тихим', '40'],
    ['', 'Спортивным', '35'],
    ['', said, '76'],
    ['2', '1', '60'],
    ['', '2', '70'],
  );
  expect(readCounts(poll, sent)).toMatchObject({
    tallies: { 0: { own: [] } },
    faults: [{ kind: 'total', row: 4, said: 76, votes: 75 }],
  });
});

test.each(['Всего хорошего, сделайте парк', 'Всего понемногу', 'Итого: ничего не надо', 'Барысы да яхшы'])(
  '«%s» is an answer of a citizen’s own, and an option where it is one; only what says all votes is their total',
  (said) => {
    const sent = (votes: string) =>
      rows(['1', 'Тихим', '40'], ['', said, votes], ['', 'Спортивным', '35'], ['2', '1', '60'], ['', '2', '70']);
    expect(readCounts(poll, sent('2'))).toMatchObject({
      tallies: { 0: { own: [{ name: said, votes: 2 }] } },
      faults: [],
    });
    expect(readCounts(poll, sent('75'))).toMatchObject({ tallies: { 0: { own: [] } }, faults: [] });
    const named = ballotsOf('poll', {
      ...NO_CONTENT,
      questions: [{ text: 'Какой парк?', options: [said, 'Никакой'], several: false, own: true }],
    });
    expect(readCounts(named, rows(['', said, '9'], ['', 'Никакой', '9']))).toMatchObject({
      tallies: { 0: { counts: [{ votes: 9 }, { votes: 9 }], own: [] } },
      faults: [],
    });
  },
);

test('where nobody answers in their own words whatever begins like a total is one', () => {
  const sent = rows(['', 'Парк Победы', '512'], ['', 'Двор', '300'], ['', 'Всего отдали за объекты', '813']);
  expect(readCounts(vote, sent).faults).toEqual([{ kind: 'total', row: 4, said: 813, votes: 812 }]);
});

test('where the number of people has a field of its own no row is taken for it or for a total', () => {
  const sent = rows(['', 'Парк Победы', '512'], ['', 'Двор', '300'], ['', 'Участников', '800'], ['', 'Итого', '812']);
  expect(readCounts(vote, sent, 'optionsAlone')).toMatchObject({
    participants: null,
    faults: [
      { kind: 'unknownOption', row: 4, name: 'Участников' },
      { kind: 'unknownOption', row: 5, name: 'Итого' },
    ],
  });
});

test('an option that is called as the number of people is an option', () => {
  const who = ballotsOf('poll', {
    ...NO_CONTENT,
    questions: [
      { text: 'Где?', options: ['Парк', 'Двор'], several: false, own: false },
      { text: 'Кого наградить?', options: ['Участников', 'Судей'], several: false, own: false },
    ],
  });
  const sent = rows(['1', '1', '5'], ['1', '2', '6'], ['2', 'Участников', '7'], ['2', 'Судей', '4']);
  expect(readCounts(who, sent)).toMatchObject({
    participants: null,
    faults: [],
    tallies: { 1: { counts: [{ votes: 7 }, { votes: 4 }] } },
  });
});

test('a number that is typed again takes the place of the one before', () => {
  const typed = { row: 1, question: '', option: 'Двор', votes: '301', isTyped: true } as const;
  const { tallies, faults } = readCounts(vote, [...rows(['', 'Парк Победы', '512'], ['', 'Двор', '300']), typed]);
  expect(faults).toEqual([]);
  expect(tallies[0]?.counts[1]?.votes).toBe(301);
});

test('a poll: rows go to their question, merged cells to the one above, own answers are listed by how many gave them', () => {
  const { tallies, faults } = readCounts(
    poll,
    rows(
      ['Каким быть парку?', 'Тихим', '40'],
      ['', 'Спортивным', '35'],
      ['', 'С прудом', '2'],
      ['', 'с прудом', '3'],
      ['', 'Для всех', '9'],
      ['Что поставить?', 'Скамьи', '60'],
      ['', 'Фонари', '70'],
    ),
  );
  expect(faults).toEqual([]);
  expect(tallies[0]?.own).toEqual([
    { name: 'Для всех', votes: 9 },
    { name: 'С прудом', votes: 5 },
  ]);
  expect(faultsOf(rows(['Что построить?', 'Тихим', '1']), poll)[0]).toBe('unknownQuestion Что построить?');
  expect(faultsOf(rows(['Что поставить?', 'Урны', '1']), poll)[0]).toBe('unknownOption Урны');
});

test.each([
  ['more votes for one than people', 'any', [900, 10], 812, 'moreThanParticipants'],
  ['more answers than people who give one each', 'one', [500, 400], 812, 'sumOverParticipants'],
  ['fewer votes than people who have voted', 'any', [500, 300], 812, 'sumUnderParticipants'],
  ['a question of a poll that some have left out', 'one', [500, 300], 812, null],
  ['several ticks of one person', 'several', [700, 700], 812, null],
  ['one vote each', 'any', [512, 300], 812, null],
] as const)('%s', (_, choosing, votes, participants, fault) => {
  const counts = votes.map((one, index) => ({ name: String(index), votes: one }));
  const found = faultsOfCounts([{ question: '', choosing, counts, own: [] }], participants);
  expect(found[0]?.kind ?? null).toBe(fault);
});

test('a share is one of the votes, or of the people where one may tick several; of nothing there is none', () => {
  const counts = [
    { name: 'Парк', votes: 512 },
    { name: 'Двор', votes: 512 },
    { name: 'Сквер', votes: 1 },
  ];
  const tally = { question: '', counts, own: [] };
  expect(wholeOf({ ...tally, choosing: 'any' }, 800)).toBe(1_025);
  expect(wholeOf({ ...tally, choosing: 'several' }, 800)).toBe(800);
  expect([shareOf(512, 1_025), shareOf(1, 3), shareOf(0, 0)]).toEqual([50, 33.3, null]);
  expect(leadersOf({ ...tally, choosing: 'any' }).map(({ name }) => name)).toEqual(['Парк', 'Двор']);
  expect(leadersOf({ ...tally, choosing: 'any', counts: [{ name: 'Парк', votes: 0 }] })).toEqual([]);
});

test('what a form leaves empty nobody has said: no number, no zero and no complaint of the row', () => {
  const read = readCounts(vote, rows(['', 'Парк Победы', '512'], ['', 'Двор', ''], ['', 'Участников', '']));
  expect(read.said).toEqual([[512, null]]);
  expect(read.participants).toBeNull();
  expect(read.faults).toEqual([{ kind: 'missing', name: 'Двор' }]);
  // The question of a row that says nothing is that of those under it, too.
  const ofPoll = readCounts(poll, rows(['Что поставить?', 'Скамьи', ''], ['', 'Фонари', '5']));
  expect(ofPoll.said).toEqual([
    [null, null],
    [null, 5],
  ]);
});

test('what was wrong in a file is right once it was typed, and its sum is counted anew', () => {
  const file = rows(['', 'Парк Победы', 'много'], ['', 'Двор', '300'], ['', 'Двор', '301'], ['', 'Итого', '812']);
  const typed = (option: string, votes: string): SentCount => ({ row: 1, question: '', option, votes, isTyped: true });
  const kinds = (...more: readonly SentCount[]) => readCounts(vote, [...file, ...more]).faults.map(({ kind }) => kind);
  expect(kinds()).toEqual(['notNumber', 'twice', 'total', 'missing']);
  expect(kinds(typed('1', '512'))).toEqual(['twice']);
  expect(kinds(typed('1', '511'), typed('2', '300'))).toEqual(['total']);
  expect(kinds(typed('1', '511'), typed('2', '300'), typed('Итого', '811'))).toEqual([]);
  expect(kinds(typed('1', '512'), typed('2', '300'))).toEqual([]);
});

test('an option by another name in a file is no fault once what was missing was typed', () => {
  const file = rows(['', 'Парк', '512'], ['', 'Двор', '300'], ['', 'Участников', 'все']);
  const typed = (option: string, votes: string): SentCount => ({ row: 1, question: '', option, votes, isTyped: true });
  expect(faultsOf(file)).toEqual(['unknownOption Парк', 'notNumber Участников', 'missing Парк Победы']);
  expect(faultsOf([...file, typed('2', '300')])).toContain('unknownOption Парк');
  expect(faultsOf([...file, typed('1', '512'), typed('Участников', '812')])).toEqual([]);
});

test('shares of a whole come to a hundred, and of what one may tick several each stands by itself', () => {
  const tally = (votes: readonly number[], own: readonly number[], choosing: 'one' | 'several') => ({
    ...{ question: '', choosing },
    counts: votes.map((count, at) => ({ name: `${at}`, votes: count })),
    own: own.map((count, at) => ({ name: `own ${at}`, votes: count })),
  });
  expect(sharesOf(tally([1, 1, 1], [], 'one'), 3)).toEqual({ counts: [33.4, 33.3, 33.3], own: 0 });
  expect(sharesOf(tally([2, 2], [1, 1, 1], 'one'), 7)).toEqual({ counts: [28.6, 28.6], own: 42.8 });
  expect(sharesOf(tally([0, 0], [], 'one'), 0)).toEqual({ counts: [null, null], own: null });
  expect(sharesOf(tally([2, 2, 3], [], 'several'), 3)).toEqual({ counts: [66.7, 66.7, 100], own: 0 });
});
