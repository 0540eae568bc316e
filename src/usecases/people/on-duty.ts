import { Person, Account, OnDuty } from '../../../entities/person';
import { columns } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import {
  type PlainDate,
  dayOf,
  isWorkingTime,
  nextOpening,
  nextWorkingDay,
  workingDayOnOrAfter,
} from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import type { DeliveryKind } from '../../regulation/vocabulary';
import { noteChange } from '../kit/journal';
import { say } from '../kit/messages';
import { type Official, isReached, awayOn, shortName } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import type { NamedStep } from '../kit/settings';

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

const selectCoordinators = statement(
  'coordinators-to-ring',
  `select p.id, ${isReached('account')} as "isReached",
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$2')}) as "isAway",
     array(select coalesce(b.deputy_id, d.deputy_id) from absence b left join deputy d on d.absence_id = b.id
       where b.person_id = p.id and ${awayOn('b', '$2')}) as "deputyIds",
     exists (select from on_duty o where o.day = $2 and o.person_id = p.id) as "isOnDuty",
     exists (select from setting s where s.key = 'office_answers' and s.value -> 'named' -> $3::text @> to_jsonb(p.id)) as "isNamed",
     (select max(j.id) from journal_entry j where j.appeal_id = $1 and j.person_id = p.id and j.capacity = 'coordinator') as "lastEntryId",
     (select count(*)::int from delivery y where y.placed_at is null and y.withdrawn_at is null
       and coalesce(y.taken_by_id, y.rung_id) = p.id) as tasks
   from person p join account on account.person_id = p.id and account.is_home
   where p.disabled_at is null and 'coordinator' = any(p.roles) order by p.id`,
);
/** Which question of the setup is about such a task. */
const stepOf = (kind: DeliveryKind): NamedStep => (kind === 'comment' ? 'commentsInPos' : 'entersInPos');

interface Candidate {
  readonly id: number;
  readonly isReached: boolean;
  readonly isAway: boolean;
  readonly deputyIds: readonly (number | null)[];
  readonly isOnDuty: boolean;
  /** The office has named them for it. */
  readonly isNamed: boolean;
  readonly lastEntryId: string | null;
  readonly tasks: number;
}

export interface Rung {
  /** Null: nobody can be reached. */
  readonly id: number | null;
  /** Others have the task too. */
  readonly isOneOfSeveral: boolean;
}

/**
 * On whose phone a task for ПОС sounds, of all coordinators: that of whom the office has named for it, else the duty coordinator's, else that of whoever handled this appeal last, else of
 * whoever has fewest such tasks; for an absent one it is their deputy. Outside working time it is for the day that comes.
 * @param without has just given it back
 */
export async function whomToRing(
  queries: Queries,
  { appealId, kind }: { readonly appealId: number; readonly kind: DeliveryKind },
  { now, calendar }: Circumstances,
  without: number | null = null,
): Promise<Rung> {
  const day = dayOf(isWorkingTime(now, calendar) ? now : nextOpening(now, calendar), calendar);
  const all = (await queries.query<Candidate>(selectCoordinators, [appealId, day, stepOf(kind)])).filter(
    ({ id }) => id !== without,
  );
  const present = all.filter(({ isAway }) => !isAway);
  const reached = present.some((one) => one.isReached) ? present.filter((one) => one.isReached) : present;
  const standIn = (one: Candidate) =>
    reached.includes(one) ? one.id : reached.find(({ id }) => one.deputyIds.includes(id))?.id;
  const handled = all
    .filter(({ lastEntryId }) => lastEntryId !== null)
    .sort((one, other) => Number(other.lastEntryId) - Number(one.lastEntryId));
  // of several the one who is here, then on duty, then with fewest
  const named = all
    .filter(({ isNamed }) => isNamed)
    .sort(
      (one, other) =>
        Number(reached.includes(other)) - Number(reached.includes(one)) ||
        Number(other.isOnDuty) - Number(one.isOnDuty) ||
        one.tasks - other.tasks,
    );
  const [id = null] = [
    ...named.map(standIn),
    ...all.filter(({ isOnDuty }) => isOnDuty).map(standIn),
    ...handled.slice(0, 1).map(standIn),
    ...[...reached].sort((one, other) => one.tasks - other.tasks).map((one) => one.id),
  ].filter((one) => one !== undefined);
  return { id, isOneOfSeveral: all.length > 1 };
}

const COORDINATES = `p.disabled_at is null and 'coordinator' = any(p.roles)`;
const selectOnDuty = statement(
  'coordinator-on-duty',
  `select d.person_id as "personId", ${isReached('account')} as "isReached"
   from on_duty d join person p on p.id = d.person_id join account on account.person_id = p.id and account.is_home
   where d.day = $1 and ${COORDINATES}
     and not exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')})`,
);

const selectReached = statement(
  'coordinators-reached',
  `select p.id from person p join account on account.person_id = p.id and account.is_home where ${COORDINATES} and ${isReached('account')}`,
);

interface Planned {
  readonly personId: number;
  readonly isReached: boolean;
}
const plannedOn = async (queries: Queries, day: PlainDate): Promise<Planned | null> =>
  (await queries.query<Planned>(selectOnDuty, [day]))[0] ?? null;

/** Whether a coordinator's phone is to sound at what is all coordinators' and comes now. */
export async function soundsForAll(
  queries: Queries,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): Promise<(personId: number) => boolean> {
  if (!isWorkingTime(now, calendar)) return () => false;
  const planned = await plannedOn(queries, dayOf(now, calendar));
  if (planned === null) return () => true;
  if (planned.isReached) return (personId) => personId === planned.personId;
  // Whoever is on duty may not look into the messenger that has taken the place of theirs: who can be reached is rung.
  const reached = new Set((await queries.query<{ id: number }>(selectReached)).map(({ id }) => id));
  return (personId) => reached.size === 0 || reached.has(personId);
}

/** For two weeks ahead: longer than that nobody knows who will be there. */
const DAYS_SHOWN = 10;

export interface DutyDay {
  readonly day: PlainDate;
  readonly personId: number | null;
  readonly name: string | null;
  readonly absent: boolean;
}

const selectDays = statement(
  'days-on-duty',
  `select d.day, p.id as "personId", p.name,
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', 'd.day')}) as absent
   from on_duty d join person p on p.id = d.person_id where d.day = any($1::date[]) and ${COORDINATES}`,
);

/** The next working days, each with who is on duty. */
export async function readDutyDays(desk: Desk): Promise<readonly DutyDay[]> {
  const days = daysAhead(circumstances(desk));
  const known = await databaseOf(desk).query<DutyDay & { readonly name: string }>(selectDays, [days]);
  return days.map((day) => {
    const found = known.find((one) => one.day === day);
    return found ? { ...found, name: shortName(found.name) } : { day, personId: null, name: null, absent: false };
  });
}

function daysAhead({ now, calendar }: Circumstances): PlainDate[] {
  const days = [workingDayOnOrAfter(dayOf(now, calendar), calendar)];
  for (let last = days[0]; last !== undefined && days.length < DAYS_SHOWN;) {
    last = nextWorkingDay(last, calendar);
    days.push(last);
  }
  return days;
}

const selectDutyCandidates = statement(
  'coordinators-for-duty',
  `select p.id, p.name, exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as absent
   from person p where ${COORDINATES} order by p.name`,
);

export interface DutyCandidate {
  readonly id: number;
  readonly name: string;
  /** Away on that day. */
  readonly absent: boolean;
}

/** Who may be on duty on that day. */
export async function dutyCandidates(desk: Desk, day: PlainDate): Promise<readonly DutyCandidate[]> {
  const people = await databaseOf(desk).query<DutyCandidate>(selectDutyCandidates, [day]);
  return people.map(({ name, ...one }) => ({ ...one, name: shortName(name) }));
}

const CHAT = columns(Account, ['messenger', 'chatId'], 'account');
const OF_PERSON = columns(Person, ['name'], 'p');
const selectCoordinator = statement(
  'coordinator-with-chat',
  `select ${OF_PERSON}, ${CHAT} from person p left join account on account.person_id = p.id and account.is_home where p.id = $1 and ${COORDINATES}`,
);

export type DutyChange = 'changed' | 'notYours' | 'noCoordinator' | 'past';

/**
 * Who is on duty on these days; null: nobody, and every phone sounds. Whoever becomes it by another's press is told, silently.
 * @idempotent
 */
export async function setDuty(
  desk: Desk,
  actor: Official,
  days: readonly PlainDate[],
  personId: number | null,
): Promise<DutyChange> {
  if (!hasRight(actor, 'duty')) return 'notYours';
  const around = circumstances(desk);
  const [first] = days;
  if (first === undefined || first < dayOf(around.now, around.calendar)) return 'past';
  return databaseOf(desk).transaction(async (tx) => {
    const rows = repositoryOf(tx, OnDuty);
    if (personId === null) await rows.delete([...days].map((day) => ({ day })));
    else {
      const [person] = await tx.query<{ messenger: string | null; chatId: string | null }>(selectCoordinator, [
        personId,
      ]);
      if (!person) return 'noCoordinator';
      await rows.upsert(
        days.map((day) => ({ day, personId })),
        { conflictPaths: ['day'], skipUpdateIfNoValuesChanged: true },
      );
      const { messenger, chatId } = person;
      if (personId !== actor.personId && messenger !== null && chatId !== null)
        await say(
          tx,
          [
            {
              key: `onDuty:${days.join()}:${around.now.getTime()}:person:${personId}`,
              to: { messenger, chatId },
              kind: 'onDuty',
              params: { personId, days },
              silent: true,
            },
          ],
          around.now,
        );
    }
    await noteChange(tx, around.now, actor, { onDuty: personId, days }, 'coordinator');
    return 'changed';
  });
}
