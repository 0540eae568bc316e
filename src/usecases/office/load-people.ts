import type { Organization } from '../../../entities/office';
import { Account, type MessengerAccount, Person, RemovedAccount } from '../../../entities/person';
import { repositoryOf } from '../../database/database';
import { matterOf, type AccessMatter } from '../../regulation/access';
import { keysOf } from '../../regulation/lists';
import { ROLES, type Role } from '../../regulation/vocabulary';
import { needsAnotherWord, noteDone, waitFor } from '../people/access';
import { takeAccount } from '../people/accounts';
import { hasOtherRights, type Rights } from '../people/rights';
import {
  accountsOf,
  holderOf,
  isAmong,
  isInUse,
  isPlaceholder,
  isSame,
  type Known,
  type Loading,
  type RosterData,
} from './loading';

const isAdmin = (person: Person): boolean => person.disabledAt === null && person.roles.includes('admin');

/** Everybody whom the file names, as it names them; the last admins stay. @returns all people of the office by their names */
export async function loadPeople(
  loading: Loading,
  organizations: ReadonlyMap<string, Organization>,
): Promise<ReadonlyMap<string, Person>> {
  const { tx, roster } = loading;
  const people = await repositoryOf(tx, Person).find();
  const accounts = await repositoryOf(tx, Account).find();
  const known: Known = {
    people: new Map(people.map((person) => [person.name, person])),
    accounts: new Map(people.map(({ id }) => [id, accounts.filter(({ personId }) => personId === id)])),
    removed: await repositoryOf(tx, RemovedAccount).find(),
  };
  const roles = rolesToBe(loading, known);
  await giveUpPlaceholders(loading, known);
  for (const user of roster.users) {
    const held = roles.get(user.name) ?? [...user.roles];
    await loadPerson(loading, known, user, {
      roles: held,
      ...(!held.includes('curator') && { managesAffairs: false }),
      ...(user.canApprove !== undefined && { canApprove: user.canApprove }),
      ...(!held.includes('supervisor') && { canApprove: false }),
      ...(user.position !== undefined && { position: user.position }),
      ...(user.organization !== undefined && { organizationId: organizations.get(user.organization)?.id ?? null }),
      ...(user.snils !== undefined && { snils: user.snils }),
    });
  }
  // A supervisor may stand below in the file, so everybody is there first.
  await loadSupervisors(loading, known.people);
  return known.people;
}

async function loadPerson(
  loading: Loading,
  known: Known,
  user: RosterData['users'][number],
  wanted: Partial<Person>,
): Promise<void> {
  const { tx, added, changed, journal, refreshed } = loading;
  const people = repositoryOf(tx, Person);
  const before = known.people.get(user.name) ?? null;
  const rights: Rights | null = before && {
    roles: before.roles,
    canApprove: before.canApprove,
    managesAffairs: before.managesAffairs,
  };
  const { roles: held, canApprove: approved } = rights ?? { roles: [], canApprove: false };
  const named = accountsToGive(loading, known, user);
  const waits = loading.isGuarded ? heldBack(before, wanted, loading) : [];
  const waitsToComeIn =
    loading.isGuarded && (waits.length > 0 || (before !== null && (await needsAnotherWord(tx, before))));
  const accounts = waitsToComeIn ? [] : named;
  const difference = before ? [...differing(before, wanted), ...(accounts.length > 0 ? ['account'] : [])] : [];
  const person =
    before && difference.length === 0
      ? before
      : await people.save(Object.assign(before ?? people.create({ name: user.name, canApprove: false }), wanted));
  for (const matter of waits) await waitForAnother(loading, person, matter);
  if (waitsToComeIn) for (const account of named) await waitForAnother(loading, person, 'account', account);
  if (before && difference.length === 0) return;
  known.people.set(user.name, person);
  // Whoever has had none comes in for the first time, by however many.
  const heldBefore = accountsOf(known, user.name);
  for (const account of accounts) await giveAccount(loading, person, account, heldBefore);
  if (accounts.length > 0)
    known.accounts.set(person.id, await repositoryOf(tx, Account).findBy({ personId: person.id }));
  (before ? changed : added).people += 1;
  const { name, id: personId, roles, canApprove } = person;
  loading.people.push({
    name,
    isNew: !before,
    lost: held.filter((role) => !roles.includes(role)),
    approvesNoMore: approved && !canApprove,
    left: 0,
  });
  const isTurned = rights !== null && hasOtherRights(rights, person);
  if (isTurned) loading.turned.push({ before: rights, person });
  journal.push({
    personId,
    ...(before ? { changed: difference } : { added: true }),
    ...{ roles, canApprove },
    ...(isTurned && { before: { roles: held, canApprove: approved } }),
  });
  if (difference.includes('roles') || difference.includes('account')) refreshed.push(personId);
}

/** What of the wanted one admin alone must not do is taken out of it. */
function heldBack(before: Person | null, wanted: Partial<Person>, { by }: Loading): AccessMatter[] {
  const had = { roles: before?.roles ?? [], canApprove: before?.canApprove ?? false };
  const has = { roles: wanted.roles ?? had.roles, canApprove: wanted.canApprove ?? had.canApprove };
  const waits: AccessMatter[] = [];
  if (matterOf({ ...had, roles: has.roles }, has) === 'approve') {
    waits.push('approve');
    wanted.canApprove = false;
  }
  const matter = matterOf({ ...had, canApprove: has.canApprove }, has);
  // One's own role is one's own to give up.
  if (matter !== null && !(matter === 'administerNotMore' && before?.id === by?.personId)) {
    waits.push(matter);
    wanted.roles = ROLES.filter((role) => (role === 'admin' ? had : has).roles.includes(role));
  }
  return waits;
}

async function waitForAnother(
  { tx, now, calendar, by, warnings }: Loading,
  { id: personId, name }: Person,
  matter: AccessMatter,
  account?: MessengerAccount,
): Promise<void> {
  const byId = by?.personId ?? null;
  const held = account ? await repositoryOf(tx, Account).findBy({ personId, messenger: account.messenger }) : [];
  const wanted = { matter, personId, byId, source: 'table', former: held[0] } as const;
  await waitFor(tx, account ? { ...wanted, account } : wanted, { now, calendar });
  warnings.push({ kind: 'waits', name, matter });
}

/** Whoever has one already hears of it there. */
async function giveAccount(
  loading: Loading,
  { id: personId }: Person,
  account: MessengerAccount,
  held: readonly Account[],
): Promise<void> {
  const { tx, now, by } = loading;
  const former = held.find(({ messenger }) => messenger === account.messenger);
  await takeAccount(tx, personId, account, startedBy(loading, account));
  if (held.length === 0) return;
  const source = by ? 'table' : 'server';
  await noteDone(tx, { matter: 'account', personId, byId: by?.personId ?? null, source, account, former }, now);
}

async function loadSupervisors(
  { tx, roster, changed, people, journal }: Loading,
  known: ReadonlyMap<string, Person>,
): Promise<void> {
  for (const { name, supervisor } of roster.users) {
    const person = known.get(name);
    const supervisorId = supervisor === undefined ? undefined : known.get(supervisor)?.id;
    if (!person || supervisorId === undefined || person.supervisorId === supervisorId) continue;
    person.supervisorId = supervisorId;
    await repositoryOf(tx, Person).save(person);
    if (journal.some(({ personId }) => personId === person.id)) continue;
    changed.people += 1;
    people.push({ name, isNew: false, lost: [], approvesNoMore: false, left: 0 });
    journal.push({ personId: person.id, changed: ['supervisorId'] });
  }
}

const startedBy = ({ givenUp }: Loading, account: MessengerAccount): Date | null =>
  givenUp.find((one) => isAmong([one], account))?.startedAt ?? null;

/** A set of roles is the same in any order. */
function differing(person: Person, wanted: Partial<Person>): string[] {
  const text = (value: unknown) => (Array.isArray(value) ? value.map(String).sort().join() : value);
  return keysOf(wanted).filter((key) => text(person[key]) !== text(wanted[key]));
}

/** What the file and the environment make of everybody's roles; the last admins keep theirs, or nobody could administer. */
function rolesToBe(loading: Loading, known: Known): ReadonlyMap<string, Role[]> {
  const { roster, admins, by, warnings } = loading;
  const roles = new Map<string, Role[]>();
  for (const { name, roles: listed, accounts = [] } of roster.users) {
    const held = [...accounts, ...accountsOf(known, name)];
    const mustAdminister = admins.some((admin) => isAmong(held, admin));
    roles.set(name, mustAdminister ? [...new Set<Role>([...listed, 'admin'])] : [...listed]);
  }
  keepLastAdmins(loading, known, roles);
  const sender = [...known.people.values()].find(({ id }) => id === by?.personId);
  if (sender && isAdmin(sender) && roles.get(sender.name)?.includes('admin') === false)
    warnings.push({ kind: 'ownAdminLost' });
  return roles;
}

function keepLastAdmins({ by, warnings }: Loading, known: Known, roles: ReadonlyMap<string, Role[]>): void {
  const before = [...known.people.values()].filter(isAdmin);
  // Whoever has only been named can't come in yet, and nobody at the terminal need be there to let them in.
  const canAdminister = (name: string) =>
    (known.people.get(name)?.disabledAt ?? null) === null &&
    (by === undefined || accountsOf(known, name).some(isInUse));
  const remain =
    [...roles].some(([name, held]) => held.includes('admin') && canAdminister(name)) ||
    before.some(({ name }) => !roles.has(name) && canAdminister(name));
  if (remain) return;
  for (const { name } of before.filter((admin) => canAdminister(admin.name))) {
    roles.get(name)?.push('admin');
    warnings.push({ kind: 'lastAdminKept', name });
  }
}

/** An admin who was known by a user id only (ensure-admins.ts) gives the account to the person whom the file names. */
async function giveUpPlaceholders(loading: Loading, known: Known): Promise<void> {
  const { tx, roster } = loading;
  const people = repositoryOf(tx, Person);
  const named = roster.users.flatMap(({ name, accounts = [] }) => accounts.map((account) => ({ name, account })));
  for (const { name, account } of named) {
    const holder = holderOf(known, account);
    if (!holder || holder.name === name || !isPlaceholder(holder, account)) continue;
    if (keptAgainst(loading, known, name, account)) continue;
    if (known.people.has(name)) {
      await repositoryOf(tx, Account).delete({ personId: holder.id });
      loading.givenUp.push(...(known.accounts.get(holder.id) ?? []));
      known.accounts.delete(holder.id);
      // Nobody comes in by it any more, and no list needs it.
      await people.save(Object.assign(holder, { roles: [], disabledAt: holder.disabledAt ?? loading.now }));
    } else {
      known.people.delete(holder.name);
      holder.name = name;
      known.people.set(name, await people.save(holder));
    }
  }
}

/**
 * The account in which somebody works stays theirs: what a file from the chat names in its place may be another's number, and what is read at
 * each start may be older than a lost phone. Whoever loads a file from a terminal means it.
 */
const keptAgainst = ({ by, atStart }: Loading, known: Known, name: string, { messenger }: MessengerAccount) =>
  by !== undefined || atStart
    ? accountsOf(known, name).find((held) => held.messenger === messenger && isInUse(held))
    : undefined;

/** Those that the person does not have already, nobody else has, and nobody has taken away in the bot. */
function accountsToGive(
  loading: Loading,
  known: Known,
  { name, accounts = [] }: RosterData['users'][number],
): readonly MessengerAccount[] {
  const { warnings, withheld, now } = loading;
  return accounts.filter((account) => {
    if (isAmong(accountsOf(known, name), account)) return false;
    const { userId } = account;
    const kept = keptAgainst(loading, known, name, account);
    if (kept) {
      warnings.push({ kind: 'accountKept', name, userId });
      withheld.push({ account, name, why: 'kept', since: kept.startedAt ?? now });
      return false;
    }
    const holder = holderOf(known, account);
    if (holder) {
      warnings.push({ kind: 'accountTaken', name, userId, holder: holder.name });
      return false;
    }
    const removed = known.removed.find((one) => isSame(one, account));
    if (!removed) return true;
    warnings.push({ kind: 'accountRemoved', name, userId });
    withheld.push({ account, name, why: 'removed', since: removed.removedAt });
    return false;
  });
}
