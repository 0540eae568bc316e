import { faultsOfTable } from '../../../src/regulation/decide';

test('the table is sound: every stage is reached and left, and one press has one answer', () => {
  expect(faultsOfTable()).toEqual([]);
});
