import { wordsOf } from '../../../../src/i18n';
import { errorsSheet } from '../../../../src/intake/registry/errors-sheet';

test('columns that ПОС’ export does not have stay out of the file of errors, which goes into a chat: an applicant may stand there', () => {
  const headings = ['Номер', 'ФИО заявителя', ' Дата  поступления ', 'Телефон'];
  const complaints = [{ column: 'Дата поступления', value: 'вчера', reason: 'такого дня нет' }];
  const cells = ['1', 'Иванов И.И.', 'вчера', '89170000000'];
  const { columns, rows } = errorsSheet(headings, [{ row: 7, cells, complaints }], wordsOf('ru'));
  expect(columns.map(({ heading }) => heading)).toEqual(['Строка', 'Номер', ' Дата  поступления ', 'Ошибка']);
  expect(rows).toEqual([[7, '1', 'вчера', 'Дата поступления: такого дня нет']]);
});
