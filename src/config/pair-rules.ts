import type { Say } from './readers';

/** One is of no use without the other. */
export const pairRules = <Variable extends string>(say: Say, one: Variable, other: Variable) =>
  (
    [
      [one, other],
      [other, one],
    ] as const
  ).map(([lacking, given]) => ({
    variable: lacking,
    problem: say('config:neededWith', { other: given }),
    broken: (all: Readonly<Partial<Record<Variable, string>>>) =>
      all[given] !== undefined && all[lacking] === undefined,
  }));
