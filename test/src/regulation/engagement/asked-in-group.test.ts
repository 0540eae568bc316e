import { isGatheredAt, isQuestion, mayBeTied } from '../../../../src/regulation/engagement/asked-in-group';
import { ENGAGEMENT_STAGES } from '../../../../src/regulation/engagement/vocabulary';
import { toPlainDate } from '../../../../src/regulation/calendar';
import { calendar, msk } from '../office';

test.each([
  'Когда почистят улицу Речную?',
  'когда починят дорогу на Садовой',
  'Здравствуйте. Почему не горит фонарь у дома 15',
  'Добрый день, скажите пожалуйста, где принимают батарейки',
  'Дорогу разбили, будете ремонтировать?',
  'Каток?! Будет зимой?',
  'Исәнмесез, юлны кайчан төзәтәләр?',
  'Кайчан юлны төзәтәләр',
  `Когда ${'очень '.repeat(600)}давно обещанный ремонт?`,
])('«%.60s» is a question', (text) => {
  expect(isQuestion(text)).toBe(true);
});

test.each([
  'Спасибо',
  'Спасибо!!!',
  '👍👍',
  '?',
  '???',
  'Почему?',
  'А что?',
  'Ну и где?',
  'Здравствуйте',
  'Вчера снег убрали, хорошо',
  'Когда-нибудь уберут',
  'https://mamadysh.ru/news?id=15 почитайте новость',
  'Кто-то потерял ключи от машины',
  '',
])('«%s» is none', (text) => {
  expect(isQuestion(text)).toBe(false);
});

describe('what was written at a moment belongs to a line', () => {
  const tie = { tiedAt: msk('2026-12-02 11:00'), untiedAt: null };
  const days = { stage: 'running', closesOn: toPlainDate('2026-12-10') } as const;
  const ended = { ...tie, untiedAt: msk('2026-12-05 12:00') };
  test.each([
    ['before the tie', '2026-12-02 10:59', tie, days, false],
    ['after it', '2026-12-02 11:00', tie, days, true],
    ['in the last minute of the last day', '2026-12-10 23:59', tie, days, true],
    ['told later, when the line is over', '2026-12-10 23:59', tie, { ...days, stage: 'summing_up' }, true],
    ['after the last day, when nobody has noticed yet', '2026-12-11 00:00', tie, days, false],
    ['before the tie has ended', '2026-12-05 11:59', ended, days, true],
    ['after the tie has ended', '2026-12-05 12:00', ended, days, false],
    ['while the line waits for its opening', '2026-12-05 11:00', tie, { ...days, stage: 'placing' }, false],
    ['when the line is finished', '2026-12-05 11:00', tie, { ...days, stage: 'finished' }, false],
  ] as const)('%s', (_, at, ofGroup, ofLine, expected) => {
    expect(isGatheredAt(msk(at), ofGroup, ofLine, calendar)).toBe(expected);
  });
});

test('a group is tied while the line runs, and at no other stage', () => {
  expect(ENGAGEMENT_STAGES.filter(mayBeTied)).toEqual(['running']);
});
