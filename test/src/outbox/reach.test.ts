import { Reach } from '../../../src/outbox/reach';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';

let now = new Date('2026-11-25T07:00:00Z');

/** So many messages have failed, each after a question that got through. */
async function afterFailures(count: number): Promise<Reach> {
  const reach = new Reach({ probe: async () => true, log: recordingLog(), clock: { now: () => now }, firstPauseMs: 1 });
  for (let failed = 0; failed < count; failed += 1) {
    reach.lost();
    await until('a question gets through', () => reach.state === 'trial');
  }
  return reach;
}

test.each([
  [1, true],
  [4, true],
  [5, false],
  [6, false],
])('an answer after %d messages that failed means that it is reached: %s', async (failures, isMeant) => {
  expect((await afterFailures(failures)).meansItsAnswers).toBe(isMeant);
});

test('what answers and lets no message through is believed again after an hour, or once it takes one', async () => {
  const reach = await afterFailures(5);
  now = new Date(now.getTime() + 59 * 60_000);
  expect(reach.meansItsAnswers).toBe(false);
  now = new Date(now.getTime() + 60_000);
  expect(reach.meansItsAnswers).toBe(true);
  reach.lost();
  expect(reach.meansItsAnswers).toBe(false);
  reach.found();
  expect(reach.meansItsAnswers).toBe(true);
});
