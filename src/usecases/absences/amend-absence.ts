import { Absence, Account, Deputy, Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Transaction } from '../../database/database';
import { dayOf, startOfDay } from '../../regulation/calendar';
import type { Deputies } from '../../regulation/deputies';
import { hasRight } from '../../regulation/rights';
import { addPeopleEntry } from '../kit/journal';
import { say } from '../kit/messages';
import type { Official } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { redrawNamed } from '../people/rights';
import { lockPeople } from '../people/store';
import { absenceParams, redrawOfAbsence } from '../people/turn-of-absences';
import { judgeAgain } from '../terms/lapses';
import {
  absenceById,
  checkDeputies,
  deputyForAll,
  insertDeputies,
  mayEnter,
  no,
  type AbsenceRefusal,
  type AbsenceView,
} from './absences';

// What an absence that is entered may still want: whoever stands in, and an admin's word that it is so.

export type AbsenceAmended =
  { readonly ok: true; readonly absence: AbsenceView } | { readonly ok: false; readonly refusal: AbsenceRefusal };

/** One that stands; null: it is over, cancelled, or there is none. */
async function standingAbsence(tx: Transaction, desk: Desk, absenceId: number): Promise<Absence | null> {
  const { now, calendar } = circumstances(desk);
  const row = await repositoryOf(tx, Absence).findOne({
    where: { id: absenceId },
    lock: { mode: 'pessimistic_write' },
  });
  return row === null || row.cancelledAt !== null || row.untilDay < dayOf(now, calendar) ? null : row;
}

/** Somebody stands in from now on, in place of whoever did before. @idempotent */
export async function nameDeputies(
  desk: Desk,
  actor: Official,
  absenceId: number,
  deputies: Deputies,
): Promise<AbsenceAmended> {
  const { now, calendar } = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const row = await standingAbsence(tx, desk, absenceId);
    if (!row) return no('gone');
    if (!mayEnter(actor, row.personId)) return no('notYours');
    const person = await repositoryOf(tx, Person).findOneByOrFail({ id: row.personId });
    const refusal = await checkDeputies(tx, person, deputies, row);
    if (refusal) return no(refusal);
    const before = await absenceById(tx, absenceId, calendar);
    const deputyId = deputyForAll(person, deputies);
    await repositoryOf(tx, Absence).update({ id: absenceId }, { deputyId, deputiesNamedAt: now });
    await repositoryOf(tx, Deputy).delete({ absenceId });
    if (deputyId === null) await insertDeputies(tx, absenceId, deputies);
    await addPeopleEntry(tx, {
      at: now,
      action: 'nameDeputies',
      personId: actor.personId,
      capacity: actor.personId === row.personId ? null : 'admin',
      details: { absenceId, personId: row.personId, deputies },
    });
    const absence = await absenceById(tx, absenceId, calendar);
    await tellOfDeputies(tx, actor, before, absence, now);
    await redrawOfAbsence(tx, absence, circumstances(desk));
    return { ok: true, absence };
  });
}

/** The person and whoever stands in now; whoever does no more hears that too. */
async function tellOfDeputies(
  tx: Transaction,
  actor: Official,
  before: AbsenceView,
  absence: AbsenceView,
  now: Date,
): Promise<void> {
  const standIn = absence.deputies.map(({ id }) => id);
  const former = before.deputies.filter(({ id }) => !standIn.includes(id));
  const tellEach = async (ids: readonly number[], kind: 'absenceAdded' | 'absenceCancelled', told: AbsenceView) => {
    for (const id of new Set(ids)) {
      if (id === actor.personId) continue;
      const to = await repositoryOf(tx, Account).findOneBy({ personId: id, isHome: true });
      if (to === null) continue;
      const key = `${kind}:${absence.id}:named:${now.getTime()}:person:${id}`;
      await say(tx, [{ key, to, kind, silent: true, params: absenceParams(told, id) }], now);
    }
  };
  await tellEach([absence.personId, ...standIn], 'absenceAdded', absence);
  await tellEach(
    former.map(({ id }) => id),
    'absenceCancelled',
    before,
  );
}

/** Somebody was away indeed on the day on which they said so themselves: it counts from its first day. @idempotent */
export async function confirmAbsence(desk: Desk, actor: Official, absenceId: number): Promise<AbsenceAmended> {
  const { now, calendar } = circumstances(desk);
  return databaseOf(desk).transaction(async (tx) => {
    const absences = repositoryOf(tx, Absence);
    const row = await absences.findOne({ where: { id: absenceId }, lock: { mode: 'pessimistic_write' } });
    if (!row || row.cancelledAt !== null) return no('gone');
    // Nobody vouches for themselves.
    if (!hasRight(actor, 'administer') || row.personId === actor.personId) return no('notYours');
    const absence = await absenceById(tx, absenceId, calendar);
    if (!absence.isToConfirm) return { ok: true, absence };
    await absences.update({ id: absenceId }, { confirmedAt: now, confirmedById: actor.personId });
    await addPeopleEntry(tx, {
      at: now,
      action: 'confirmAbsence',
      personId: actor.personId,
      capacity: 'admin',
      details: { absenceId, personId: row.personId },
    });
    await judgeAgain(tx, { who: row.personId, from: startOfDay(row.fromDay, calendar), until: now }, { now, calendar });
    await redrawNamed(tx, [row.personId], now);
    return { ok: true, absence: { ...absence, isToConfirm: false } };
  });
}
