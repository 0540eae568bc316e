import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
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
  const database = databaseOf(desk);
  const { withoutSound } = await repositoryOf(database, Person).findOneByOrFail({ id: personId });
  return { withoutSound, morningAfter: await morningMinutes(database, personId) };
}

const selectMinutes = statement('morning-minutes', 'select morning_after as minutes from person where id = $1');
/** When this person's list of the morning comes, in minutes after opening. */
export async function morningMinutes(queries: Queries, personId: number): Promise<number> {
  const [person] = await queries.query<{ minutes: number | null }>(selectMinutes, [personId]);
  return person?.minutes ?? USUAL_MORNING_MINUTES;
}

/** Everything of theirs comes, with a sound or without. @idempotent */
export async function chooseSound(desk: Desk, { personId }: Official, withoutSound: boolean): Promise<void> {
  await databaseOf(desk).transaction((tx) => repositoryOf(tx, Person).update({ id: personId }, { withoutSound }));
}

/** A list of today that an earlier hour would miss comes with the last of the morning. @returns whether there is such an hour @idempotent */
export async function chooseMorning(desk: Desk, { personId }: Official, minutes: number): Promise<boolean> {
  const known = MORNINGS.find((one) => one === minutes);
  if (known === undefined) return false;
  const morningAfter = known === USUAL_MORNING_MINUTES ? null : known;
  await databaseOf(desk).transaction((tx) => repositoryOf(tx, Person).update({ id: personId }, { morningAfter }));
  return true;
}

const LAST_MORNING_MINUTES = Math.max(...MORNINGS);
const hadNoList = (day: string) =>
  `not exists (select from digest g where g.subject = 'person:' || p.id and g.day = ${day})`;

const selectWaiting = statement(
  'people-whose-morning-has-come',
  `select p.id from person p where p.disabled_at is null and coalesce(p.morning_after, $2) <= $1 and ${hadNoList('$3')}`,
);

const selectHours = statement(
  'hours-of-mornings',
  `select morning_after as minutes from person where morning_after is not null
   union select $1::int where exists (
     select from person p join account on account.person_id = p.id and account.is_home where p.disabled_at is null and ${hadNoList('$2')})`,
);

/** The usual hour, those that somebody has asked for, and the last of the morning, as long as somebody has had no list this day. */
export async function morningHours(queries: Queries, day: PlainDate): Promise<readonly number[]> {
  const rows = await queries.query<{ minutes: number }>(selectHours, [LAST_MORNING_MINUTES, day]);
  return [USUAL_MORNING_MINUTES, ...rows.map(({ minutes }) => minutes)];
}

/** Who has had no list this day though their hour has come so many minutes after opening: now, or before they chose it. */
export async function peopleAtHour(queries: Queries, minutes: number, day: PlainDate): Promise<ReadonlySet<number>> {
  const rows = await queries.query<{ id: number }>(selectWaiting, [minutes, USUAL_MORNING_MINUTES, day]);
  return new Set(rows.map(({ id }) => id));
}
