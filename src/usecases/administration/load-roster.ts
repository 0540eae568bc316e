import { keysOf } from '../../regulation/lists';
import { Account, type MessengerAccount } from '../../../entities/account';
import type { Organization } from '../../../entities/organization';
import { Person } from '../../../entities/person';
import { RemovedAccount } from '../../../entities/removed-account';
import { type Transaction, databaseOf, repositoryOf } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { matterOf, type AccessMatter } from '../../regulation/access';
import { ROLES, type Role } from '../../regulation/vocabulary';
import { addPeopleEntry } from '../journal/journal';
import { takeAccount } from '../people/bind-account';
import { refreshCommands } from '../people/command-menus';
import { tellFirstCoordinators } from '../people/nobody-coordinates';
import type { Alike } from '../people/namesakes';
import { lackingPeople, lockPeople, type Lack } from '../people/people-store';
import { redrawNamed } from '../people/redraw-named';
import type { Office, Records } from '../ports';
import { areGuardsUp, needsAnotherWord, noteDone, waitFor } from '../access/access-changes';
import { loadCategories, loadGroups, loadOrganizations } from './load-books';
import { leaveToCoordinators } from './pass-on';
import { alikeIn, namesIn, officeNames } from './office-names';
import type { Counter, RosterCounts, RosterData } from './roster-data';
import { tellOfWithheld, type Withheld } from './tell-of-withheld';
import {
  hasOtherRights,
  placesLost,
  tellAdminsOfRights,
  tellOfRights,
  type Rights,
  type Turned,
} from './tell-of-rights';
import { accountsOf, holderOf, isAmong, isInUse, isPlaceholder, isSame, type Known } from './known-people';

/** Something to be loud about that did not stop the loading. */
export type RosterWarning =
  | { readonly kind: Exclude<Lack, 'nobodyAdministers'> }
  /** The account stays with its holder. */
  | { readonly kind: 'accountTaken'; readonly name: string; readonly userId: string; readonly holder: string }
  /** The person goes on in the account by which they use the bot. */
  | { readonly kind: 'accountKept'; readonly name: string; readonly userId: string }
  /** It was taken away in the bot, and nobody was given it there since. */
  | { readonly kind: 'accountRemoved'; readonly name: string; readonly userId: string }
  /** The file would have left nobody to administer. */
  | { readonly kind: 'lastAdminKept'; readonly name: string }
  /** Whoever has sent the file will not administer any more. */
  | { readonly kind: 'ownAdminLost' }
  /** It is new, and there is another that looks the same. */
  | ({ readonly kind: 'alike' } & Alike)
  /** Not done yet: it waits for another admin's word, or for a working day without an objection. */
  | { readonly kind: 'waits'; readonly name: string; readonly matter: AccessMatter };

export interface LoadedRoster {
  readonly added: RosterCounts;
  readonly changed: RosterCounts;
  /** Whoever is new, and whoever is not as before. */
  readonly people: readonly LoadedPerson[];
  readonly warnings: readonly RosterWarning[];
}

export interface LoadedPerson {
  readonly name: string;
  readonly isNew: boolean;
  /** Roles that they held and hold no more. */
  readonly lost: readonly Role[];
  readonly approvesNoMore: boolean;
  /** Open appeals in which somebody waits for them by what they have lost: coordinators are told of them. */
  readonly left: number;
}

export interface LoadOptions {
  /** Holders of these are admins whatever the file says. */
  readonly admins?: readonly MessengerAccount[];
  /** The admin who has sent the file in the chat, where a slip must lock nobody out; absent: it was loaded from a terminal. */
  readonly by?: { readonly personId: number };
  /** It is loaded at each start, and what the chat has changed since is taken back: admins hear of that. */
  readonly atStart?: boolean;
}

const nothing = (): Counter => ({ people: 0, organizations: 0, categories: 0, groups: 0 });

/** Whether a phone may sound hangs on the hour. */
type OfficeRecords = Records & { readonly office: Pick<Office, 'calendar'> };
type Moment = Pick<Circumstances, 'now' | 'calendar'>;
const momentOf = ({ clock, office }: OfficeRecords): Moment => ({ now: clock.now(), calendar: office.calendar() });

/**
 * Brings the office's people, organizations, categories and groups to what the file says, in one transaction. Whoever and whatever
 * is not in the file is left alone, disabled people stay disabled.
 * @idempotent: a second loading changes, counts and journals nothing
 */
export const loadRoster = (desk: OfficeRecords, roster: RosterData, options: LoadOptions = {}): Promise<LoadedRoster> =>
  databaseOf(desk).transaction((tx) => loadIn(tx, momentOf(desk), roster, options));

/** What a trial has found, thrown so that the transaction takes all of it back. */
class TakenBack extends Error {
  constructor(readonly loaded: LoadedRoster) {
    super('A roster was loaded on trial');
  }
}

/** What a loading would do at this moment: it is done, looked at, and taken back. */
export async function tryRoster(
  desk: OfficeRecords,
  roster: RosterData,
  options: LoadOptions = {},
): Promise<LoadedRoster> {
  try {
    return await databaseOf(desk).transaction(async (tx) => {
      throw new TakenBack(await loadIn(tx, momentOf(desk), roster, options));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.loaded;
    throw error;
  }
}

async function loadIn(
  tx: Transaction,
  moment: Moment,
  roster: RosterData,
  { admins = [], by, atStart = false }: LoadOptions,
): Promise<LoadedRoster> {
  await lockPeople(tx);
  const { now } = moment;
  const loading: Loading = {
    tx,
    now,
    roster,
    admins,
    by,
    atStart,
    added: nothing(),
    changed: nothing(),
    people: [],
    warnings: [],
    withheld: [],
    journal: [],
    refreshed: [],
    givenUp: [],
    turned: [],
    // Whoever loads it at the server has the server's word.
    isGuarded: by !== undefined && (await areGuardsUp(tx)),
    calendar: moment.calendar,
  };
  const lacked = await lackingPeople(tx);
  const there = await officeNames(tx);
  const organizations = await loadOrganizations(loading);
  const known = await loadPeople(loading, organizations);
  await loadCategories(loading, known);
  await loadGroups(loading);
  const { added, changed, warnings, journal, refreshed } = loading;
  const people = await tellOfTurned(loading, moment);
  if (atStart) {
    await tellAdminsOfRights(tx, loading.turned, now);
    await tellOfWithheld(tx, loading.withheld, now);
  }
  await tellFirstCoordinators(tx, lacked, now);
  for (const alike of alikeIn(there, namesIn(roster))) warnings.push({ kind: 'alike', ...alike });
  // Who administers is the environment's word, too.
  for (const kind of await lackingPeople(tx)) if (kind !== 'nobodyAdministers') warnings.push({ kind });
  await refreshCommands(tx, refreshed, now);
  if (Object.values(added).some(Boolean) || Object.values(changed).some(Boolean)) {
    await addPeopleEntry(tx, {
      at: now,
      action: 'loadRoster',
      personId: by?.personId ?? null,
      capacity: by ? 'admin' : null,
      details: { added, changed, people: journal },
    });
  }
  return { added, changed, people, warnings };
}

interface Loading {
  readonly tx: Transaction;
  readonly now: Date;
  readonly roster: RosterData;
  readonly admins: readonly MessengerAccount[];
  readonly by: LoadOptions['by'];
  readonly atStart: boolean;
  readonly added: Counter;
  readonly changed: Counter;
  readonly people: LoadedPerson[];
  readonly warnings: RosterWarning[];
  /** Accounts that it names and nobody was given. */
  readonly withheld: Withheld[];
  readonly journal: Record<string, unknown>[];
  /** Whose command menus are old now. */
  readonly refreshed: number[];
  /** Accounts that somebody known by a number only has given up: whether they are in use goes along. */
  readonly givenUp: Account[];
  /** Who was there before and has other rights now. */
  readonly turned: Turned[];
  /** One admin alone gives by it no right to approve and no role of an admin, takes none of these, and lets no such person in. */
  readonly isGuarded: boolean;
  readonly calendar: Moment['calendar'];
}

/** Whoever may do something else from now on hears of it, as when an admin changes it by hand, and what nobody can act on any more is named. */
async function tellOfTurned({ tx, now, by, turned, people }: Loading, moment: Moment): Promise<LoadedPerson[]> {
  const working = turned.filter(({ person }) => person.disabledAt === null);
  const byId = by?.personId ?? null;
  for (const { before, person } of working) await tellOfRights(tx, byId, before, person, now);
  const losing = working.map(({ before, person }) => ({ person, places: placesLost(before, person) }));
  const left = await leaveToCoordinators(tx, byId, losing, moment);
  await redrawNamed(
    tx,
    turned.map(({ person }) => person.id),
    now,
  );
  const leftOf = new Map(turned.map(({ person }) => [person.name, left.get(person.id) ?? 0]));
  return people.map((person) => ({ ...person, left: leftOf.get(person.name) ?? 0 }));
}

const isAdmin = (person: Person): boolean => person.disabledAt === null && person.roles.includes('admin');

async function loadPeople(
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
