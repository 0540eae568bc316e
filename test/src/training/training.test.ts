import { loadConfig } from '../../../src/config';
import type { Role } from '../../../src/regulation/vocabulary';
import { trainingOptions } from '../../../src/training/training';

const options = (people: { id: number; name: string; roles: Role[] }[]) =>
  trainingOptions({
    config: loadConfig({}, false),
    stand: { port: 0, token: null, flood: false, host: '127.0.0.1' },
    people,
    groups: [],
    intakeToken: 'word',
    stateFile: 'stand.json',
  });
const handed = (people: { id: number; name: string; roles: Role[] }[]) => options(people).people;

test('the stand is told what everybody is in the office, in one order', () => {
  const roles: Role[] = ['admin', 'engagement', 'executor', 'coordinator'];
  expect(handed([{ id: 1001, name: 'Сафина Роза', roles }])).toEqual([
    { id: 1001, name: 'Сафина Роза', languageCode: 'ru', role: 'Координатор, исполнитель, администратор, ОГ' },
  ]);
});

test('the page hears where a sample lies, so that photos are taken there and not half a kilometre away', () => {
  const places = options([]).samples.map(({ name, place, request: { body } }) => ({ name, place, body }));
  expect(places.filter(({ place }) => place).map(({ name }) => name)).toEqual(['pothole', 'streetlight']);
  for (const { place, body } of places) expect(body).toMatchObject(place ?? {});
});

test('a sample export of ПОС is handed over, whose rows fit its columns', () => {
  const [document] = options([]).documents;
  const lines = (document?.text ?? '').split('\r\n').map((line) => line.split(';'));
  expect(lines.length).toBeGreaterThan(3);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  expect(lines[0]).toEqual(expect.arrayContaining(['Номер', 'Дата поступления']));
});

test('of those without a role nothing is said', () => {
  expect(handed([{ id: 1001, name: 'Сафина Роза', roles: [] }])).toEqual([
    { id: 1001, name: 'Сафина Роза', languageCode: 'ru' },
  ]);
});
