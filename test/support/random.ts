import { randomInt } from 'node:crypto';

/** Of this run: what chance decides in it follows from this number alone. */
export const SEED = Number(process.env.RANDOM_SEED ?? randomInt(2 ** 31));

/** Mulberry32: the same seed, the same numbers from 0 to 1. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Plays a game of chance; one that fails says with which seed, so that it can be played again: CONTRIBUTING tells how. */
export async function played(game: (random: () => number) => Promise<void>): Promise<void> {
  try {
    await game(randomOf(SEED));
  } catch (error) {
    throw new Error(`Played with RANDOM_SEED=${SEED}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
