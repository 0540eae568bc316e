import { toldApart } from '../../../../src/usecases/people/people';

test('people are named by surname and initials, and in full where two share these', () => {
  const names = [
    'Иванов Пётр Сергеевич',
    'Иванов Павел Семёнович',
    'Петров Пётр Петрович',
    'Королёв Иван Ильич',
    'Королев Игорь Ильич',
  ];
  expect(names.map(toldApart(names))).toEqual([
    'Иванов Пётр Сергеевич',
    'Иванов Павел Семёнович',
    'Петров П.П.',
    'Королёв Иван Ильич',
    'Королев Игорь Ильич',
  ]);
  // one person twice is no other person
  expect(['Петров Пётр Петрович'].map(toldApart(['Петров Пётр Петрович', 'Петров Пётр Петрович']))).toEqual([
    'Петров П.П.',
  ]);
});
