import { monitorEventLoopDelay } from 'node:perf_hooks';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

let numbers = 900_000;
const records = (count: number) =>
  Array.from({ length: count }, () => ({
    number: String((numbers += 1)),
    kind: 'message' as const,
    registeredAt: new Date(MORNING.getTime() - 3_600_000),
    text: 'Яма',
  }));

/** For how long nobody else was heard at the most. */
async function longestHold(count: number): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await registerAppeals(office.desk, records(count), 'http');
  delay.disable();
  return delay.max;
}
const best = async (count: number) => Math.min(await longestHold(count), await longestHold(count));

test('a large array is registered whole and in the order in which it was sent, but in pieces: others are heard between them', async () => {
  const sent = records(60).reverse();
  const results = await registerAppeals(office.desk, sent, 'http');
  expect(results.map(({ number }) => number)).toEqual(sent.map(({ number }) => number));
  expect(results.every(({ result }) => result === 'created')).toBe(true);
  // Sixteen times as many: as long when it goes in pieces, sixteen times as long when it does not.
  const few = await best(50);
  expect(await best(800)).toBeLessThan(6 * few);
});
