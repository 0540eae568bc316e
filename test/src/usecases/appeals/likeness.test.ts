import { likenessOf, sketchOf } from '../../../../src/usecases/appeals/likely-repeats';

const TEXT =
  'Яма на ул. Советской, 15 засыпана асфальтобетонной смесью 20 ноября, работы принял мастер участка МКУ «Благоустройство». Дорога открыта для движения, ограждение снято, за состоянием участка следит дорожная служба района до весны.';
const words = TEXT.split(' ');
const withOthers = (count: number) =>
  words.map((word, at) => (at % 7 === 3 && at / 7 < count ? `иное${at}` : word)).join(' ');
const inCommon = (one: string, other: string) =>
  sketchOf(one).filter((number) => sketchOf(other).includes(number)).length;

test('the same words are the same text, whatever their case, marks and breaks', () => {
  expect(likenessOf(TEXT, TEXT.toUpperCase().replaceAll(/[.,]/g, ' !\n'))).toBe(1);
  expect(sketchOf('Ещё раз: всё сделано')).toEqual(sketchOf('еще раз, все СДЕЛАНО'));
});

test('each other word takes away its three runs', () => {
  const runs = words.filter((word) => /[\p{L}\p{N}]/u.test(word)).length - 2;
  expect(likenessOf(TEXT, withOthers(1))).toBeCloseTo((runs - 3) / (runs + 3));
  expect(likenessOf(TEXT, 'Совсем другой ответ о светильниках на Лесной')).toBe(0);
  expect(likenessOf('', '')).toBe(0);
});

test('near texts have numbers in common, others have none', () => {
  expect(inCommon(TEXT, TEXT)).toBe(20);
  expect(inCommon(TEXT, withOthers(1))).toBeGreaterThan(0);
  expect(inCommon(TEXT, 'Совсем другой ответ о светильниках на Лесной улице, все они заменены')).toBe(0);
  expect(sketchOf('…')).toEqual([]);
  expect(sketchOf('Сделано')).toHaveLength(20);
});

test('numbers are integers of PostgreSQL, and the longest answer takes a moment', () => {
  const long = Array.from({ length: 1_500 }, (_, at) => `слово${at * 7919}`).join(' ');
  const began = performance.now();
  for (const number of sketchOf(long)) {
    expect(Number.isInteger(number)).toBe(true);
    expect(Math.abs(number)).toBeLessThanOrEqual(2 ** 31);
  }
  expect(performance.now() - began).toBeLessThan(5_000);
});
