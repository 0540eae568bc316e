import { pastedLines } from '../../../src/text/pasted-lines';

test.each([
  ['Яма у дома 5.\nПрошу засыпать.', { rest: 'Яма у дома 5.\nПрошу засыпать.', cut: [], address: null }],
  [
    'Заявитель: Иванов Пётр\nТелефон: 8 917 123-45-67\nЭлектронная почта: a@b.ru\nАдрес: ул. Советская, 15\nЯма.',
    { rest: 'Яма.', cut: ['applicant', 'phone', 'mail'], address: 'ул. Советская, 15' },
  ],
  [
    'ФИО заявителя\nИванов Пётр\nЯма на дороге\nE-mail:\na@b.ru\nАдрес\nул. Мира, 3',
    { rest: 'Яма на дороге', cut: ['applicant', 'mail'], address: 'ул. Мира, 3' },
  ],
  [
    'Телефон не работает.\nАдрес неизвестен.',
    { rest: 'Телефон не работает.\nАдрес неизвестен.', cut: [], address: null },
  ],
  ['Телефон: 8 917 123-45-67', { rest: '', cut: ['phone'], address: null }],
])('of %j the applicant’s lines are cut and the address is known', (text, parts) => {
  expect(pastedLines(text)).toEqual(parts);
});
