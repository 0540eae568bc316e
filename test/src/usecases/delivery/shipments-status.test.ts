import { databaseOf } from '../../../../src/database/database';
import { claimShipment, shipmentsStatus } from '../../../../src/usecases/delivery/mark';
import { settleShipment } from '../../../../src/usecases/delivery/settle';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';
import { commented } from './commented';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice({ carriers: ['gateway'] });
});
afterAll(() => office.fresh.drop());

/** What the alert looks at. */
const failed = async (): Promise<number | undefined> =>
  (await shipmentsStatus(databaseOf(office.desk), MORNING)).find(({ carrier }) => carrier === 'gateway')?.failed;

async function refused(): Promise<number> {
  const appealId = await commented(office);
  const claimed = await claimShipment(office.desk, 'gateway');
  if (!claimed) throw new Error('It waits');
  await settleShipment(office.desk, claimed, { outcome: 'refused', trouble: 'refused', detail: 'нет такого номера' });
  return appealId;
}

test.each(['placed_at', 'withdrawn_at'])(
  'what the gateway has refused counts until people have done it (%s), and another one counts anew',
  async (end) => {
    const appealId = await refused();
    expect(await failed()).toBe(1);
    await office.rows(`update delivery set ${end} = $2 where appeal_id = $1`, [appealId, MORNING]);
    expect(await failed()).toBe(0);
  },
);

test('what the ОГ role makes counts as long as its task in ПОС is that which was refused', async () => {
  const [{ id } = { id: 0 }] = await office.rows<{ id: number }>(
    `insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
     values ('news', 'municipal', 'placing', $2, 1, 1, $1, $2) returning id`,
    [office.people.coordinator, MORNING],
  );
  const ship = (task: string, state: string) =>
    office.rows(
      `insert into shipment (engagement_id, engagement_task, engagement_number, carrier, state, key, queued_at, due_at)
       values ($1, $2, 1, 'gateway', $3, gen_random_uuid(), $4, $4)`,
      [id, task, state, MORNING],
    );
  await ship('place', 'refused');
  expect(await failed()).toBe(1);
  await office.rows(
    `update engagement set stage = 'running', placed_number = 1, address = 'https://pos' where id = $1`,
    [id],
  );
  expect(await failed()).toBe(0);
  await office.rows(`update engagement set number = 2 where id = $1`, [id]);
  await ship('change', 'unknown');
  expect(await failed()).toBe(1);
  // tried once more
  await ship('change', 'waiting');
  expect(await failed()).toBe(0);
});
