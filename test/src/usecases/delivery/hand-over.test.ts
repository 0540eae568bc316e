import { claimShipment } from '../../../../src/usecases/delivery/mark';
import { handOver } from '../../../../src/usecases/delivery/settle-engagement';
import { settleShipment } from '../../../../src/usecases/delivery/settle';
import { openOffice, type WorkingOffice } from '../working-office';
import { commented } from './commented';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice({ carriers: ['gateway'] });
});
afterAll(() => office.fresh.drop());

const claimed = async () => {
  const shipment = await claimShipment(office.desk, 'gateway');
  if (!shipment) throw new Error('It waits');
  return shipment;
};
const standing = (appealId: number) =>
  office.rows(
    `select s.state, s.trouble,
       (select json_agg(j.told -> 'carried' ->> 'state') from journal_entry j where j.appeal_id = y.appeal_id and j.action = 'carry') as told
     from delivery y join shipment s on s.delivery_id = y.id where y.appeal_id = $1`,
    [appealId],
  );

test('what a gateway that is taken away has not confirmed is carried by people, who read whether it may be in ПОС already', async () => {
  const delivered = await commented(office);
  await settleShipment(office.desk, await claimed(), { outcome: 'delivered', reference: 'ПОС-1' });
  const accepted = await commented(office);
  await settleShipment(office.desk, await claimed(), { outcome: 'accepted', reference: 'ПОС-2', afterMs: 3_600_000 });
  const underWay = await commented(office);
  await claimed();
  const waiting = await commented(office);

  expect(await handOver(office.desk, 'gateway', true)).toBe(0);
  expect(await handOver(office.desk, 'gateway', false)).toBe(3);
  expect(await standing(delivered)).toMatchObject([{ state: 'delivered', trouble: null }]);
  for (const one of [accepted, underWay])
    expect(await standing(one)).toEqual([{ state: 'unknown', trouble: 'off', told: ['unknown'] }]);
  expect(await standing(waiting)).toEqual([{ state: 'withdrawn', trouble: 'off', told: null }]);
  expect(await handOver(office.desk, 'gateway', false)).toBe(0);
});
