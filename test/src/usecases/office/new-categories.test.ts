import { applyDecisions, decideCategory, type CategoryDecision } from '../../../../src/usecases/office/new-categories';
import { changeCategory } from '../../../../src/usecases/office/books';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { officialById } from '../../../../src/usecases/kit/officials';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const learned = async (category: string): Promise<number> =>
  (
    await office.rows<{ id: number }>('insert into category (category, is_new) values ($1, true) returning id', [
      category,
    ])
  )[0]!.id;
async function decide(who: PersonName, categoryId: number, decision: CategoryDecision) {
  const official = (await officialById(office.desk, office.people[who]))!;
  return decideCategory(office.desk, official, categoryId, decision, 'решено');
}
const read = async (id: number) =>
  (
    await office.rows(
      'select fast_track_days as days, executor_id as "executorId", is_new as "isNew", same_as_id as "sameAs" from category where id = $1',
      [id],
    )
  )[0]!;

test('two categories are never the same as each other, whoever says so at once', async () => {
  for (let round = 0; round < 15; round += 1) {
    const [one, other] = [await learned(`Вода ${round}`), await learned(`Водоснабжение ${round}`)];
    for (const id of [one, other]) await decide('coordinator', id, { kind: 'days', days: null });
    const both = await Promise.all([
      decide('coordinator', one, { kind: 'same', asId: other }),
      decide('coordinator2', other, { kind: 'same', asId: one }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  }
});

test('what was the same as a category goes along when that becomes the same as another', async () => {
  const [first, second, last] = [await learned('Свет'), await learned('Освещение'), await learned('Уличное освещение')];
  await decide('coordinator', second, { kind: 'days', days: 3 });
  await decide('coordinator', last, { kind: 'days', days: 7 });
  await decide('coordinator', first, { kind: 'same', asId: second });
  expect(await read(first)).toMatchObject({ days: 3, sameAs: second });
  await decide('coordinator', second, { kind: 'same', asId: last });
  expect(await read(first)).toMatchObject({ days: 7, sameAs: last });
  await decide('coordinator', last, { kind: 'days', days: 10 });
  for (const id of [first, second]) expect(await read(id)).toMatchObject({ days: 10 });
});

test('what an admin makes of a decided category is the admin’s: the coordinators’ reason stands under no other term', async () => {
  const category = 'Остановки';
  const [registered] = await registerAppeals(
    office.desk,
    [{ number: 'остановка', kind: 'message', registeredAt: MORNING, category }],
    'http',
  );
  const [row] = await office.rows<{ id: number }>('select id from category where category = $1', [category]);
  const daysOfAppeal = async () =>
    (await office.rows('select fast_track_days as days from appeal where id = $1', [registered!.id]))[0]!.days;
  await decide('coordinator', row!.id, { kind: 'days', days: 7 });
  await applyDecisions(office.desk);
  expect(await daysOfAppeal()).toBe(7);

  const admin = (await officialById(office.desk, office.people.admin))!;
  await changeCategory(office.desk, admin, row!.id, { kind: 'days', days: 10 });
  expect(await applyDecisions(office.desk)).toBe(0);
  expect(await daysOfAppeal()).toBe(7);
  expect(await decide('coordinator', row!.id, { kind: 'days', days: 3 })).toEqual({ ok: false, refusal: 'notLearned' });
});
