import type { Clock } from '../clock';
import { databaseOf } from '../database/database';
import type { Log } from '../process/log';
import type { Reading } from '../process/heard-time';
import { keepTrusted, STEP_MS, tellOfStep, trustedMoment } from '../usecases/upkeep/after-restore';
import type { Desk } from '../usecases/kit/ports';

/** A restart takes it for a step only beyond what a step is. */
const KEPT_EVERY_MS = 60_000;
/** A long poll ends sooner, and its answer says what time it is. */
const PATIENCE_MS = 120_000;

/** Whether the wall's clock went by another time than passed. */
export const hasStepped = (before: Reading, now: Reading): boolean =>
  Math.abs(now.wall.getTime() - before.wall.getTime() - (now.steady - before.steady)) > STEP_MS;

export interface ClockGuardOptions {
  readonly desk: Desk;
  readonly log: Log;
  /** What time a messenger has said last. */
  readonly heard: () => Reading | null;
  /** The clock that nobody sets, in ms. */
  readonly steady?: () => number;
  /** After what has queued messages. */
  readonly wake: () => void;
}

/**
 * The same clock, but for a step that no tick has judged yet: one that is under way when it comes goes on by the time before it, for a
 * false month is no truer in the middle of a tick.
 * @param believed the last reading that was; null: none is
 */
const unstepped = (clock: Clock, steady: () => number, believed: () => Reading | null): Clock => ({
  now() {
    const [before, now] = [believed(), { wall: clock.now(), steady: steady() }];
    if (before === null || !hasStepped(before, now)) return now.wall;
    return new Date(before.wall.getTime() + now.steady - before.steady);
  },
});

export type ClockGuard = ReturnType<typeof createClockGuard>;

/**
 * Holds what time would do while the clock on the wall may be false: it has stepped, or the program has started at another moment than
 * the last one that was trusted. A messenger's time that agrees releases it, or an admin. Rows hold what was due, so nothing is lost.
 */
export function createClockGuard({ desk, log, heard, steady = () => performance.now(), wake }: ClockGuardOptions) {
  const clock: Clock = desk.clock;
  let last: Reading | null = null;
  let keptAt: Date | null = null;
  /** Only what a messenger said after that counts; null: nothing is held. */
  let heldFrom: number | null = null;
  let askFrom = 0;
  let hasTold = false;

  const trust = async ({ wall }: Reading): Promise<true> => {
    if (heldFrom !== null) log.info({}, 'The clock is trusted again; what waited is done');
    [heldFrom, hasTold] = [null, false];
    if (keptAt === null || Math.abs(wall.getTime() - keptAt.getTime()) >= KEPT_EVERY_MS) {
      await keepTrusted(databaseOf(desk), wall);
      keptAt = wall;
    }
    return true;
  };

  /** Whether the clock is to be believed at this moment. */
  const isTrusted = async (): Promise<boolean> => {
    const now = { wall: clock.now(), steady: steady() };
    const trusted = last === null || heldFrom !== null ? await trustedMoment(databaseOf(desk)) : null;
    const before = last ?? { wall: trusted ?? now.wall, steady: now.steady };
    if (hasStepped(before, now)) {
      heldFrom = last === null ? 0 : now.steady;
      askFrom = now.steady + PATIENCE_MS;
      log.warn({ before: before.wall, now: now.wall }, 'The clock has stepped; what it would do waits');
    }
    last = now;
    if (heldFrom === null) return trust(now);
    const said = heard();
    const news = said !== null && said.steady >= heldFrom ? said : null;
    if (news !== null && !hasStepped(news, now)) return trust(now);
    // an admin has confirmed it, or it is right again
    if (trusted !== null && !hasStepped({ wall: trusted, steady: now.steady }, now)) return trust(now);
    if (!hasTold && (news !== null || now.steady >= askFrom)) {
      if ((await tellOfStep(desk, trusted ?? before.wall)) > 0) wake();
      hasTold = true;
    }
    return false;
  };

  return {
    clock: unstepped(clock, steady, () => (heldFrom === null ? last : null)),
    /** As it was seen last. */
    isHeld: (): boolean => heldFrom !== null,
    /** A tick that does nothing but `meanwhile` while the clock may be false: a false month names nobody. */
    guarding: (tick: () => Promise<void>, meanwhile: () => void) => async (): Promise<void> =>
      (await isTrusted()) ? tick() : meanwhile(),
    isTrusted,
  };
}
