// TypeScript forgets the names of an object when it lists them, and will not look for a stranger in a list of names: said once, here.

/** The keys of an object that has no others than its type says. */
export const keysOf = <Names extends object>(of: Names): Extract<keyof Names, string>[] =>
  Object.keys(of) as Extract<keyof Names, string>[];

/** Whether it is one of these words. */
export const isOneOf = <Word extends string>(words: readonly Word[], value: unknown): value is Word =>
  (words as readonly unknown[]).includes(value);
