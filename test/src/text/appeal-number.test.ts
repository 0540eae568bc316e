import { isShortenedNumber, plainNumber } from '../../../src/text/appeal-number';

test.each([
  ['327441802', '327441802'],
  ['№ 327441802', '327441802'],
  ['№327 441 802', '327441802'],
  ["'327441802", '327441802'],
  ['«327441802»', '327441802'],
  [' N° 327441802 ', '327441802'],
  ['12/34-А', '12/34-А'],
])('a number that is written as «%s» is %s', (written, number) => {
  expect(plainNumber(written)).toBe(number);
});

test.each([
  ['3,41E+08', true],
  ['3.27e8', true],
  ['№ 3,41Е+08', true],
  ['327441802', false],
  ['12E', false],
])('«%s» was shortened by a spreadsheet: %s', (written, shortened) => {
  expect(isShortenedNumber(written)).toBe(shortened);
});
