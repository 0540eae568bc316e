import { In, IsNull, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import { Absence } from '../../../entities/absence';
import { Account } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../columns';
import { statement, type Rows, type Transaction, databaseOf, repositoryOf } from '../../database';
import { dayOf, plusDays, type PlainDate } from '../../regulation/calendar';
import { canStandInFor, needsDeputy } from '../../regulation/deputies';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../journal/journal';
import { say } from '../messages';
import { circumstances, type Desk, today } from '../ports';
import { shortName } from './names';
import type { Official } from './officials';
import { lockPeople } from './people-store';

export type AbsenceDays = Readonly<Pick<Absence, 'fromDay' | 'untilDay'>>;

const OF_ABSENCE = columns(Absence, ['id', 'personId', 'fromDay', 'untilDay'], 'b');
export interface AbsenceView extends Readonly<RowOf<typeof OF_ABSENCE>> {
  readonly name: string;
  readonly deputy: string | null;
}

/** Each is a key under `people:absence.refusal`. */
export type AbsenceRefusal =
  'notYours' | 'gone' | 'endBeforeStart' | 'past' | 'tooLong' | 'overlaps' | 'deputyUnfit' | 'deputyAbsent';

const LONGEST_DAYS = 366;

const readAbsences = statement(
  'read-absences',
  `select ${OF_ABSENCE}, p.name, d.name as deputy
   from absence b join person p on p.id = b.person_id left join person d on d.id = b.deputy_id
   where b.person_id = $1 and b.cancelled_at is null and b.until_day >= $2::date order by b.from_day`,
);

/** Absences that are now or ahead. */
export async function absencesOf(desk: Desk, personId: number): Promise<AbsenceView[]> {
  const { now, calendar } = circumstances(desk);
  const rows = await databaseOf(desk).query<AbsenceView>(readAbsences, [personId, dayOf(now, calendar)]);
  return rows.map((row) => ({
    ...row,
    name: shortName(row.name),
    deputy: row.deputy === null ? null : shortName(row.deputy),
  }));
}

const mayEnter = (actor: Official, personId: number): boolean =>
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
): Promise<DeputyChoice[] | null> {
  const people = await databaseOf(desk).query<Candidate>(readCandidates, [fromDay, untilDay]);
  const away = people.find((person) => person.personId === personId);
  if (!away || !needsDeputy(away)) return null;
  return people
    .filter((person) => !person.absent && canStandInFor(person, away))
    .map((person) => ({ id: person.personId, name: shortName(person.name) }));
}

export interface NewAbsence extends AbsenceDays {
  readonly personId: number;
  readonly deputyId: number | null;
}

export type AbsenceAdded =
  { readonly ok: true; readonly absence: AbsenceView } | { readonly ok: false; readonly refusal: AbsenceRefusal };

/**
 * Enters an absence, by the person or by an admin; tells the deputy, and the person when it was an admin.
 * @idempotent by the dates: a repeat overlaps what is there
 */
export async function addAbsence(
  desk: Desk,
  actor: Official,
  { personId, deputyId, fromDay, untilDay }: NewAbsence,
): Promise<AbsenceAdded> {
  if (!mayEnter(actor, personId)) return no('notYours');
  const { now, calendar } = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const people = repositoryOf(tx, Person);
    const person = await people.findOneBy({ id: personId });
    if (!person) return no('gone');
    const refusal = await checkDays(tx, personId, { fromDay, untilDay }, dayOf(now, calendar));
    if (refusal) return no(refusal);
    const deputy = deputyId === null ? null : await people.findOneBy({ id: deputyId });
    if (deputyId !== null) {
      if (!deputy || !canStandInFor(standing(deputy), standing(person))) return no('deputyUnfit');
      if (await overlaps(tx, deputyId, { fromDay, untilDay })) return no('deputyAbsent');
    }
    const absences = repositoryOf(tx, Absence);
    const { id } = await absences.save(
      absences.create({
        personId,
        fromDay,
        untilDay,
        deputyId,
        enteredById: actor.personId,
        enteredAt: now,
      }),
    );
    await addPeopleEntry(tx, {
      at: now,
      action: 'addAbsence',
      personId: actor.personId,
      capacity: actor.personId === personId ? null : 'admin',
      details: { absenceId: id, personId, deputyId, fromDay, untilDay },
    });
    const absence = {
      id,
      personId,
      fromDay,
      untilDay,
      name: shortName(person.name),
      deputy: deputy && shortName(deputy.name),
    };
    await tell(tx, actor, [person, deputy], 'absenceAdded', absence, now);
    return { ok: true, absence };
  });
}

export type AbsenceCancelled = { readonly ok: true } | { readonly ok: false; readonly refusal: AbsenceRefusal };

/** @idempotent */
export async function cancelAbsence(desk: Desk, actor: Official, absenceId: number): Promise<AbsenceCancelled> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    const absences = repositoryOf(tx, Absence);
    const people = repositoryOf(tx, Person);
    const row = await absences.findOne({ where: { id: absenceId }, lock: { mode: 'pessimistic_write' } });
    if (!row) return no('gone');
    if (!mayEnter(actor, row.personId)) return no('notYours');
    if (row.cancelledAt !== null) return { ok: true };
    await absences.update({ id: absenceId }, { cancelledAt: now });
    await addPeopleEntry(tx, {
      at: now,
      action: 'cancelAbsence',
      personId: actor.personId,
      capacity: actor.personId === row.personId ? null : 'admin',
      details: { absenceId, personId: row.personId },
    });
    const person = await people.findOneByOrFail({ id: row.personId });
    const deputy = row.deputyId === null ? null : await people.findOneBy({ id: row.deputyId });
    await tell(
      tx,
      actor,
      [person, deputy],
      'absenceCancelled',
      { ...row, name: shortName(person.name), deputy: deputy && shortName(deputy.name) },
      now,
    );
    return { ok: true };
  });
}

async function tell(
  tx: Transaction,
  actor: Official,
  people: readonly (Person | null)[],
  kind: 'absenceAdded' | 'absenceCancelled',
  absence: AbsenceView,
  now: Date,
): Promise<void> {
  const { id, name, deputy, fromDay, untilDay } = absence;
  const others = people.flatMap((person) =>
    person && person.id !== actor.personId && person.disabledAt === null ? [person.id] : [],
  );
  const listeners = await repositoryOf(tx, Account).findBy({ personId: In(others) });
  await say(
    tx,
    listeners.map((to) => ({
      key: `${kind}:${id}:person:${to.personId}`,
      to,
      kind,
      silent: true,
      params: { personId: to.personId, name, deputy, fromDay, untilDay, own: to.personId === absence.personId },
    })),
    now,
  );
}

const standing = ({ id, roles, canApprove, disabledAt }: Person) => ({
  personId: id,
  roles,
  canApprove,
  disabled: disabledAt !== null,
});
const no = (refusal: AbsenceRefusal) => ({ ok: false, refusal }) as const;
