import { type Queries } from '../../database/database';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { Colleague, Nagged } from '../../regulation/recipients';
import { shortNamesOf } from '../people/short-names';
import { loadColleagues } from '../people/colleagues';

/** Roles that are told as a whole. */
const CROWDS = ['coordinator', 'curator'] as const;
type Crowd = (typeof CROWDS)[number];
/** So many are still named one by one. */
const NAMED_AT_MOST = 2;

/** Who hears of something, as one says it; nobody at all when both are empty. */
export interface Hearers {
  readonly people: readonly { readonly name: string; readonly insteadOf: string | null }[];
  readonly crowds: readonly { readonly role: Crowd; readonly size: number }[];
}

/** Before the names are known. */
export interface Heard {
  readonly people: readonly Pick<Nagged, 'personId' | 'absentId'>[];
  readonly crowds: Hearers['crowds'];
}

/** Everybody who has a role, when they are more than two, is that role in one word. */
export function inCrowds(
  told: readonly Pick<Nagged, 'personId' | 'absentId'>[],
  colleagues: readonly Colleague[],
): Heard {
  const ids = new Set(told.map(({ personId }) => personId));
  const found = CROWDS.map((role) => ({
    role,
    members: colleagues.filter(({ roles }) => roles.includes(role)).map(({ personId }) => personId),
  })).filter(({ members }) => members.length > NAMED_AT_MOST && members.every((id) => ids.has(id)));
  const covered = new Set(found.flatMap(({ members }) => members));
  return {
    people: told.filter(({ personId }) => !covered.has(personId)),
    crowds: found.map(({ role, members }) => ({ role, size: members.length })),
  };
}

/** @returns how each of them is said */
export async function nameHearers(queries: Queries, all: readonly Heard[]): Promise<(heard: Heard) => Hearers> {
  const ids = all.flatMap(({ people }) => people.flatMap(({ personId, absentId }) => [personId, absentId]));
  const names = await shortNamesOf(
    queries,
    ids.filter((id) => id !== null),
  );
  return ({ people, crowds }) => ({
    crowds,
    people: people.map(({ personId, absentId }) => ({
      name: names.get(personId) ?? '',
      insteadOf: absentId === null ? null : (names.get(absentId) ?? ''),
    })),
  });
}

/** The office on other days, as absences are known now: whoever is back by then needs no deputy. */
export async function officeOnDays(
  queries: Queries,
  moments: readonly Date[],
  circumstances: Circumstances,
): Promise<(moment: Date) => readonly Colleague[]> {
  const { calendar } = circumstances;
  const byDay = new Map<PlainDate, Colleague[]>();
  for (const moment of moments) {
    const day = dayOf(moment, calendar);
    if (!byDay.has(day)) byDay.set(day, await loadColleagues(queries, { ...circumstances, now: moment }));
  }
  return (moment) => byDay.get(dayOf(moment, calendar)) ?? [];
}
