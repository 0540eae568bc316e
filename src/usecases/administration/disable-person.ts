import { Person } from '../../../entities/person';
import { statement, type Queries, type Transaction, databaseOf, repositoryOf } from '../../database';
import { hasRight } from '../../regulation/rights';
import { PARTICIPANTS, type Participant } from '../../regulation/vocabulary';
import { perform } from '../acts/perform';
import { endOpenForm, openForm } from '../forms/form-store';
import { addPeopleEntry } from '../journal/journal';
import { say } from '../messages';
import { refreshCommands } from '../people/command-menus';
import { type Official, holdersOfRole } from '../people/officials';
import { isLastAdmin, lockPeople } from '../people/people-store';
import type { Desk } from '../ports';
import { refused, type PeopleRefusal } from './change-person';
import { voidInvitations } from './invitations';

export type OpenWorkCounts = Readonly<Record<Participant, number>>;

const countWork = statement(
  'count-work-of-person',
  `select count(*) filter (where executor_id = $1)::int as executor, count(*) filter (where agreeing_id = $1)::int as agreeing,
     count(*) filter (where approving_id = $1)::int as approving from open_work where $1 in (executor_id, agreeing_id, approving_id)`,
);

/** In how many unfinished appeals the person holds which place. */
export async function openWorkOf(desk: Desk, personId: number): Promise<OpenWorkCounts> {
  const [row] = await databaseOf(desk).query<OpenWorkCounts>(countWork, [personId]);
  return row ?? { executor: 0, agreeing: 0, approving: 0 };
}

export interface DisablePerson {
  readonly personId: number;
  /** Who takes the person's place where; a place that is left out waits for a coordinator's «Заменить участника». */
  readonly successors: Partial<Record<Participant, number>>;
  /** For the appeals' journals, in the reader's words. */
  readonly reason: string;
}

export type Disabled =
  /** `moved` and `left` count places in appeals. */
  | { readonly ok: true; readonly name: string; readonly moved: number; readonly left: number }
  | { readonly ok: false; readonly refusal: PeopleRefusal };

/**
 * Switches an account off and passes on its open appeals, in one transaction. Appeals are passed on by the regulation's own
 * «Заменить участника», which is a coordinator's: an admin who coordinates does it here; appeals of which another admin disposes are left,
 * and all coordinators are told, because an admin takes no part in processing.
 * @idempotent
 */
export async function disablePerson(
  desk: Desk,
  actor: Official,
  { personId, successors, reason }: DisablePerson,
): Promise<Disabled> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const people = repositoryOf(tx, Person);
    const person = await people.findOneBy({ id: personId });
    if (!person) return refused('gone');
    if (person.disabledAt !== null) return { ok: true, name: person.name, moved: 0, left: 0 };
    if (person.roles.includes('admin') && (await isLastAdmin(tx, personId))) return refused('lastAdmin');
    person.disabledAt = now;
    await people.save(person);
    await voidInvitations(tx, personId, now);
    await endOpenForm(tx, personId, 'cancelled');
    await refreshCommands(tx, [personId], now);
    await addPeopleEntry(tx, {
      at: now,
      action: 'disablePerson',
      personId: actor.personId,
      capacity: 'admin',
      details: { personId, successors },
    });

    const moved = await passOn(tx, desk, actor, { personId, successors, reason });
    const left = await remaining(tx, personId);
    if (left.length > 0) await tellCoordinators(tx, actor, person, left, now);
    return { ok: true, name: person.name, moved, left: left.length };
  });
}

const workOfPerson = statement(
  'work-of-person',
  `select w.appeal_id as "appealId", a.version, a.number,
     array_remove(array[case when w.executor_id = $1 then 'executor' end, case when w.agreeing_id = $1 then 'agreeing' end,
       case when w.approving_id = $1 then 'approving' end], null) as places
   from open_work w join appeal a on a.id = w.appeal_id where $1 in (w.executor_id, w.agreeing_id, w.approving_id) order by w.due_at, w.appeal_id`,
);
interface HeldWork {
  readonly appealId: number;
  readonly version: number;
  readonly number: string;
  readonly places: readonly Participant[];
}

async function passOn(
  tx: Transaction,
  desk: Desk,
  actor: Official,
  { personId, successors, reason }: DisablePerson,
): Promise<number> {
  if (PARTICIPANTS.every((place) => successors[place] === undefined)) return 0;
  let moved = 0;
  for (const { appealId, version, places } of await tx.query<HeldWork>(workOfPerson, [personId])) {
    let seenVersion = version;
    for (const participant of places) {
      const replacementId = successors[participant];
      if (replacementId === undefined) continue;
      // One form, one act: the journal's entry hangs on it as on any other.
      const form = await openForm(
        tx,
        {
          personId: actor.personId,
          subject: 'replaceParticipant',
          appealId,
          version: seenVersion,
          answers: { participant, replacementId, reason },
          messageRef: null,
        },
        desk.clock.now(),
      );
      const result = await perform(tx, desk, {
        presser: actor,
        action: 'replaceParticipant',
        appealId,
        seenVersion,
        formId: form.id,
      });
      if (!result.ok) {
        await endOpenForm(tx, actor.personId, 'cancelled');
        continue;
      }
      seenVersion = result.state.version;
      moved += 1;
    }
  }
  return moved;
}

async function remaining(tx: Queries, personId: number): Promise<HeldWork[]> {
  return tx.query<HeldWork>(workOfPerson, [personId]);
}

/** A message has room for a few buttons; the rest is found by the list. */
const NAMED = 6;

async function tellCoordinators(
  tx: Transaction,
  actor: Official,
  person: Person,
  left: readonly HeldWork[],
  now: Date,
): Promise<void> {
  const people = (await holdersOfRole(tx, 'coordinator')).filter(({ id }) => id !== actor.personId);
  await say(
    tx,
    people.map(({ id, ...to }) => ({
      key: `disabled:${person.id}:${now.getTime()}:person:${id}`,
      to,
      kind: 'participantLeft',
      silent: false,
      params: {
        personId: id,
        name: person.name,
        count: left.length,
        appeals: left.slice(0, NAMED).map(({ appealId, number }) => ({ id: appealId, number })),
      },
    })),
    now,
  );
}

/** @idempotent */
export async function enablePerson(desk: Desk, actor: Official, personId: number): Promise<Disabled> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const people = repositoryOf(tx, Person);
    const person = await people.findOneBy({ id: personId });
    if (!person) return refused('gone');
    if (person.disabledAt !== null) {
      person.disabledAt = null;
      await people.save(person);
      await refreshCommands(tx, [personId], now);
      await addPeopleEntry(tx, {
        at: now,
        action: 'enablePerson',
        personId: actor.personId,
        capacity: 'admin',
        details: { personId },
      });
    }
    return { ok: true, name: person.name, moved: 0, left: 0 };
  });
}
