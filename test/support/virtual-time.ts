import { loadCalendar } from '../../src/adapters/calendars';
import { toPlainDate, type PlainDate } from '../../src/regulation/calendar';

/** Milliseconds. True time is what passes; the office's clock may show something else. */
export type Instant = number;

export const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
export const TICK = 15_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** «12-14 09:00», «12-14 09:00:07» of the winter of 2026/27 by Moscow's clock. */
export function msk(text: string): Instant {
  const [day = '', time = ''] = text.split(' ');
  return Date.parse(`${day < '06' ? 2027 : 2026}-${day}T${time}${time.length === 5 ? ':00' : ''}+03:00`);
}
export const day = (text: string): PlainDate => toPlainDate(`${text < '06' ? 2027 : 2026}-${text}`);
/** «12-14 09:00:15» */
export const shown = (instant: Instant): string =>
  new Date(instant + 3 * HOUR).toISOString().slice(5, 19).replace('T', ' ');

export const MONTH = { from: msk('12-14 07:30'), until: msk('01-15 18:00') } as const;

/** A stretch of true time in which the bot runs without a break, and by how much its clock is ahead. */
export interface Stretch {
  readonly from: Instant;
  readonly until: Instant;
  readonly ahead: number;
  /** How it ends. */
  readonly ends: 'stop' | 'kill' | 'outage' | 'jump' | 'end';
}

/**
 * Two restarts: the first loses the opening of a morning, the second is a kill in the middle of an opening's tick. An outage
 * of three hours that a digest's hour falls into and that ends after noon. A day on which the clock is an hour behind.
 */
export const STRETCHES: readonly Stretch[] = [
  { from: MONTH.from, until: msk('12-17 07:57:05'), ahead: 0, ends: 'stop' },
  { from: msk('12-17 08:40'), until: msk('12-22 09:10:05'), ahead: 0, ends: 'outage' },
  { from: msk('12-22 12:10'), until: msk('12-23 10:20:05'), ahead: 0, ends: 'jump' },
  { from: msk('12-23 10:20:15'), until: msk('12-24 15:00:05'), ahead: -HOUR, ends: 'jump' },
  { from: msk('12-24 15:00:15'), until: msk('12-28 07:59:59'), ahead: 0, ends: 'kill' },
  { from: msk('12-28 08:00:15'), until: MONTH.until, ahead: 0, ends: 'end' },
];

/** Between two stretches, as the office's clock shows it: nobody is heard. */
export const STANDSTILLS: readonly { readonly since: Instant; readonly until: Instant }[] = STRETCHES.slice(1).map(
  ({ from, ahead }, index) => {
    const before = STRETCHES[index]!;
    return { since: before.until + before.ahead, until: from + ahead };
  },
);

export const ceilTick = (instant: Instant): Instant => Math.ceil(instant / TICK) * TICK;

/** What the office's clock shows. @throws Error while the bot is down */
export function clockAt(time: Instant): Instant {
  const stretch = STRETCHES.find(
    ({ from, until }) => from <= time && (time < until || (time === KILLED_IN && from < time)),
  );
  if (!stretch) throw new Error(`The bot is down at ${shown(time)}`);
  return time + stretch.ahead;
}

/** The tick in which the bot is killed: what it does about appeals is done, what it would tell is not told. */
export const KILLED_IN = msk('12-28 08:00');

/** In true time: the first tick after `after` at which the clock shows `moment` or more; null: none before the month ends. */
export function firstTick(moment: Instant, after: Instant): Instant | null {
  for (const { from, until, ahead } of STRETCHES) {
    const tick = Math.max(from, ceilTick(moment) - ahead, ceilTick(after + 1));
    if (tick < until) return tick;
  }
  return null;
}

/** The same for what needs no telling: «Возобновить», and that a term is over. */
export function firstTickToAct(moment: Instant, after: Instant): Instant | null {
  return moment <= KILLED_IN && after < KILLED_IN && firstTick(moment, after) === ceilTick(KILLED_IN + 1)
    ? KILLED_IN
    : firstTick(moment, after);
}

/** If the bot is down then: a few minutes after it is up again. */
export function whenUp(time: Instant): Instant {
  const up = STRETCHES.some(({ from, until }) => from <= time && time < until);
  const next = STRETCHES.find(({ from }) => from > time);
  return up || !next ? time : next.from + 4 * MINUTE + 7_000;
}
