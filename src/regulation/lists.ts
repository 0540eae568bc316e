// TypeScript forgets the names of an object when it lists them or makes one, and will not look for a stranger in a list of names: said
// once, here.

/** The keys of an object that has no others than its type says. */
export const keysOf = <Names extends object>(of: Names): Extract<keyof Names, string>[] =>
  Object.keys(of) as Extract<keyof Names, string>[];

/** The same with what stands under them. */
export const entriesOf = <Names extends object>(of: Names): [Extract<keyof Names, string>, Names[keyof Names]][] =>
  keysOf(of).map((name) => [name, of[name]]);

/** An object with something under each of these names. */
export const recordOf = <Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Record<Name, Value> => objectOf<Record<Name, Value>>(names, valueOf);

/** The same where what stands under a name depends on which it is. The names have to be all that the type has. */
export const objectOf = <Of extends object>(
  names: readonly (keyof Of & string)[],
  valueOf: <Name extends keyof Of & string>(name: Name) => Of[Name],
): Of => Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Of;

/** Whether it is one of these words. */
export const isOneOf = <Word extends string>(words: readonly Word[], value: unknown): value is Word =>
  words.some((word) => word === value);

/** Whether something stands under this name. */
export const isKeyOf = <Names extends object>(of: Names, name: unknown): name is Extract<keyof Names, string> =>
  typeof name === 'string' && Object.hasOwn(of, name);
