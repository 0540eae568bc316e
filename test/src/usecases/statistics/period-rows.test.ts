import { statement } from '../../../../src/database/database';
import { toPlainDate as day } from '../../../../src/regulation/calendar';
import { readPeriodRows, type PeriodRows } from '../../../../src/usecases/statistics/period-rows';
import { msk, openOffice, type WorkingOffice } from '../working-office';

const FROM_ONE_SHEET = 5_000;

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  office.setTime(msk('2026-11-20 10:00'));
});
afterEach(() => office.fresh.drop());

const insertMany = statement(
  'test.many-appeals',
  `insert into appeal (number, kind, registered_at, received_at, term_days, stage, version, stage_entered_at, first_due_at, due_at, finished_at, extended, reexaminations, settlement, address, category, subcategory, fact)
   select 'N' || n, 'message', $1::timestamptz + n * interval '1 second', $1, 30, 'answered', 1, $1, $1::timestamptz + interval '5 days', $1::timestamptz + interval '5 days', $1::timestamptz + interval '2 days', false, 0,
     'с. Соколка', 'с. Соколка, ул. Ленина, 1', 'Дороги', 'Ямы', 'Яма на дороге' from generate_series(1, $2::int) n`,
);
/** Finished ones, as an export brings them. */
const insert = (count: number) => office.fresh.database.query(insertMany, [msk('2026-11-05 10:00'), count]);

async function partsOf(): Promise<PeriodRows[]> {
  const parts: PeriodRows[] = [];
  const november = { from: day('2026-11-01'), to: day('2026-11-30') };
  for await (const part of readPeriodRows(office.desk, november, null)) parts.push(part);
  return parts;
}

test('no row of a period is left out: what one file does not take is in the next', async () => {
  await insert(FROM_ONE_SHEET + 2);
  const parts = await partsOf();
  expect(parts.map(({ received }) => received.length)).toEqual([FROM_ONE_SHEET, 2]);
  expect(new Set(parts.flatMap(({ received }) => received.map(({ number }) => number))).size).toBe(FROM_ONE_SHEET + 2);
});

test('a period without anything is one part without rows', async () => {
  expect(await partsOf()).toEqual([{ received: [], missed: [] }]);
});

test('a row says settlement, place, subcategory, fact and whether the whole term was missed', async () => {
  await insert(1);
  const [part] = await partsOf();
  expect(part?.received[0]).toMatchObject({
    settlement: 'с. Соколка',
    place: 'с. Соколка, ул. Ленина, 1',
    subcategory: 'Ямы',
    fact: 'Яма на дороге',
    missedDueAt: null,
  });
});
