import { Account } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { PARTICIPANTS } from '../../regulation/vocabulary';
import { endOpenForm } from '../forms/form-store';
import { addPeopleEntry } from '../journal/journal';
import { say } from '../messages';
import { refreshCommands } from '../people/command-menus';
import type { Official } from '../people/officials';
import { tellFirstCoordinators } from '../people/nobody-coordinates';
import { isLastAdmin, lackingPeople, lackingSince, lockPeople, type Lack } from '../people/people-store';
import { redrawNamed } from '../people/redraw-named';
import type { Desk } from '../ports';
import { areGuardsUp } from '../access/access-changes';
import { refused, type PeopleRefusal } from './change-person';
import { voidInvitations } from './invitations';
import { passOn, type Passed, type Passing } from './pass-on';

export interface DisablePerson extends Passing {
  readonly personId: number;
}

export type Disabled =
  /** `lacks`: what the office cannot do any more, or still not. */
  | ({ readonly ok: true; readonly name: string; readonly lacks: readonly Lack[] } & Passed)
  | { readonly ok: false; readonly refusal: PeopleRefusal };

/**
 * Switches an account off, tells the person and passes on their open appeals, in one transaction.
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
    const lacked = await lackingPeople(tx);
    if (person.disabledAt !== null) return { ok: true, name: person.name, lacks: lacked, moved: 0, left: 0 };
    if (hasRight(person, 'administer')) {
      if (await isLastAdmin(tx, personId)) return refused('lastAdmin');
      // The role goes first, by a word that is not one admin's alone.
      if (personId !== actor.personId && (await areGuardsUp(tx))) return refused('adminFirst');
    }
    person.disabledAt = now;
    await people.save(person);
    await voidInvitations(tx, personId, now);
    const formEnded = (await endOpenForm(tx, personId, 'cancelled', now)) !== null;
    const account = await repositoryOf(tx, Account).findOneBy({ personId, isHome: true });
    if (account)
      await say(
        tx,
        [
          {
            key: `accessEnded:${personId}:${now.getTime()}`,
            to: account,
            kind: 'accessEnded',
            silent: true,
            params: { personId, formEnded },
          },
        ],
        now,
      );
    await refreshCommands(tx, [personId], now);
    await addPeopleEntry(tx, {
      at: now,
      action: 'disablePerson',
      personId: actor.personId,
      capacity: 'admin',
      details: { personId, successors },
    });

    const passed = await passOn(tx, desk, actor, person, { successors, reason, places: PARTICIPANTS, why: 'disabled' });
    await redrawNamed(tx, [personId], now);
    return { ok: true, name: person.name, lacks: await lackingSince(tx, lacked), ...passed };
  });
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
    const lacked = await lackingPeople(tx);
    if (person.disabledAt !== null) {
      person.disabledAt = null;
      await people.save(person);
      await refreshCommands(tx, [personId], now);
      await redrawNamed(tx, [personId], now);
      await tellFirstCoordinators(tx, lacked, now);
      await addPeopleEntry(tx, {
        at: now,
        action: 'enablePerson',
        personId: actor.personId,
        capacity: 'admin',
        details: { personId },
      });
    }
    return { ok: true, name: person.name, lacks: await lackingSince(tx, lacked), moved: 0, left: 0 };
  });
}
