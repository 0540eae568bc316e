import { AnswerDraft } from '../../../entities/answers';
import { Form } from '../../../entities/form';
import { columnNames, columns, snakeCase, type RowOf } from '../../../src/database/columns';

test.each([
  ['id', 'id'],
  ['dueAt', 'due_at'],
  ['dueBeforePostponement', 'due_before_postponement'],
  ['sha256', 'sha256'],
])('the column of %s is %s', (property, column) => {
  expect(snakeCase(property)).toBe(column);
});

test('a list for a SELECT gives each column the name of its property', () => {
  expect(columns(Form, ['id', 'personId', 'version'])).toBe('id, person_id as "personId", version');
});

test('behind an alias every column is one of that table', () => {
  expect(columns(AnswerDraft, ['type', 'postponedUntil'], 'd')).toBe('d.type, d.postponed_until as "postponedUntil"');
});

test('a list for an INSERT has the columns by their own names', () => {
  expect(columnNames(Form, ['personId', 'subject', 'expiresAt'])).toBe('person_id, subject, expires_at');
});

test('the compiler knows what a row holds, and refuses what the entity has not', () => {
  const list = columns(Form, ['personId', 'state']);
  const rows: RowOf<typeof list>[] = [
    { personId: 1, state: 'open' },
    // @ts-expect-error a state that no form has
    { personId: 1, state: 'lost' },
    // @ts-expect-error not in the list
    { personId: 1, state: 'open', revision: 1 },
  ];
  // @ts-expect-error no property of a form
  expect([list, rows.length, columns(Form, ['person_id'])]).toEqual(['person_id as "personId", state', 3, 'person_id']);
});
