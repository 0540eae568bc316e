import { systemClock } from '../../../src/clock';
import { createStandClock, type StandClock } from '../../../src/training/stand-clock';
import { recordingLog } from '../../support/recording-log';
import { until } from '../../support/until';
import { StandClient } from '../stand/support';

let stand: StandClient;
let clock: StandClock;
beforeAll(async () => {
  stand = await StandClient.start();
  await stand.control('PUT', 'clock', { now: '2026-11-25T10:00:00+03:00' });
  clock = await createStandClock(stand.url, systemClock);
});
afterAll(async () => {
  await clock.stop();
  await stand.close();
});

/** The clock runs on while the test does; it jumps by days. */
const near = (iso: string) => Math.abs(clock.now().getTime() - Date.parse(iso)) < 10 * 60_000;

test('it begins at the time of the stand', () => {
  expect(near('2026-11-25T10:00:00+03:00')).toBe(true);
});

test('a jump forward is walked through its moments, a jump back is taken at once', async () => {
  const moments: string[] = [];
  clock.follow(async (to, moveTo) => {
    for (const moment of ['2026-11-26T09:00:00+03:00', '2026-11-27T09:00:00+03:00']
      .map((iso) => new Date(iso))
      .filter((at) => at <= to)) {
      moveTo(moment);
      moments.push(clock.now().toISOString().slice(0, 16));
    }
  }, recordingLog());
  await stand.control('PUT', 'clock', { now: '2026-11-27T12:00:00+03:00' });
  await until('the clock has followed', () => near('2026-11-27T12:00:00+03:00'));
  expect(moments).toEqual(['2026-11-26T06:00', '2026-11-27T06:00']);

  await stand.control('PUT', 'clock', { now: '2026-11-20T12:00:00+03:00' });
  await until('the clock has followed back', () => near('2026-11-20T12:00:00+03:00'));
  expect(moments).toHaveLength(2);
});
