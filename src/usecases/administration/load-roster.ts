import { IsNull } from 'typeorm';
import { Category } from '../../../entities/category';
import { GroupChat } from '../../../entities/group-chat';
import { Organization } from '../../../entities/organization';
import { Person } from '../../../entities/person';
import { type Transaction, databaseOf, repositoryOf } from '../../database';
import type { Role } from '../../regulation/vocabulary';
import { addPeopleEntry } from '../journal/journal';
import { refreshCommands } from '../people/command-menus';
import { lackingPeople, lockPeople } from '../people/people-store';
import type { Records } from '../ports';

/** A roster file, already checked: everybody it refers to is in it. What is absent is not said, and stays as it is. */
export interface RosterData {
  readonly users: readonly {
    readonly name: string;
    readonly position?: string | undefined;
    readonly roles: readonly Role[];
    readonly canApprove: boolean;
    readonly organization?: string | undefined;
    readonly supervisor?: string | undefined;
    /** Eleven digits. */
    readonly snils?: string | undefined;
    readonly telegramId?: number | undefined;
  }[];
  readonly organizations: readonly { readonly name: string; readonly kind: 'subordinate' | 'outside' }[];
  readonly categories: readonly {
    readonly category: string;
    readonly subcategory?: string | undefined;
    readonly fact?: string | undefined;
    readonly fastTrackDays?: number | null | undefined;
    readonly executor?: string | undefined;
  }[];
  readonly groups: readonly { readonly title: string; readonly chatId: number }[];
}

export interface RosterCounts {
  readonly people: number;
  readonly organizations: number;
  readonly categories: number;
  readonly groups: number;
}

/** Something to be loud about that did not stop the loading. */
export type RosterWarning =
  | { readonly kind: 'nobodyApproves' }
  /** The account stays with its holder. */
  | { readonly kind: 'accountTaken'; readonly name: string; readonly telegramId: number; readonly holder: string }
  /** The file would have left nobody to administer. */
  | { readonly kind: 'lastAdminKept'; readonly name: string };

export interface LoadedRoster {
  readonly added: RosterCounts;
  readonly changed: RosterCounts;
  readonly warnings: readonly RosterWarning[];
}

export interface LoadOptions {
  /** ADMIN_TELEGRAM_IDS: these are admins whatever the file says. */
  readonly adminTelegramIds?: readonly number[];
}

type Counter = { -readonly [Part in keyof RosterCounts]: number };
const nothing = (): Counter => ({ people: 0, organizations: 0, categories: 0, groups: 0 });

/**
 * Brings the office's people, organizations, categories and groups to what the file says, in one transaction. Whoever and whatever
 * is not in the file is left alone, disabled people stay disabled.
 * @idempotent: a second loading changes, counts and journals nothing
 */
export async function loadRoster(
  desk: Records,
  roster: RosterData,
  { adminTelegramIds = [] }: LoadOptions = {},
): Promise<LoadedRoster> {
  const now = desk.clock.now();
  return databaseOf(desk).transaction(async (tx) => {
    await lockPeople(tx);
    const loading: Loading = {
      tx,
      roster,
      adminTelegramIds,
      added: nothing(),
      changed: nothing(),
      warnings: [],
      journal: [],
      refreshed: [],
    };
    const organizations = await loadOrganizations(loading);
    const people = await loadPeople(loading, organizations);
    await loadCategories(loading, people);
    await loadGroups(loading);
    const { added, changed, warnings, journal, refreshed } = loading;
    if ((await lackingPeople(tx)).includes('nobodyApproves')) warnings.push({ kind: 'nobodyApproves' });
    await refreshCommands(tx, refreshed, now);
    if (Object.values(added).some(Boolean) || Object.values(changed).some(Boolean)) {
      await addPeopleEntry(tx, {
        at: now,
        action: 'loadRoster',
        personId: null,
        capacity: null,
        details: { added, changed, people: journal },
      });
    }
    return { added, changed, warnings };
  });
}

interface Loading {
  readonly tx: Transaction;
  readonly roster: RosterData;
  readonly adminTelegramIds: readonly number[];
  readonly added: Counter;
  readonly changed: Counter;
  readonly warnings: RosterWarning[];
  readonly journal: Record<string, unknown>[];
  /** Whose command menus are old now. */
  readonly refreshed: number[];
}

const isAdmin = (person: Person): boolean => person.disabledAt === null && person.roles.includes('admin');

async function loadOrganizations({ tx, roster, added, changed }: Loading): Promise<ReadonlyMap<string, Organization>> {
  const organizations = repositoryOf(tx, Organization);
  const known = new Map((await organizations.find()).map((organization) => [organization.name, organization]));
  for (const { name, kind } of roster.organizations) {
    const organization = known.get(name) ?? organizations.create({ name });
    const isNew = !known.has(name);
    if (!isNew && organization.kind === kind) continue;
    organization.kind = kind;
    known.set(name, await organizations.save(organization));
    (isNew ? added : changed).organizations += 1;
  }
  return known;
}

async function loadPeople(
  loading: Loading,
  organizations: ReadonlyMap<string, Organization>,
): Promise<ReadonlyMap<string, Person>> {
  const { tx, roster, added, changed, journal, refreshed } = loading;
  const people = repositoryOf(tx, Person);
  const known = new Map((await people.find()).map((person) => [person.name, person]));
  const roles = rolesToBe(loading, known);
  await giveUpPlaceholders(loading, known);

  for (const user of roster.users) {
    const before = known.get(user.name);
    const wanted: Partial<Person> = {
      roles: roles.get(user.name) ?? [...user.roles],
      canApprove: user.canApprove,
      ...(user.position !== undefined && { position: user.position }),
      ...(user.organization !== undefined && { organizationId: organizations.get(user.organization)?.id ?? null }),
      ...(user.snils !== undefined && { snils: user.snils }),
      ...accountOf(loading, known, user),
    };
    const difference = differing(before, wanted);
    if (before && difference.length === 0) continue;
    const person = before ?? people.create({ name: user.name });
    Object.assign(person, wanted);
    known.set(user.name, await people.save(person));
    (before ? changed : added).people += 1;
    journal.push(
      before
        ? { personId: person.id, changed: difference, roles: person.roles, canApprove: person.canApprove }
        : { personId: person.id, added: true, roles: person.roles, canApprove: person.canApprove },
    );
    if (difference.includes('roles') || difference.includes('telegramId')) refreshed.push(person.id);
  }

  // A supervisor may stand below in the file, so everybody is there first.
  for (const { name, supervisor } of roster.users) {
    const person = known.get(name);
    const supervisorId = supervisor === undefined ? undefined : known.get(supervisor)?.id;
    if (!person || supervisorId === undefined || person.supervisorId === supervisorId) continue;
    person.supervisorId = supervisorId;
    await people.save(person);
    if (journal.some(({ personId }) => personId === person.id)) continue;
    changed.people += 1;
    journal.push({ personId: person.id, changed: ['supervisorId'] });
  }
  return known;
}

/** A set of roles is the same in any order. */
function differing(person: Person | undefined, wanted: Partial<Person>): string[] {
  if (!person) return [];
  const text = (value: unknown) => (Array.isArray(value) ? [...(value as unknown[])].sort().join() : value);
  return (Object.keys(wanted) as (keyof Person)[]).filter((key) => text(person[key]) !== text(wanted[key]));
}

/** What the file and ADMIN_TELEGRAM_IDS make of everybody's roles; the last admins keep theirs, or nobody could administer. */
function rolesToBe(
  { roster, adminTelegramIds, warnings }: Loading,
  known: ReadonlyMap<string, Person>,
): ReadonlyMap<string, Role[]> {
  const roles = new Map<string, Role[]>();
  for (const { name, roles: listed, telegramId } of roster.users) {
    const account = telegramId ?? known.get(name)?.telegramId ?? 0;
    roles.set(name, adminTelegramIds.includes(account) ? [...new Set<Role>([...listed, 'admin'])] : [...listed]);
  }
  const before = [...known.values()].filter(isAdmin);
  const remain =
    [...roles].some(([name, held]) => held.includes('admin') && (known.get(name)?.disabledAt ?? null) === null) ||
    before.some(({ name }) => !roles.has(name));
  if (!remain) {
    for (const { name } of before) {
      roles.get(name)?.push('admin');
      warnings.push({ kind: 'lastAdminKept', name });
    }
  }
  return roles;
}

/** An admin who was known by a number only (ensure-admins.ts) gives the account to the person whom the file names. */
async function giveUpPlaceholders({ tx, roster }: Loading, known: Map<string, Person>): Promise<void> {
  const people = repositoryOf(tx, Person);
  for (const { name, telegramId } of roster.users) {
    const holder =
      telegramId === undefined ? undefined : [...known.values()].find((person) => person.telegramId === telegramId);
    if (!holder || holder.name === name || !isPlaceholder(holder)) continue;
    const named = known.get(name);
    if (named) {
      Object.assign(holder, { telegramId: null, roles: [] });
      await people.save(holder);
    } else {
      known.delete(holder.name);
      holder.name = name;
      known.set(name, await people.save(holder));
    }
  }
}

const isPlaceholder = ({ name, telegramId, position }: Pick<Person, 'name' | 'telegramId' | 'position'>): boolean =>
  telegramId !== null && position === null && name.endsWith(` ${telegramId}`);

function accountOf(
  { warnings }: Loading,
  known: ReadonlyMap<string, Person>,
  { name, telegramId }: RosterData['users'][number],
): Partial<Person> {
  if (telegramId === undefined || known.get(name)?.telegramId === telegramId) return {};
  const holder = [...known.values()].find((person) => person.telegramId === telegramId);
  if (holder) {
    warnings.push({ kind: 'accountTaken', name, telegramId, holder: holder.name });
    return {};
  }
  // Another account: nothing was tried there yet.
  return { telegramId, startedAt: null, unreachable: null };
}

async function loadCategories(
  { tx, roster, added, changed }: Loading,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  const key = (category: string, subcategory: string | null, fact: string | null) =>
    JSON.stringify([category, subcategory, fact]);
  const categories = repositoryOf(tx, Category);
  const known = new Map((await categories.find()).map((row) => [key(row.category, row.subcategory, row.fact), row]));
  for (const { category, subcategory = null, fact = null, fastTrackDays, executor } of roster.categories) {
    const before = known.get(key(category, subcategory, fact));
    const row = before ?? categories.create({ category, subcategory, fact, fastTrackDays: null, executorId: null });
    const wanted = {
      fastTrackDays: fastTrackDays === undefined ? row.fastTrackDays : fastTrackDays,
      executorId: executor === undefined ? row.executorId : (people.get(executor)?.id ?? row.executorId),
    };
    if (before && before.fastTrackDays === wanted.fastTrackDays && before.executorId === wanted.executorId) continue;
    await categories.save(Object.assign(row, wanted));
    (before ? changed : added).categories += 1;
  }
}

async function loadGroups({ tx, roster, added, changed }: Loading): Promise<void> {
  const groups = repositoryOf(tx, GroupChat);
  for (const { title, chatId } of roster.groups) {
    const before = await groups.findOneBy({ chatId, threadId: IsNull() });
    if (before?.title === title) continue;
    await groups.save(Object.assign(before ?? groups.create({ chatId }), { title }));
    (before ? changed : added).groups += 1;
  }
}
