import { Card } from '../../../entities/form';
import { Account, Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Transaction, type Rows } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { PARTICIPANTS } from '../../regulation/vocabulary';
import { passOn, type Passed, type Passing } from '../acts/pass-on';
import { endOpenForm } from '../kit/form-store';
import { addPeopleEntry } from '../kit/journal';
import { say } from '../kit/messages';
import type { Official } from '../kit/officials';
import { speakIn, leaveForms } from '../kit/places';
import type { Desk } from '../kit/ports';
import { areGuardsUp, noteDone } from '../people/access';
import { noteRemoved, moveChat } from '../people/accounts';
import { followCards, moveHome } from '../people/home';
import { redrawNamed } from '../people/rights';
import {
  refreshCommands,
  tellFirstCoordinators,
  isLastAdmin,
  lackingPeople,
  lackingSince,
  lockPeople,
  type Lack,
} from '../people/store';
import { redrawWhereNamed } from '../people/welcome-back';
import { refused, type PeopleRefusal } from './change-person';
import { voidInvitations } from './invitations';

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

/**
 * One of a person's accounts is theirs no more, and whoever speaks there is a stranger. What it was home to lives in the other account; open
 * cards lose their buttons there and come along; what waits to be said there waits for the other, where they hear of it. The caller holds
 * `lockPeople`.
 * @param to an account of the same person that stays
 */
export async function leaveAccount(tx: Transaction, left: Account, to: Account, now: Date): Promise<void> {
  const { personId } = left;
  // Forms before accounts, as when somebody speaks elsewhere, or the two would wait for each other.
  if (left.isSpokenIn) await speakIn(tx, to, now);
  const moves = await moveHome(tx, personId, to.messenger, { why: 'removed' }, now);
  if (!moves) {
    // The bot has written to them in the other one all the time.
    const params = { personId, messenger: to.messenger, former: left.messenger, why: 'removed' as const, since: null };
    const key = `homeMoved:${personId}:${to.messenger}:${now.getTime()}`;
    await say(tx, [{ key, to, kind: 'homeMoved', params, silent: true }], now);
    await followCards(tx, personId, left, to, now);
  }
  await moveChat(tx, personId, left, to);
  await shutOut(tx, left, now);
}

/** The same of the only one, of a person who was switched off: nothing goes along anywhere. The caller holds `lockPeople`. */
export async function leaveLastAccount(tx: Transaction, left: Account, now: Date): Promise<void> {
  const { personId, messenger } = left;
  await leaveForms(tx, personId);
  await repositoryOf(tx, Card).delete({ personId, messenger });
  await shutOut(tx, left, now);
}

async function shutOut(tx: Transaction, left: Account, now: Date): Promise<void> {
  const { personId, messenger } = left;
  await repositoryOf(tx, Account).delete({ personId, messenger });
  await noteRemoved(tx, left, now);
}

/** Each is a key under `people:refusal`. */
export type RemovalRefusal = PeopleRefusal | 'noAccount' | 'accountInUse';

export interface Removal {
  readonly ok: true;
  readonly name: string;
  readonly removed: Account;
  /** Where the bot writes to them from then on; null: nowhere, until they have another. */
  readonly home: Account | null;
  /** They work here and have no other: it is shut out and stays theirs, so that what is to be said to them waits for the next one. */
  readonly isOnly: boolean;
}
interface Refused {
  readonly ok: false;
  readonly refusal: RemovalRefusal;
}

/** For a screen: what would be removed, before anybody says yes. */
export const checkRemoval = (
  desk: Desk,
  actor: Official,
  personId: number,
  messenger: string,
): Promise<Removal | Refused> => removalOf(databaseOf(desk), actor, personId, messenger);

/**
 * Shuts one account of a person out, as when its phone is stolen: they go on in the other one, are told there, and whoever holds the phone is
 * a stranger, and has no word about what takes its place. Links that wait for the person end with it: one may be on that phone.
 */
export async function removeAccount(
  desk: Desk,
  actor: Official,
  personId: number,
  messenger: string,
): Promise<Removal | Refused> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const removal = await removalOf(tx, actor, personId, messenger);
    if (!removal.ok) return removal;
    const { removed, home, isOnly } = removal;
    if (isOnly && removed.heldSince !== null) return removal;
    await voidInvitations(tx, personId, now);
    if (home) await leaveAccount(tx, removed, home, now);
    else if (isOnly) await repositoryOf(tx, Account).update({ personId, messenger }, { heldSince: now });
    else await leaveLastAccount(tx, removed, now);
    // Whether they are reached may have changed.
    await redrawWhereNamed(tx, personId, now);
    await addPeopleEntry(tx, {
      at: now,
      action: 'unlinkAccount',
      personId: actor.personId,
      capacity: 'admin',
      details: { personId, messenger },
    });
    const wanted = { matter: 'lost', personId, byId: actor.personId, source: 'chat', account: removed } as const;
    if (isOnly) await noteDone(tx, wanted, now);
    return removal;
  });
}

async function removalOf(rows: Rows, actor: Official, personId: number, messenger: string): Promise<Removal | Refused> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const person = await repositoryOf(rows, Person).findOneBy({ id: personId });
  if (!person) return refused('gone');
  const held = await repositoryOf(rows, Account).findBy({ personId });
  const removed = held.find((one) => one.messenger === messenger);
  if (!removed) return no('noAccount');
  if (actor.personId === personId && actor.messenger === messenger) return no('accountInUse');
  const [home] = held.filter((one) => one !== removed).sort((one, other) => rank(other) - rank(one));
  // Whoever was switched off needs none, and the phone may be somebody else's by now.
  const isOnly = !home && person.disabledAt === null;
  if (isOnly && hasRight(person, 'administer') && (await isLastAdmin(rows, personId))) return refused('lastAdmin');
  return { ok: true, name: person.name, removed, home: home ?? null, isOnly };
}

/** They stay where they live, or go where they can be written to. */
const rank = ({ isHome, startedAt, unreachable }: Account): number =>
  Number(isHome) * 2 + Number(startedAt !== null && unreachable === null);

const no = (refusal: RemovalRefusal): Refused => ({ ok: false, refusal });
