import { WakingLoop, type WakingLoopOptions } from '../../../src/waking/loop';
import { recordingLog } from '../../support/recording-log';
import { pause, until } from '../../support/until';

/** So long that a test which waited for it would fail. */
const NEVER_MS = 3_600_000;

/** As the database puts it. */
const refusal = Object.assign(new Error('no such column'), { code: '42703', severity: 'ERROR' });

const opened: WakingLoop[] = [];
afterEach(async () => {
  for (const loop of opened.splice(0)) await loop.stop(60_000);
});

function open(options: Partial<WakingLoopOptions> & Pick<WakingLoopOptions, 'step'>) {
  const log = recordingLog();
  const loop = new WakingLoop({ complaint: 'a step failed', failureRestMs: NEVER_MS, log, ...options });
  opened.push(loop);
  return { loop, log };
}

/** Somebody waits here until they are let go on. */
function gate() {
  let open: () => void = () => undefined;
  const opening = new Promise<void>((resolve) => (open = resolve));
  return { opening, open: () => open() };
}

describe('steps', () => {
  test('begin with the start, and again by themselves when the rest is over', async () => {
    let steps = 0;
    const { loop } = open({ step: async () => ((steps += 1), 5) });
    await pause(20);
    expect(steps).toBe(0);
    loop.start();
    await until('it has worked three times', () => steps >= 3);
  });

  test('follow at once while there is more, and then no more', async () => {
    let steps = 0;
    const { loop } = open({
      step: async () => {
        await pause(0);
        return ++steps < 200 ? 'more' : NEVER_MS;
      },
      leastRestMs: NEVER_MS,
    });
    loop.start();
    await until('all is done', () => steps === 200);
    expect(await loop.stop()).toBe(true);
  });

  test('are never two at once, however often it is woken', async () => {
    let under = 0;
    let most = 0;
    let steps = 0;
    const { loop } = open({
      step: async () => {
        most = Math.max(most, ++under);
        await pause(1);
        under -= 1;
        steps += 1;
        return NEVER_MS;
      },
    });
    loop.start();
    await until('it has worked often', async () => {
      for (let times = 0; times < 10; times += 1) loop.wake();
      await pause(1);
      return steps > 10;
    });
    expect(most).toBe(1);
  });

  test('a wake during a step leads to another one, and ten to no more than that', async () => {
    let steps = 0;
    const { opening, open: letGoOn } = gate();
    const { loop } = open({
      step: async () => {
        steps += 1;
        if (steps === 1) await opening;
        return NEVER_MS;
      },
    });
    loop.start();
    await until('the first step', () => steps === 1);
    for (let times = 0; times < 10; times += 1) loop.wake();
    letGoOn();
    await until('the second step', () => steps === 2);
    await pause(20);
    expect(steps).toBe(2);
  });

  test('whoever wakes it fast wakes it no oftener than its least rest', async () => {
    let steps = 0;
    const { loop } = open({ step: async () => ((steps += 1), NEVER_MS), leastRestMs: NEVER_MS });
    loop.start();
    for (let times = 0; times < 20; times += 1) {
      loop.wake();
      await pause(1);
    }
    expect(steps).toBe(1);
    expect(await loop.stop(60_000)).toBe(true);
  });

  test('one that throws is told in the log, and the next comes after a pause', async () => {
    let steps = 0;
    const { loop, log } = open({
      step: async () => {
        if (++steps < 3) throw new Error('no answer');
        return NEVER_MS;
      },
      failureRestMs: 5,
      about: { carrier: 'mail' },
    });
    loop.start();
    await until('it is tried again', () => steps === 3);
    const line = { level: 'warn', message: 'a step failed', fields: { carrier: 'mail', reason: 'no answer' } };
    expect(log.lines).toEqual([line, line]);
  });
});

describe('a start', () => {
  test('begins with what a process before has left, and only its first step waits for it', async () => {
    const happened: string[] = [];
    const { loop } = open({
      takeOver: [async () => void happened.push('take over')],
      step: async () => (happened.push('step'), NEVER_MS),
    });
    loop.start();
    await until('it works', () => happened.length === 2);
    loop.wake();
    await until('it works again', () => happened.length === 3);
    loop.leave();
    loop.start();
    await until('it has begun anew', () => happened.length === 5);
    expect(happened).toEqual(['take over', 'step', 'step', 'take over', 'step']);
  });

  test('begins even where what was left can’t be taken over, and each of it is taken over for itself', async () => {
    const happened: string[] = [];
    const { loop, log } = open({
      takeOver: [() => Promise.reject(refusal), async () => void happened.push('the other')],
      step: async () => (happened.push('step'), NEVER_MS),
    });
    loop.start();
    await until('it works', () => happened.length === 2);
    expect(happened).toEqual(['the other', 'step']);
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', fields: { reason: 'no such column' } });
  });

  test('that is taken back lets nothing begin, whoever wakes it', async () => {
    let steps = 0;
    const { loop } = open({ step: async () => ((steps += 1), NEVER_MS) });
    loop.start();
    loop.leave();
    loop.wake();
    await pause(20);
    expect([steps, loop.isActive]).toEqual([1, false]);
  });

  test('that comes again during a step begins behind it, and that step sees that it was left', async () => {
    const { opening, open: letGoOn } = gate();
    const signals: AbortSignal[] = [];
    let under = 0;
    const { loop } = open({
      step: async (left) => {
        expect(++under).toBe(1);
        signals.push(left);
        if (signals.length === 1) await opening;
        under -= 1;
        return NEVER_MS;
      },
    });
    loop.start();
    loop.leave();
    loop.start();
    expect(loop.isActive).toBe(true);
    letGoOn();
    await until('it has begun anew', () => signals.length === 2);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test('cannot come twice', () => {
    const { loop } = open({ step: async () => NEVER_MS });
    loop.start();
    expect(() => loop.start()).toThrow('knows no «start»');
  });
});

describe('seats', () => {
  test('are so many, each at a matter of its own, and whoever leaves one wakes the loop', async () => {
    const waiting = Array.from({ length: 30 }, (_, index) => `matter ${index % 10}`);
    const busy = new Set<string>();
    let most = 0;
    let done = 0;
    const { loop } = open({
      seats: 4,
      step: async () => {
        for (let free = loop.freeSeats; free > 0; free -= 1) {
          const place = waiting.findIndex((matter) => !loop.underWay.includes(matter));
          const [matter] = place < 0 ? [] : waiting.splice(place, 1);
          if (matter !== undefined)
            loop.seat(matter, async () => {
              expect(busy.has(matter)).toBe(false);
              most = Math.max(most, busy.add(matter).size);
              await pause(1);
              busy.delete(matter);
              done += 1;
            });
        }
        return NEVER_MS;
      },
    });
    loop.start();
    await until('all is done', () => done === 30);
    expect(most).toBe(4);
  });

  test('nobody gets one that is not free, or at a matter that somebody is at', async () => {
    const { opening, open: letGoOn } = gate();
    const { loop } = open({ seats: 2, step: async () => NEVER_MS });
    loop.seat('one', () => opening);
    expect(() => loop.seat('one', () => opening)).toThrow('already');
    loop.seat('two', () => opening);
    expect(() => loop.seat('three', () => opening)).toThrow('All 2 seats are taken');
    letGoOn();
    await until('both are free', () => loop.freeSeats === 2);
  });

  test('are left by a fault too, which the log tells', async () => {
    const { loop, log } = open({ seats: 1, step: async () => NEVER_MS });
    loop.seat('one', () => Promise.reject(new Error('a bug')));
    await until('it is free', () => loop.freeSeats === 1);
    await until('it is told', () => log.lines.length === 1);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { reason: 'a bug' } }]);
  });
});

describe('the stop', () => {
  test('waits for the step and for all seats, and lets nothing begin', async () => {
    const step = gate();
    const work = gate();
    let steps = 0;
    let isWorked = false;
    const { loop } = open({
      seats: 1,
      step: async () => {
        steps += 1;
        loop.seat(
          'one',
          () => work.opening,
          () => (isWorked = true),
        );
        await step.opening;
        return 'more';
      },
    });
    loop.start();
    const stopping = loop.stop(60_000);
    loop.wake();
    step.open();
    await pause(5);
    work.open();
    expect(await stopping).toBe(true);
    expect([steps, isWorked]).toEqual([1, true]);
  });

  test('takes no longer than it may', async () => {
    const { opening, open: letGoOn } = gate();
    const { loop } = open({ step: async () => (await opening, NEVER_MS) });
    loop.start();
    expect(await loop.stop(10)).toBe(false);
    letGoOn();
  });

  test('does not wait for a rest, nor for a pause', async () => {
    const { loop } = open({ step: async () => NEVER_MS, leastRestMs: NEVER_MS });
    loop.start();
    await pause(5);
    expect(await loop.stop(60_000)).toBe(true);
  });

  test('is for good: a start that comes late is not taken', async () => {
    let steps = 0;
    const { loop } = open({ step: async () => ((steps += 1), NEVER_MS) });
    await loop.stop();
    loop.start();
    await pause(5);
    expect([steps, loop.isActive, loop.isOver]).toEqual([0, false, true]);
  });

  test('is told to whoever works in pieces', async () => {
    let pieces = 0;
    const { loop } = open({
      step: async (left) => {
        while (!left.aborted) {
          await pause(1);
          pieces += 1;
        }
        return NEVER_MS;
      },
    });
    loop.start();
    await until('some pieces are done', () => pieces > 3);
    expect(await loop.stop(60_000)).toBe(true);
  });
});

describe('what must be kept', () => {
  test('is written until the database takes it', async () => {
    let tries = 0;
    const { loop, log } = open({ step: async () => NEVER_MS });
    const write = async () => {
      if (++tries < 3) throw new Error('it is starting up');
    };
    expect(await loop.keep(write, { refused: 'refused', waits: 'Cannot write' })).toBe(true);
    expect(log.lines.map(({ message }) => message)).toEqual(Array(2).fill('Cannot write; trying again'));
  });

  test('is set aside by its owner when the database refuses it', async () => {
    const { loop, log } = open({ step: async () => NEVER_MS, about: { carrier: 'mail' } });
    const isKept = await loop.keep(() => Promise.reject(refusal), { refused: 'refused', about: { shipment: 5 } });
    expect(isKept).toBe(false);
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'refused',
      fields: { carrier: 'mail', shipment: 5 },
    });
  });

  test('is left to the next process by one that stops', async () => {
    const { loop } = open({ step: async () => NEVER_MS });
    const keeping = loop.keep(() => Promise.reject(new Error('it is away')), { refused: 'refused' });
    void loop.stop();
    expect(await keeping).toBe(true);
  });
});
