import { isWithin, liesExchanged, TATARSTAN } from '../../../src/regulation/district';

test.each<[string, number, number, boolean, boolean]>([
  ['Мамадыш', 55.71, 51.41, true, false],
  ['Мамадыш with its numbers exchanged', 51.41, 55.71, false, true],
  ['both ways inside', 54.1, 54.0, true, false],
  ['Петербург, outside both ways', 59.9, 30.3, false, false],
])('%s', (_, latitude, longitude, within, exchanged) => {
  const point = { latitude, longitude };
  expect([isWithin(point, TATARSTAN), liesExchanged(point, TATARSTAN)]).toEqual([within, exchanged]);
});
