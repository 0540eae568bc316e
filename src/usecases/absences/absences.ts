import { In, IsNull, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import { Absence, Deputy, Account, Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import {
  statement,
  type Queries,
  type Rows,
  type Transaction,
  databaseOf,
  repositoryOf,
} from '../../database/database';
import {
  dayOf,
  isWorkingTime,
  plusDays,
  startOfDay,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { canStandInFor, HOLDING_ROLES, rolesToCover, type Deputies, type HoldingRole } from '../../regulation/deputies';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import type { Role } from '../../regulation/vocabulary';
import { addPeopleEntry } from '../kit/journal';
import { say } from '../kit/messages';
import { shortName, adminsWithChat, type Official } from '../kit/officials';
import { circumstances, type Desk, today } from '../kit/ports';
import { lockPeople } from '../people/store';
import { absenceParams, redrawOfAbsence } from '../people/turn-of-absences';
import { tellUncoveredAsEntered } from '../people/uncovered';
import { judgeAgain, judgeCancelled } from '../terms/lapses';

export type AbsenceDays = Readonly<Pick<Absence, 'fromDay' | 'untilDay'>>;

/** Who stands in for an absent person, as one says it; a null role: in all of theirs. */
export interface NamedDeputy {
  readonly id: number;
  readonly name: string;
  readonly role: HoldingRole | null;
}

const OF_ABSENCE = columns(
  Absence,
  ['id', 'personId', 'fromDay', 'untilDay', 'enteredById', 'enteredAt', 'confirmedAt'],
  'b',
);
interface Row extends Readonly<RowOf<typeof OF_ABSENCE>> {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly deputies: readonly NamedDeputy[];
}
export interface AbsenceView extends Pick<Row, 'id' | 'personId' | 'fromDay' | 'untilDay' | 'name' | 'deputies'> {
  /** It is their own word for the day on which they gave it, and counts for that day once an admin confirms it. */
  readonly isToConfirm: boolean;
  /** Appeals wait for this person alone, and nobody stands in. */
  readonly needsDeputy: boolean;
}

/** Each is a key under `people:absence.refusal`. */
export type AbsenceRefusal =
  'notYours' | 'gone' | 'endBeforeStart' | 'past' | 'tooLong' | 'overlaps' | 'deputyUnfit' | 'deputyAbsent';

const LONGEST_DAYS = 366;

const select = (where: string) => `select ${OF_ABSENCE}, p.name, p.roles,
     coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'role', s.role) order by s.role, d.name) from (
       select b.deputy_id as id, null as role where b.deputy_id is not null
       union all select r.deputy_id, r.role from deputy r where r.absence_id = b.id) s join person d on d.id = s.id), '[]') as deputies
   from absence b join person p on p.id = b.person_id where ${where} order by b.from_day`;
const readAbsences = statement(
  'read-absences',
  select('b.person_id = $1 and b.cancelled_at is null and b.until_day >= $2::date'),
);
const readAbsence = statement('read-absence', select('b.id = $1'));

/** Absences that are now or ahead. */
export async function absencesOf(desk: Desk, personId: number): Promise<AbsenceView[]> {
  const { now, calendar } = circumstances(desk);
  const rows = await databaseOf(desk).query<Row>(readAbsences, [personId, dayOf(now, calendar)]);
  return rows.map((row) => viewOf(row, calendar));
}

export async function absenceById(queries: Queries, id: number, calendar: OfficeCalendar): Promise<AbsenceView> {
  const [row] = await queries.query<Row>(readAbsence, [id]);
  if (!row) throw new Error(`There is no absence ${id}`);
  return viewOf(row, calendar);
}

function viewOf(row: Row, calendar: OfficeCalendar): AbsenceView {
  const { id, personId, fromDay, untilDay, enteredById, enteredAt, confirmedAt } = row;
  return {
    id,
    personId,
    fromDay,
    untilDay,
    name: shortName(row.name),
    deputies: row.deputies.map((deputy) => ({ ...deputy, name: shortName(deputy.name) })),
    needsDeputy: row.deputies.length === 0 && rolesToCover(row).length > 0,
    isToConfirm: enteredById === personId && confirmedAt === null && fromDay <= dayOf(enteredAt, calendar),
  };
}

export const mayEnter = (actor: Official, personId: number): boolean =>
  actor.personId === personId || hasRight(actor, 'administer');

const overlaps = (rows: Rows, personId: number, { fromDay, untilDay }: AbsenceDays): Promise<boolean> =>
  repositoryOf(rows, Absence).existsBy({
    personId,
    cancelledAt: IsNull(),
    fromDay: LessThanOrEqual(untilDay),
    untilDay: MoreThanOrEqual(fromDay),
  });

/** What is wrong with these days; null: nothing. */
async function checkDays(
  rows: Rows,
  personId: number,
  days: AbsenceDays,
  today: PlainDate,
): Promise<AbsenceRefusal | null> {
  if (days.untilDay < days.fromDay) return 'endBeforeStart';
  if (days.untilDay < today) return 'past';
  if (days.untilDay > plusDays(days.fromDay, LONGEST_DAYS)) return 'tooLong';
  return (await overlaps(rows, personId, days)) ? 'overlaps' : null;
}

/** The same of days that were just chosen. */
export const daysRefused = (desk: Desk, personId: number, days: AbsenceDays): Promise<AbsenceRefusal | null> =>
  checkDays(databaseOf(desk), personId, days, today(desk));

export interface DeputyChoice {
  readonly id: number;
  readonly name: string;
  /** In which of the roles to cover this person could stand in. */
  readonly roles: readonly HoldingRole[];
  readonly canApprove: boolean;
}

/** Who could stand in for somebody on some days. */
export interface DeputyChoices {
  /** In which roles somebody must. */
  readonly roles: readonly HoldingRole[];
  /** The absent person may approve, so a deputy should. */
  readonly approves: boolean;
  /** Those who may approve first, where that matters. */
  readonly people: readonly DeputyChoice[];
}

const OF_CANDIDATE = columns(Person, ['name', 'roles', 'canApprove'], 'p');
const readCandidates = statement(
  'deputy-candidates',
  `select p.id as "personId", ${OF_CANDIDATE}, p.disabled_at is not null as disabled,
     exists (select from absence b where b.person_id = p.id and b.cancelled_at is null and b.from_day <= $2::date and b.until_day >= $1::date) as absent
   from person p order by p.name`,
);
interface Candidate extends Readonly<RowOf<typeof OF_CANDIDATE>> {
  readonly personId: number;
  readonly disabled: boolean;
  readonly absent: boolean;
}

/** Who can stand in on these days. Null: nobody is needed, no appeal waits for this person alone. */
export async function deputyChoices(
  desk: Desk,
  personId: number,
  { fromDay, untilDay }: AbsenceDays,
): Promise<DeputyChoices | null> {
  const people = await databaseOf(desk).query<Candidate>(readCandidates, [fromDay, untilDay]);
  const away = people.find((person) => person.personId === personId);
  if (!away) return null;
  const roles = rolesToCover(away);
  if (roles.length === 0) return null;
  const approves = away.canApprove;
  return {
    roles,
    approves,
    people: people
      .filter(({ absent }) => !absent)
      .map((person) => ({
        id: person.personId,
        name: shortName(person.name),
        roles: roles.filter((role) => canStandInFor(person, away, role)),
        canApprove: person.canApprove,
      }))
      .filter((person) => person.roles.length > 0)
      .sort((one, other) => (approves ? Number(other.canApprove) - Number(one.canApprove) : 0)),
  };
}

export interface NewAbsence extends AbsenceDays {
  readonly personId: number;
  readonly deputies: Deputies;
}

export type AbsenceAdded =
  | { readonly ok: true; readonly absence: AbsenceView; readonly approvalsUncovered: boolean }
  | { readonly ok: false; readonly refusal: AbsenceRefusal };

/**
 * Enters an absence, by the person or by an admin; tells the deputies, the person when it was an admin, and all admins when nobody who
 * stands in may approve.
 * @idempotent by the dates: a repeat overlaps what is there
 */
export async function addAbsence(
  desk: Desk,
  actor: Official,
  { personId, deputies, fromDay, untilDay }: NewAbsence,
): Promise<AbsenceAdded> {
  if (!mayEnter(actor, personId)) return no('notYours');
  const { now, calendar } = circumstances(desk);
  const days = { fromDay, untilDay };
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
    if (!person) return no('gone');
    const refusal =
      (await checkDays(tx, personId, days, dayOf(now, calendar))) ?? (await checkDeputies(tx, person, deputies, days));
    if (refusal) return no(refusal);
    const id = await insertAbsence(tx, actor, person, { personId, deputies, ...days }, now);
    await judgeAgain(tx, { who: personId, from: startOfDay(fromDay, calendar), until: now }, { now, calendar });
    await addPeopleEntry(tx, {
      at: now,
      action: 'addAbsence',
      personId: actor.personId,
      capacity: actor.personId === personId ? null : 'admin',
      details: { absenceId: id, personId, deputies, ...days },
    });
    const absence = await absenceById(tx, id, calendar);
    await tell(tx, actor, 'absenceAdded', absence, now);
    await redrawOfAbsence(tx, absence, circumstances(desk));
    if (absence.isToConfirm) await askToConfirm(tx, absence, circumstances(desk));
    const approvalsUncovered = await tellUncoveredAsEntered(tx, id, actor.personId, circumstances(desk));
    return { ok: true, absence, approvalsUncovered };
  });
}

export async function checkDeputies(
  tx: Transaction,
  person: Person,
  deputies: Deputies,
  days: AbsenceDays,
): Promise<AbsenceRefusal | null> {
  for (const role of HOLDING_ROLES) {
    const id = deputies[role];
    if (id === undefined) continue;
    const deputy = await repositoryOf(tx, Person).findOneBy({ id });
    if (!deputy || !canStandInFor(standing(deputy), standing(person), role)) return 'deputyUnfit';
    if (await overlaps(tx, id, days)) return 'deputyAbsent';
  }
  return null;
}

/** One deputy for all of the person's roles stands in the absence itself. */
async function insertAbsence(
  tx: Transaction,
  actor: Official,
  person: Person,
  { personId, deputies, ...days }: NewAbsence,
  now: Date,
): Promise<number> {
  const forAll = deputyForAll(person, deputies);
  const absences = repositoryOf(tx, Absence);
  const { id } = await absences.save(
    absences.create({ personId, ...days, deputyId: forAll, enteredById: actor.personId, enteredAt: now }),
  );
  if (forAll === null) await insertDeputies(tx, id, deputies);
  return id;
}

export function deputyForAll(person: Person, deputies: Deputies): number | null {
  const named = rolesToCover(person).map((role) => deputies[role]);
  const [first] = named;
  return first !== undefined && named.every((id) => id === first) ? first : null;
}

export async function insertDeputies(tx: Transaction, absenceId: number, deputies: Deputies): Promise<void> {
  for (const role of HOLDING_ROLES) {
    const deputyId = deputies[role];
    if (deputyId !== undefined) await repositoryOf(tx, Deputy).insert({ absenceId, role, deputyId });
  }
}

export type AbsenceCancelled = { readonly ok: true } | { readonly ok: false; readonly refusal: AbsenceRefusal };

/** @idempotent */
export async function cancelAbsence(desk: Desk, actor: Official, absenceId: number): Promise<AbsenceCancelled> {
  const { now, calendar } = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const absences = repositoryOf(tx, Absence);
    const row = await absences.findOne({ where: { id: absenceId }, lock: { mode: 'pessimistic_write' } });
    if (!row) return no('gone');
    if (!mayEnter(actor, row.personId)) return no('notYours');
    if (row.cancelledAt !== null) return { ok: true };
    await absences.update({ id: absenceId }, { cancelledAt: now });
    const span = { who: row.personId, from: startOfDay(row.fromDay, calendar), until: now };
    await judgeCancelled(tx, span, { now, calendar });
    await addPeopleEntry(tx, {
      at: now,
      action: 'cancelAbsence',
      personId: actor.personId,
      capacity: actor.personId === row.personId ? null : 'admin',
      details: { absenceId, personId: row.personId },
    });
    const absence = await absenceById(tx, absenceId, calendar);
    await tell(tx, actor, 'absenceCancelled', absence, now);
    await redrawOfAbsence(tx, absence, circumstances(desk));
    return { ok: true };
  });
}

/** The person and whoever stands in, but for whoever has just entered or cancelled it. */
async function tell(
  tx: Transaction,
  actor: Official,
  kind: 'absenceAdded' | 'absenceCancelled',
  absence: AbsenceView,
  now: Date,
): Promise<void> {
  const { id, personId } = absence;
  const people = await repositoryOf(tx, Person).findBy({
    id: In([personId, ...absence.deputies.map((deputy) => deputy.id)]),
    disabledAt: IsNull(),
  });
  const others = people.flatMap((person) => (person.id === actor.personId ? [] : [person.id]));
  const listeners = await repositoryOf(tx, Account).findBy({ personId: In(others), isHome: true });
  await say(
    tx,
    listeners.map((to) => ({
      key: `${kind}:${id}:person:${to.personId}`,
      to,
      kind,
      silent: true,
      params: absenceParams(absence, to.personId),
    })),
    now,
  );
}

/** Their own word excuses nothing of that day until an admin says so. */
async function askToConfirm(
  tx: Transaction,
  { id, personId, name, fromDay, untilDay }: AbsenceView,
  around: Circumstances,
): Promise<void> {
  const isWorking = isWorkingTime(around.now, around.calendar);
  const admins = (await adminsWithChat(tx)).filter((admin) => admin.id !== personId);
  await say(
    tx,
    admins.map((to) => ({
      key: `absenceToConfirm:${id}:person:${to.id}`,
      to,
      kind: 'absenceToConfirm',
      silent: !isWorking,
      params: { personId: to.id, absenceId: id, absentId: personId, name, fromDay, untilDay },
    })),
    around.now,
  );
}

const standing = ({ id, roles, canApprove, disabledAt }: Person) => ({
  personId: id,
  roles,
  canApprove,
  disabled: disabledAt !== null,
});
export const no = (refusal: AbsenceRefusal) => ({ ok: false, refusal }) as const;
