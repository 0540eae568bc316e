import { inDative, inOrdinal, spokenWordsOf, wordsOf } from '../../src/i18n';

test.each([
  ['30.11', '30.11гә'], // унбер
  ['01.12', '01.12гә'], // унике
  ['25.03', '25.03кә'], // өч
  ['25.04', '25.04кә'], // дүрт
  ['25.05', '25.05кә'], // биш
  ['25.06', '25.06га'], // алты
  ['25.07', '25.07гә'], // җиде
  ['25.08', '25.08гә'], // сигез
  ['25.09', '25.09га'], // тугыз
  ['25.10', '25.10га'], // ун
  ['25.01.2027', '25.01.2027гә'], // җиде
  ['25.01.2030', '25.01.2030га'], // утыз
  ['30.11 09:30', '30.11 09:30га'], // утыз
  ['30.11 09:20', '30.11 09:20гә'], // егерме
  ['30.11 09:40', '30.11 09:40ка'], // кырык
  ['30.11 09:50', '30.11 09:50гә'], // илле
  ['30.11 14:00', '30.11 14:00гә'], // нуль
  ['60', '60ка'], // алтмыш
  ['70', '70кә'], // җитмеш
  ['80', '80гә'], // сиксән
  ['90', '90га'], // туксан
  ['100', '100гә'], // йөз
  ['1200', '1200гә'], // ике йөз
  ['3000', '3000гә'], // мең
  ['20.12?', '20.12?'], // what ends with no digit is left alone
])('«%s» in the dative is «%s»', (text, dative) => {
  expect(inDative(text)).toBe(dative);
});

test.each([
  ...[6, 9, 10, 16, 19, 26, 29, 30, 36, 40, 60, 90].map((place) => [String(place), 'нчы']),
  ...[1, 2, 3, 4, 5, 7, 8, 11, 12, 20, 21, 50, 70, 80, 100, 1000].map((place) => [String(place), 'нче']),
  ['?', ''], // what ends with no digit is left alone
])('«%s» as an ordinal ends in «%s»', (text, ending) => {
  expect(inOrdinal(text)).toBe(`${text}${ending}`);
});

test('what a text quotes keeps its own marks within other ones, in both dresses and languages', () => {
  const values = { body: 'АО «Управление»', from: '01.12' };
  expect(wordsOf('ru').plain('violation:view.documentsStill', values)).toBe(
    'Ждут документы от «АО „Управление“» с 01.12',
  );
  expect(spokenWordsOf('tt').html('violation:view.documentsStill', values)).toContain('«АО „Управление“»');
  expect(wordsOf('ru').plain('violation:kind.stage', { stage: 'В <работе>' })).toBe('Пропущен срок этапа «В <работе>»');
  expect(wordsOf('ru').html('violation:kind.stage', { stage: 'В «<работе>»' })).toBe(
    'Пропущен срок этапа «В „&lt;работе&gt;“»',
  );
});

test('what stands outside of quotation marks stays as somebody has written it', () => {
  expect(wordsOf('ru').plain('form:chosen.organization', { name: 'АО «Управление»' })).toBe('Куда: АО «Управление»');
});
