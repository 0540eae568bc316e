import { untilKept } from '../../../../src/process/until-kept';
import { claimShipment, recoverShipments, type Claimed } from '../../../../src/usecases/delivery/mark';
import { settleShipment } from '../../../../src/usecases/delivery/settle';
import { openOffice, performed, type WorkingOffice } from '../working-office';
import { commented } from './commented';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice({ carriers: ['gateway'] });
});
afterAll(() => office.fresh.drop());

const placed = (appealIds: readonly number[]) =>
  office.rows(
    `select s.state, y.progress, y.placed_at is not null as placed,
       (select count(*)::int from journal_entry j where j.appeal_id = y.appeal_id and j.action = 'place') as told
     from delivery y join shipment s on s.delivery_id = y.id where y.appeal_id = any($1) order by y.id`,
    [appealIds],
  );
const DELIVERED = { outcome: 'delivered', reference: 'ПОС-1' } as const;
/** As shipping does: what another process has changed meanwhile is found by the next try. */
const settled = (claimed: Claimed): Promise<void> =>
  untilKept(() => settleShipment(office.desk, claimed, DELIVERED), {
    log: { warn: () => undefined },
    isOver: () => false,
    pausesMs: [5],
  });

test.each([1, 2, 3, 4, 5, 6])(
  'what one process has carried is written down once while others join its appeal (round %i)',
  async () => {
    const { desk } = office;
    const [first, second] = [await commented(office), await commented(office)];
    const seenVersion = await office.version(second);
    const formId = await office.fill('coordinator', 'join', second, seenVersion, { joinIds: [first], confirmed: true });
    const presser = await office.actor('coordinator');
    const one = await claimShipment(desk, 'gateway');
    const other = await claimShipment(desk, 'gateway');
    if (!one || !other) throw new Error('Both wait');
    const [joined] = await Promise.all([
      performed(desk, { presser, action: 'join', appealId: second, seenVersion, formId }),
      settled(one),
      settled(other),
    ]);
    expect(joined.ok).toBe(true);
    const done = { state: 'delivered', progress: 'works_under_way', placed: true, told: 1 };
    expect(await placed([first, second])).toEqual([done, done]);
  },
);

test('of two processes that have sent the same, the one that lost its place writes nothing', async () => {
  const { desk } = office;
  const appealId = await commented(office);
  const before = await claimShipment(desk, 'gateway');
  // another process takes over
  expect(await recoverShipments(desk, 'gateway')).toBe(1);
  const after = await claimShipment(desk, 'gateway');
  if (!before || !after) throw new Error('It waits');
  expect(after.key).toBe(before.key);
  await Promise.all([
    settleShipment(desk, before, { outcome: 'refused', trouble: 'refused', detail: 'late' }),
    settleShipment(desk, after, DELIVERED),
  ]);
  expect(await placed([appealId])).toMatchObject([{ state: 'delivered', told: 1 }]);
});
