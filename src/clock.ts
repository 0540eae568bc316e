/** The only place that asks the machine the time; everything else takes a Clock or an instant. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
