/** A clock that may be set, read at one moment of the clock that nobody sets (ms). */
export interface Reading {
  readonly wall: Date;
  readonly steady: number;
}

let latest: Reading | null = null;

/** A messenger has answered in its own words, and said when. */
export const noteHeardTime = (date: string | undefined): void => {
  const wall = new Date(date ?? Number.NaN);
  if (!Number.isNaN(wall.getTime())) latest = { wall, steady: performance.now() };
};

/** What time it is for the messengers, of which one process has but one notion; null: none has said. */
export const latestHeardTime = (): Reading | null => latest;
