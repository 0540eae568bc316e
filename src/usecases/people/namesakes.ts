import { statement, type Queries } from '../../database/database';
import { shortName } from './names';

// «Фамилия И.О.» tells people apart only while no two of them share it.

/** SQL: «Фамилия И.О.» of a whole name, for comparing: small letters, «е» for «ё», no dots. */
export const initialsOf = (name: string) =>
  `replace(lower(split_part(${name}, ' ', 1) || left(split_part(${name}, ' ', 2), 1) || left(split_part(${name}, ' ', 3), 1)), 'ё', 'е')`;

/** SQL: somebody else has the surname and initials of this row of `person`; the few that are shared are found once a statement. */
export const hasNamesake = (person: string) =>
  `${initialsOf(`${person}.name`)} in (select ${initialsOf('namesake.name')} from person namesake group by 1 having count(*) > 1)`;

/** «Иванов П.С.»; the whole name, which is unique, where that could be another one too. */
export const nameToldApart = (name: string, isShared: boolean): string =>
  isShared ? name.trim().replace(/\s+/g, ' ') : shortName(name);

/** As two people write one name. */
export const plainName = (name: string): string => name.trim().toLowerCase().replaceAll('ё', 'е');

/** Latin letters that a Cyrillic one looks like, small or large. */
const LOOKS: Readonly<Record<string, string>> = {
  ...{ a: 'а', b: 'в', c: 'с', e: 'е', h: 'н', k: 'к', m: 'м', o: 'о', p: 'р', t: 'т', x: 'х', y: 'у' },
};
/** Under which names are one to the eye: whatever their case, «ё» or «е», Cyrillic letters or Latin ones. */
const lookOf = (name: string): string =>
  plainName(name)
    .replace(/\s+/g, ' ')
    .replace(/[a-z]/g, (letter) => LOOKS[letter] ?? letter);

/** A new name, and which other one looks the same. */
export interface Alike {
  readonly name: string;
  readonly other: string;
}

/** Which of the names that come look like one that is there, or like one that comes before. What is there already is not new. */
export function alikeAmong(there: readonly string[], coming: readonly string[]): readonly Alike[] {
  const known = new Set(there);
  const looks = new Map(there.map((name) => [lookOf(name), name]));
  return coming.flatMap((name) => {
    const other = known.has(name) ? undefined : looks.get(lookOf(name));
    if (other === undefined) looks.set(lookOf(name), name);
    return other === undefined || other === name ? [] : [{ name, other }];
  });
}

const folded = (name: string): string => plainName(shortName(name));

/** How to name each of a list of people, by their whole names. */
export function toldApart(names: readonly string[]): (name: string) => string {
  const people = new Map<string, Set<string>>();
  for (const name of names) people.set(folded(name), (people.get(folded(name)) ?? new Set()).add(name));
  return (name) => nameToldApart(name, (people.get(folded(name))?.size ?? 0) > 1);
}

const selectShared = statement('names-that-are-shared', `select p.name from person p where ${hasNamesake('p')}`);

/** How to name anybody of the office, by their whole names. */
export async function toldApartInOffice(queries: Queries): Promise<(name: string) => string> {
  const shared = new Set((await queries.query<{ name: string }>(selectShared)).map(({ name }) => name));
  return (name) => nameToldApart(name, shared.has(name));
}
