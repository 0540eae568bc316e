import { loadConfig } from '../../../src/config';
import type { Role } from '../../../src/regulation/vocabulary';
import { trainingOptions } from '../../../src/training/training';

const handed = (people: { id: number; name: string; roles: Role[] }[]) =>
  trainingOptions({
    config: loadConfig({}, false),
    stand: { port: 0, token: null, flood: false },
    people,
    groups: [],
    intakeToken: 'word',
    stateFile: 'stand.json',
  }).people;

test('the stand is told what everybody is in the office, in one order', () => {
  const roles: Role[] = ['admin', 'engagement', 'executor', 'coordinator'];
  expect(handed([{ id: 1001, name: 'Сафина Роза', roles }])).toEqual([
    { id: 1001, name: 'Сафина Роза', languageCode: 'ru', role: 'Координатор, исполнитель, администратор, ОГ' },
  ]);
});

test('of those without a role nothing is said', () => {
  expect(handed([{ id: 1001, name: 'Сафина Роза', roles: [] }])).toEqual([
    { id: 1001, name: 'Сафина Роза', languageCode: 'ru' },
  ]);
});
