import { Account } from '../../../entities/account';
import { OnDuty } from '../../../entities/on-duty';
import { Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { databaseOf, repositoryOf, statement, type Queries } from '../../database/database';
import { dayOf, isWorkingTime, nextWorkingDay, workingDayOnOrAfter, type PlainDate } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../journal/journal';
import { say } from '../messages';
import { circumstances, type Desk } from '../ports';
import { shortName } from './names';
import type { Official } from './officials';
import { isReached } from './reached';
import { awayOn } from './standing-in';

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

const selectCoordinators = statement(
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
  const people = await databaseOf(desk).query<DutyCandidate>(selectCoordinators, [day]);
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
