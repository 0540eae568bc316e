import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import type { Desk } from '../ports';
import type { Official } from './officials';

/** When morning lists come, in minutes after opening, to whoever has asked for no other hour. */
export const USUAL_MORNING_MINUTES = 15;
/** When a morning list may come, in minutes after opening: within the first two working hours, and never not at all. */
export const MORNINGS = [USUAL_MORNING_MINUTES, 30, 60, 90, 120] as const;

export interface OwnSound {
  readonly withoutSound: boolean;
  readonly morningAfter: number;
}

/** What a person has asked for themselves. */
export async function readOwnSound(desk: Desk, { personId }: Official): Promise<OwnSound> {
  const person = await repositoryOf(databaseOf(desk), Person).findOneByOrFail({ id: personId });
  return { withoutSound: person.withoutSound, morningAfter: person.morningAfter ?? USUAL_MORNING_MINUTES };
}

/** Everything of theirs comes, with a sound or without. @idempotent */
export async function chooseSound(desk: Desk, { personId }: Official, withoutSound: boolean): Promise<void> {
  await databaseOf(desk).transaction((tx) => repositoryOf(tx, Person).update({ id: personId }, { withoutSound }));
}

/** From the next morning on. @returns whether there is such an hour @idempotent */
export async function chooseMorning(desk: Desk, { personId }: Official, minutes: number): Promise<boolean> {
  const known = MORNINGS.find((one) => one === minutes);
  if (known === undefined) return false;
  const morningAfter = known === USUAL_MORNING_MINUTES ? null : known;
  await databaseOf(desk).transaction((tx) => repositoryOf(tx, Person).update({ id: personId }, { morningAfter }));
  return true;
}

const selectAtHour = statement(
  'people-with-morning-at',
  'select id from person where disabled_at is null and coalesce(morning_after, $2) = $1',
);

const selectHours = statement(
  'hours-of-mornings',
  'select distinct morning_after as minutes from person where morning_after is not null',
);

/** The usual hour, and those that somebody has asked for. */
export async function morningHours(queries: Queries): Promise<readonly number[]> {
  const rows = await queries.query<{ minutes: number }>(selectHours);
  return [USUAL_MORNING_MINUTES, ...rows.map(({ minutes }) => minutes)];
}

/** Whose morning list comes so many minutes after opening. */
export async function peopleAtHour(queries: Queries, minutes: number): Promise<ReadonlySet<number>> {
  const rows = await queries.query<{ id: number }>(selectAtHour, [minutes, USUAL_MORNING_MINUTES]);
  return new Set(rows.map(({ id }) => id));
}
