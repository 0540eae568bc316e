import { changePerson, type PersonChange } from '../../../../src/usecases/office/change-person';
import { disablePerson, enablePerson } from '../../../../src/usecases/office/disable-person';
import { loadRoster } from '../../../../src/usecases/office/load-roster';
import { officialById } from '../../../../src/usecases/kit/officials';
import { openOffice, type PersonName, type WorkingOffice } from '../working-office';

// The last coordinator goes, and appeals would ring at nobody's.

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.rows(`update person set roles = array_remove(roles, 'coordinator') where name = 'everything'`);
});
afterEach(() => office.fresh.drop());

const admin = async () => (await officialById(office.desk, office.people.admin))!;
const coordinates = (held: boolean): PersonChange => ({ kind: 'role', role: 'coordinator', held });
const change = async (name: PersonName, held: boolean) =>
  changePerson(office.desk, await admin(), office.people[name], coordinates(held));
const switchOff = async (name: PersonName) =>
  disablePerson(office.desk, await admin(), { personId: office.people[name], successors: {}, reason: 'уволен' });
const nobody = async () => [await change('coordinator', false), await switchOff('coordinator2')];
const told = async (kind: string) =>
  (
    await office.rows<{ params: { personId: number; count?: number } }>(
      'select params from outbox_message where kind = $1 order by id',
      [kind],
    )
  ).map(({ params: { personId, count } }) => [office.nameOf(personId), ...(count === undefined ? [] : [count])]);

test('is said to whoever takes the last role or switches the last one off', async () => {
  expect(await change('coordinator', false)).toMatchObject({ ok: true, lacks: [] });
  expect(await switchOff('coordinator2')).toMatchObject({ ok: true, lacks: ['nobodyCoordinates'] });
  expect(await enablePerson(office.desk, await admin(), office.people.coordinator2)).toMatchObject({ lacks: [] });
  expect(await change('coordinator2', false)).toMatchObject({ ok: true, lacks: ['nobodyCoordinates'] });
});

test('what has just come to lack stands before what lacked already', async () => {
  await nobody();
  await office.rows(`update person set can_approve = false where name <> 'approving'`);
  expect(await switchOff('approving')).toMatchObject({ lacks: ['nobodyApproves', 'nobodyCoordinates'] });
});

test('is said of a roster, too', async () => {
  const users = [
    { name: 'coordinator', roles: ['executor'] as const },
    { name: 'coordinator2', roles: ['executor'] as const },
  ];
  const loaded = await loadRoster(office.desk, { users, organizations: [], categories: [], groups: [] });
  expect(loaded.warnings).toContainEqual({ kind: 'nobodyCoordinates' });
});

test('admins hear once that appeals come in, however many', async () => {
  await office.register();
  expect(await told('nobodyCoordinates')).toEqual([]);
  await nobody();
  await office.register();
  await office.register();
  expect(await told('nobodyCoordinates')).toEqual([['admin'], ['everything']]);
});

test.each([
  ['given the role', () => change('curator', true), 'curator'],
  [
    'switched on again',
    async () => enablePerson(office.desk, await admin(), office.people.coordinator2),
    'coordinator2',
  ],
] as const)('the first who is %s hears how many appeals wait, the next does not', async (_, act, name) => {
  await nobody();
  await office.register();
  await office.register();
  await act();
  await change('executor', true);
  expect(await told('batch')).toEqual([[name, 2]]);
});

test('where nothing waits the first coordinator hears of nothing', async () => {
  await nobody();
  await change('curator', true);
  expect(await told('batch')).toEqual([]);
});
