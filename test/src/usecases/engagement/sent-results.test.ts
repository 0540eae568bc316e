import { countsTyped } from '../../../../src/usecases/engagement/sent-results';

const NUMBERS: readonly (readonly [string, string, string])[] = [
  ['Парк: 512', 'Парк', '512'],
  ['1: 1 512', '1', '1 512'],
  ['2 = 40', '2', '40'],
  ['Двор у школы № 2; 100', 'Двор у школы № 2', '100'],
  ['2 40', '2', '40'],
  // What is no number is told as it was written, beside what it was to be the number of.
  ['Двор у школы № 2; 1,000', 'Двор у школы № 2', '1,000'],
  ['Парк', 'Парк', ''],
];

test.each(NUMBERS)('of «%s» it is known what stands where', (line, option, votes) => {
  expect(countsTyped(line, 1)).toEqual([{ row: 1, isTyped: true, question: '', option, votes }]);
});
