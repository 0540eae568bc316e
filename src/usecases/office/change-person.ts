import { Person, Account, type MessengerAccount } from '../../../entities/person';
import { type Transaction, databaseOf, repositoryOf } from '../../database/database';
import { matterOf } from '../../regulation/access';
import { hasRight } from '../../regulation/rights';
import { ROLES, type Role } from '../../regulation/vocabulary';
import { passOn, type Passed, type Passing } from '../acts/pass-on';
import { addPeopleEntry } from '../kit/journal';
import type { Official } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { areGuardsUp, momentOf, waitFor, letIn } from '../people/access';
import { redrawNamed, placesLost, tellOfRights } from '../people/rights';
import {
  refreshCommands,
  tellFirstCoordinators,
  isLastAdmin,
  lackingPeople,
  lackingSince,
  lockPeople,
  type Lack,
} from '../people/store';

/** Why an account was not changed; each is a key under `people:refusal`. */
export type PeopleRefusal =
  | 'notAdmin'
  | 'gone'
  | 'lastAdmin'
  | 'notSupervisor'
  | 'notCurator'
  | 'ownSupervisor'
  | 'nameTaken'
  | 'accountTaken'
  | 'disabled'
  | 'adminFirst';

/** To what a thing shall be set, never «the other way»: a double tap must do no more than one. */
export type PersonChange =
  | { readonly kind: 'role'; readonly role: Role; readonly held: boolean }
  | { readonly kind: 'canApprove'; readonly allowed: boolean }
  | { readonly kind: 'managesAffairs'; readonly named: boolean }
  | { readonly kind: 'supervisor'; readonly supervisorId: number | null }
  | { readonly kind: 'organization'; readonly organizationId: number | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'position'; readonly position: string | null };

export type PersonChanged =
  /** `lacks`: what the office cannot do any more, or still not. */
  | ({
      readonly ok: true;
      readonly personId: number;
      readonly name: string;
      readonly lacks: readonly Lack[];
      /** It is not done yet: until when somebody may object; then it is. */
      readonly waitsUntil?: Date | null;
    } & Passed)
  /** `holder`: who has the account that was to be given. */
  | { readonly ok: false; readonly refusal: PeopleRefusal; readonly holder?: string };

/**
 * One change of an account by an admin, journaled. A change of rights brings a new command menu and is told to the person; the appeals
 * in whose places they can't act any more go to whom `passing` says.
 * @idempotent
 */
export async function changePerson(
  desk: Desk,
  actor: Official,
  personId: number,
  change: PersonChange,
  passing: Passing = { successors: {}, reason: '' },
): Promise<PersonChanged> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const people = repositoryOf(tx, Person);
    const person = await people.findOneBy({ id: personId });
    if (!person) return refused('gone');
    const before = { ...person };
    const lacked = await lackingPeople(tx);
    const refusal = await applyChange(tx, person, change);
    if (refusal) return refused(refusal);
    const matter = matterOf(before, person);
    const isOwnEnd = matter === 'administerNotMore' && personId === actor.personId;
    if (matter !== null && !isOwnEnd && (await areGuardsUp(tx))) {
      const wanted = { matter, personId, byId: actor.personId, source: 'chat' } as const;
      const { dueAt } = await waitFor(tx, wanted, momentOf(desk));
      return { ok: true, personId, name: person.name, lacks: lacked, ...NOTHING_PASSED, waitsUntil: dueAt };
    }
    const isChanged = await keepChange(tx, actor.personId, { before, person, lacked }, now);
    const places = isChanged ? placesLost(before, person) : [];
    const passed =
      places.length > 0 ? await passOn(tx, desk, actor, person, { ...passing, places, why: 'right' }) : NOTHING_PASSED;
    return { ok: true, personId, name: person.name, lacks: await lackingSince(tx, lacked), ...passed };
  });
}

interface Changing {
  readonly before: Person;
  readonly person: Person;
  /** What the office could not do before. */
  readonly lacked: readonly Lack[];
}

/**
 * Journaled, and told to whom it is about.
 * @param byId null: the server, or time
 * @returns whether anything is not as before
 */
export async function keepChange(
  tx: Transaction,
  byId: number | null,
  { before, person, lacked }: Changing,
  now: Date,
): Promise<boolean> {
  const changed = (
    ['name', 'position', 'roles', 'canApprove', 'managesAffairs', 'supervisorId', 'organizationId'] as const
  ).filter((key) => String(before[key]) !== String(person[key]));
  if (changed.length === 0) return false;
  await repositoryOf(tx, Person).save(person);
  const rights = changed.some((key) => key === 'roles' || key === 'canApprove' || key === 'managesAffairs');
  await addPeopleEntry(tx, {
    at: now,
    action: rights ? 'changeRoles' : 'changePerson',
    personId: byId,
    capacity: byId === null ? null : 'admin',
    details: {
      personId: person.id,
      changes: Object.fromEntries(changed.map((key) => [key, { from: before[key], to: person[key] }])),
    },
  });
  if (!rights) return true;
  await refreshCommands(tx, [person.id], now);
  await tellOfRights(tx, byId, before, person, now);
  await tellFirstCoordinators(tx, lacked, now);
  await redrawNamed(tx, [person.id], now);
  return true;
}

const NOTHING_PASSED: Passed = { moved: 0, left: 0 };

export async function applyChange(
  tx: Transaction,
  person: Person,
  change: PersonChange,
): Promise<PeopleRefusal | null> {
  switch (change.kind) {
    case 'role': {
      const { role, held } = change;
      if (!held && role === 'admin' && person.roles.includes('admin') && (await isLastAdmin(tx, person.id)))
        return 'lastAdmin';
      person.roles = ROLES.filter((one) => (one === role ? held : person.roles.includes(one)));
      // The right to approve is a supervisor's (§2).
      if (!person.roles.includes('supervisor')) person.canApprove = false;
      // The Управляющий делами is a curator.
      if (!person.roles.includes('curator')) person.managesAffairs = false;
      return null;
    }
    case 'canApprove':
      if (change.allowed && !person.roles.includes('supervisor')) return 'notSupervisor';
      person.canApprove = change.allowed;
      return null;
    case 'managesAffairs':
      if (change.named && !person.roles.includes('curator')) return 'notCurator';
      person.managesAffairs = change.named;
      return null;
    case 'supervisor': {
      if (change.supervisorId === person.id) return 'ownSupervisor';
      const supervisor =
        change.supervisorId === null ? null : await repositoryOf(tx, Person).findOneBy({ id: change.supervisorId });
      if (change.supervisorId !== null && (!supervisor?.roles.includes('supervisor') || supervisor.disabledAt !== null))
        return 'notSupervisor';
      person.supervisorId = change.supervisorId;
      return null;
    }
    case 'organization':
      person.organizationId = change.organizationId;
      return null;
    case 'name':
      if (change.name !== person.name && (await repositoryOf(tx, Person).existsBy({ name: change.name })))
        return 'nameTaken';
      person.name = change.name;
      return null;
    case 'position':
      person.position = change.position;
      return null;
  }
}

/** A new account without roles: they are given on its screen. */
export async function addPerson(desk: Desk, actor: Official, name: string): Promise<PersonChanged> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const people = repositoryOf(tx, Person);
    if (await people.existsBy({ name })) return refused('nameTaken');
    const person = await people.save(people.create({ name, roles: [], canApprove: false, managesAffairs: false }));
    await addPeopleEntry(tx, {
      at: desk.clock.now(),
      action: 'changePerson',
      personId: actor.personId,
      capacity: 'admin',
      details: { personId: person.id, added: true },
    });
    return { ok: true, personId: person.id, name, lacks: await lackingPeople(tx), ...NOTHING_PASSED };
  });
}

export const refused = (refusal: PeopleRefusal) => ({ ok: false, refusal }) as const;

/**
 * An admin ties an account to a person by the number that the bot has told them: at their next word they are known. It takes the place
 * of the person's earlier account in that messenger, or stands beside that of another.
 * @idempotent
 */
export async function giveAccount(
  desk: Desk,
  actor: Official,
  personId: number,
  account: MessengerAccount,
): Promise<PersonChanged> {
  if (!hasRight(actor, 'administer')) return refused('notAdmin');
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
    if (!person) return refused('gone');
    if (person.disabledAt !== null) return refused('disabled');
    const accounts = repositoryOf(tx, Account);
    const holder = await accounts.findOneBy({ messenger: account.messenger, userId: account.userId });
    if (holder && holder.personId !== personId) {
      const { name } = await repositoryOf(tx, Person).findOneByOrFail({ id: holder.personId });
      return { ...refused('accountTaken'), holder: name };
    }
    let waitsUntil: Date | null = null;
    if (!holder) {
      const byId = actor.personId;
      const entry = { person, account, startedAt: null, byId, source: 'number', isOwnWord: false } as const;
      const { bound, waits } = await letIn(tx, entry, momentOf(desk));
      waitsUntil = waits?.dueAt ?? null;
      if (bound !== null)
        await addPeopleEntry(tx, {
          at: now,
          action: 'linkAccount',
          personId: byId,
          capacity: 'admin',
          details: { personId, again: bound === 'again', messenger: account.messenger },
        });
    }
    return { ok: true, personId, name: person.name, lacks: await lackingPeople(tx), moved: 0, left: 0, waitsUntil };
  });
}
