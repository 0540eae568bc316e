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

const minute = (date: number): string => new Date(date * 1_000).toISOString().slice(0, 16);
const dateOf = async (text: string): Promise<string> =>
  minute((await stand.result('sendMessage', { chat_id: 1, text })).date);

/** The clock runs on while the test does; it jumps by days. */
const near = (iso: string) => Math.abs(clock.now().getTime() - Date.parse(iso)) < 10 * 60_000;

test('it begins at the time of the stand', () => {
  expect(near('2026-11-25T10:00:00+03:00')).toBe(true);
});

test('a jump forward is walked through its moments, a jump back is taken at once', async () => {
  await stand.startedPerson(1);
  const moments: string[] = [];
  clock.follow(async (to, moveTo) => {
    for (const moment of ['2026-11-26T09:00:00+03:00', '2026-11-27T09:00:00+03:00']
      .map((iso) => new Date(iso))
      .filter((at) => at <= to && at > clock.now())) {
      await moveTo(moment);
      moments.push(clock.now().toISOString().slice(0, 16));
      await stand.result('sendMessage', { chat_id: 1, text: `Дела на ${moment.toISOString()}` });
    }
  }, recordingLog());
  await stand.control('PUT', 'clock', { now: '2026-11-27T12:00:00+03:00' });
  await until('the clock has followed', () => near('2026-11-27T12:00:00+03:00'));
  expect(moments).toEqual(['2026-11-26T06:00', '2026-11-27T06:00']);
  await until('the stand knows that it has arrived', async () => (await dateOf('Дела сделаны')) >= '2026-11-27T09:00');
  const { messages } = (await stand.control('GET', 'chats/1/messages')).body;
  expect(
    messages
      .filter(({ text }: { text: string }) => text.startsWith('Дела на'))
      .map(({ text, date }: { text: string; date: number }) => [text.slice(8, 24), minute(date)]),
  ).toEqual(moments.map((moment) => [moment, moment]));

  await stand.control('PUT', 'clock', { now: '2026-11-20T12:00:00+03:00' });
  await until('the clock has followed back', () => near('2026-11-20T12:00:00+03:00'));
  expect(moments).toHaveLength(2);
});
