import { DATABASE, databaseOf } from '../../../../src/database/database';
import { tellOfUnheld } from '../../../../src/usecases/lines/duties';
import type { Desk } from '../../../../src/usecases/kit/ports';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
  await office.rows(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('site_vote', 'municipal', 'finished', $2, 1, 1, $1, $2) returning id)
     insert into engagement_task (engagement_id, text, state, version, given_to_id, given_by_id, due_on, form_id, given_at)
     select e.id, 'Составить смету', 'given', 1, p.id, $1, '2026-12-01', p.id, $2 from e, person p where p.id = any($3::int[])`,
    [office.people.stranger, MORNING, [office.people.executor, office.people.executor2]],
  );
});
afterAll(() => office.fresh.drop());

const goes = (who: PersonName) =>
  office.rows('update person set disabled_at = $2 where id = $1', [office.people[who], MORNING]);

/** Of how many people ОГ heard, and how many transactions that took. */
async function told(): Promise<{ of: number; transactions: number }> {
  const database = databaseOf(office.desk);
  let transactions = 0;
  const counted: Desk = {
    ...office.desk,
    [DATABASE]: {
      dataSource: database.dataSource,
      query: (...asked) => database.query(...asked),
      transaction(work) {
        transactions += 1;
        return database.transaction(work);
      },
    },
  };
  return { of: await tellOfUnheld(counted), transactions };
}

test('whoever was told of once costs the next ticks nothing, and another is told of still', async () => {
  expect(await told()).toEqual({ of: 0, transactions: 0 });
  await goes('executor');
  expect(await told()).toEqual({ of: 1, transactions: 1 });
  expect(await told()).toEqual({ of: 0, transactions: 0 });
  await goes('executor2');
  expect(await told()).toEqual({ of: 1, transactions: 1 });
  expect(await told()).toEqual({ of: 0, transactions: 0 });
});
