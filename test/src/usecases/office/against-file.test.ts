import { againstFile, namesFormer, type RosterData } from '../../../../src/usecases/office/loading';
import type { PersonChange } from '../../../../src/usecases/office/change-person';

const FILE: RosterData = {
  users: [
    { name: 'Петров П.П.', roles: ['executor'] },
    { name: 'Гарипов Р.М.', roles: ['supervisor'], canApprove: true },
  ],
  organizations: [],
  categories: [],
  groups: [],
};
const role = (held: boolean, one: 'executor' | 'curator'): PersonChange => ({ kind: 'role', role: one, held });
const approval = (allowed: boolean): PersonChange => ({ kind: 'canApprove', allowed });

test.each<[said: string, file: RosterData | null, name: string, change: PersonChange, against: object | null]>([
  ['a role that it has not is taken', FILE, 'Петров П.П.', role(true, 'curator'), { does: 'takes', what: 'curator' }],
  ['one that it has stays', FILE, 'Петров П.П.', role(true, 'executor'), null],
  ['one that it has returns', FILE, 'Петров П.П.', role(false, 'executor'), { does: 'returns', what: 'executor' }],
  ['one that it has not stays taken', FILE, 'Петров П.П.', role(false, 'curator'), null],
  ['the right to approve returns', FILE, 'Гарипов Р.М.', approval(false), { does: 'returns', what: 'canApprove' }],
  ['of which it says nothing is taken', FILE, 'Петров П.П.', approval(true), { does: 'takes', what: 'canApprove' }],
  ['whom it does not name is left alone', FILE, 'Новиков Н.Н.', role(true, 'curator'), null],
  ['a position is not its matter', FILE, 'Петров П.П.', { kind: 'position', position: 'мастер' }, null],
  ['of a file that nobody can read nothing is said', null, 'Петров П.П.', role(true, 'curator'), null],
])('%s', (_said, file, name, change, against) => {
  expect(againstFile(file, name, change, false)).toEqual(against);
});

test('whom the environment makes admin is admin again, whatever the file says of them', () => {
  const admin = (held: boolean) => againstFile(FILE, 'Петров П.П.', { kind: 'role', role: 'admin', held }, true);
  expect([admin(true), admin(false)]).toEqual([null, { does: 'returnsAnyhow', what: 'admin' }]);
});

test('whoever has another name than in the file would be there twice', () => {
  expect(namesFormer(FILE, 'Петров П.П.', 'Петров Пётр')).toBe(true);
  expect(namesFormer(FILE, 'Новиков Н.Н.', 'Новиков Н.А.')).toBe(false);
  expect(namesFormer(FILE, 'Петров П.П.', 'Гарипов Р.М.')).toBe(false);
  expect(namesFormer(null, 'Петров П.П.', 'Петров Пётр')).toBe(false);
});
