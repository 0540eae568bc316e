import { systemClock } from '../../../src/clock';
import { startTicker, tickOf } from '../../../src/jobs/ticker';
import { recordingLog } from '../../support/recording-log';

test.each([
  ['10:00:00.000', '10:00:00'],
  ['10:00:00.001', '10:00:15'],
  ['10:00:14.999', '10:00:15'],
  ['10:59:46.000', '11:00:00'],
])('what falls due at %s is done at %s', (moment, tick) => {
  expect(tickOf(new Date(`2026-12-01T${moment}Z`))).toEqual(new Date(`2026-12-01T${tick}Z`));
});

test('a tick that goes on beyond the next one is told in the log, past which nothing is written', async () => {
  const written = jest.spyOn(process.stdout, 'write');
  const said = ['log', 'info', 'warn', 'error'].map((how) => jest.spyOn(console, how as 'log'));
  jest.useFakeTimers({ now: new Date('2026-12-01T10:00:01Z') });
  try {
    const log = recordingLog();
    let release: () => void = () => undefined;
    let runs = 0;
    const run = async () => {
      runs += 1;
      await new Promise<void>((resolve) => (release = resolve));
    };
    const ticker = startTicker(run, log);
    await jest.advanceTimersByTimeAsync(46_000);
    expect(runs).toBe(1);
    expect(log.lines).toEqual([
      { level: 'warn', fields: {}, message: expect.stringContaining('still running') },
      { level: 'warn', fields: {}, message: expect.stringContaining('still running') },
    ]);
    release();
    await jest.advanceTimersByTimeAsync(15_000);
    expect(runs).toBe(2);
    release();
    await ticker.stop();
    for (const spy of [written, ...said]) expect(spy).not.toHaveBeenCalled();
  } finally {
    jest.useRealTimers();
    for (const spy of [written, ...said]) spy.mockRestore();
  }
});

describe('a clock that is set while the ticker goes on', () => {
  const DAY = 86_400_000;

  test.each([
    ['back by a day', -DAY],
    ['back by ten seconds', -10_000],
    ['forward by a month', 31 * DAY],
    ['forward by eleven minutes, as after a sleep', 660_000],
  ])('%s leads to one tick within 15 s, then to one each 15 s, and nothing is said', async (_, stepMs) => {
    jest.useFakeTimers({ now: new Date('2026-12-01T10:00:01Z') });
    const log = recordingLog();
    let runs = 0;
    const ticker = startTicker(async () => (runs += 1), log);
    await jest.advanceTimersByTimeAsync(20_000);
    expect(runs).toBe(1);
    jest.setSystemTime(systemClock.now().getTime() + stepMs);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(runs).toBe(2);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(runs).toBe(6);
    expect(log.lines).toEqual([]);
    await ticker.stop();
    jest.useRealTimers();
  });
});
