import { filledIn, placeholdersLeft, unknownPlaceholders } from '../../../src/regulation/placeholders';

const VALUES = {
  number: '327441806',
  date: '12.11.2026',
  address: null,
  topic: 'Яма',
  executor: 'Петров П.П.',
  term: '12.12.2026',
  today: '25.11.2026',
};

test.each([
  ['Обращение № {номер} от {дата}', 'Обращение № 327441806 от 12.11.2026'],
  ['{ Номер }, {НОМЕР}', '327441806, 327441806'],
  ['{көн}, {башкаручы}, {бүген}', '12.11.2026, Петров П.П., 25.11.2026'],
  ['{тема}: ответим до {срок}, {исполнитель}', 'Яма: ответим до 12.12.2026, Петров П.П.'],
  ['Исполнитель {исполнитель}. Срок {срок}.', 'Исполнитель Петров П.П. Срок 12.12.2026.'],
  // what is not known of the appeal stays for whoever writes
  ['По адресу {адрес}', 'По адресу {адрес}'],
  ['Ничего не заменяется: {телефон}, {}, { {номер', 'Ничего не заменяется: {телефон}, {}, { {номер'],
])('%s', (template, expected) => {
  expect(filledIn(template, VALUES)).toBe(expected);
});

test('what is no placeholder is told as it is written, each once', () => {
  expect(unknownPlaceholders('{номер} {телефон} {ФИО} {телефон} {}')).toEqual(['{телефон}', '{ФИО}', '{}']);
  expect(unknownPlaceholders('Без скобок и с { одной')).toEqual([]);
});

test('what is left to fill in is told', () => {
  expect(placeholdersLeft('Дом {Адрес}, {адрес}, {телефон}')).toEqual(['{Адрес}', '{адрес}']);
  expect(placeholdersLeft(filledIn('{номер}', VALUES))).toEqual([]);
});
