import { alikeAmong } from '../../../../src/usecases/people/people';

const THERE = ['Семёнов Олег', 'Дороги', 'Школа № 3'];

test.each([
  ['Семенов Олег', 'Семёнов Олег', 'е for ё'],
  ['СЕМЁНОВ ОЛЕГ', 'Семёнов Олег', 'case'],
  ['Семёнов  олег', 'Семёнов Олег', 'spaces and case'],
  ['Семёнов \u004fлег', 'Семёнов Олег', 'a Latin O'],
  ['Д\u006fр\u006fги', 'Дороги', 'Latin o twice'],
])('%s looks like %s: %s', (name, other) => {
  expect(alikeAmong(THERE, [name])).toEqual([{ name, other }]);
});

test('another name is no such thing, nor is what is there', () => {
  expect(alikeAmong([...THERE, 'Дoроги'], ['Дороги', 'Школа № 4', 'Семёнова Ольга', 'Школа № 4'])).toEqual([]);
});

test('of two that come together the later one is told of', () => {
  expect(alikeAmong([], ['Дороги', 'дороги'])).toEqual([{ name: 'дороги', other: 'Дороги' }]);
});
