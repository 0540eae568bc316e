import { IsNull } from 'typeorm';
import { Category } from '../../../entities/category';
import { GroupChat } from '../../../entities/digests';
import { Organization } from '../../../entities/office';
import { type Chat, type MessengerAccount, Account, type Person, type RemovedAccount } from '../../../entities/person';
import { repositoryOf, type Transaction, databaseOf } from '../../database/database';
import type { AccessMatter } from '../../regulation/access';
import type { Circumstances } from '../../regulation/facts';
import type { Role } from '../../regulation/vocabulary';
import { noteChange } from '../kit/journal';
import type { Desk } from '../kit/ports';
import type { Alike } from '../people/people';
import type { Turned } from '../people/rights';
import type { Lack } from '../people/store';
import type { Withheld } from './admins';
import type { PersonChange } from './change-person';
import { followSame, holdCategories } from './new-categories';

/** A roster file, already checked: everybody it refers to is in it. What is absent is not said, and stays as it is. */
export interface RosterData {
  readonly users: readonly {
    readonly name: string;
    readonly position?: string | undefined;
    readonly roles: readonly Role[];
    readonly canApprove?: boolean | undefined;
    readonly organization?: string | undefined;
    readonly supervisor?: string | undefined;
    /** Eleven digits. */
    readonly snils?: string | undefined;
    /** At most one of each messenger. */
    readonly accounts?: readonly MessengerAccount[] | undefined;
  }[];
  readonly organizations: readonly { readonly name: string; readonly kind: 'subordinate' | 'outside' }[];
  readonly categories: readonly {
    readonly category: string;
    readonly subcategory?: string | undefined;
    readonly fact?: string | undefined;
    readonly fastTrackDays?: number | null | undefined;
    readonly executor?: string | undefined;
  }[];
  readonly groups: readonly (Chat & { readonly title: string })[];
}

export interface RosterCounts {
  readonly people: number;
  readonly organizations: number;
  readonly categories: number;
  readonly groups: number;
}
export type Counter = { -readonly [Part in keyof RosterCounts]: number };

// What a roster says beside people: it is brought in without asking whose it is.

interface BookLoading {
  readonly tx: Transaction;
  readonly now: Date;
  /** Who has sent it in the chat; absent: nobody there. */
  readonly by?: { readonly personId: number } | undefined;
  readonly roster: RosterData;
  readonly added: Counter;
  readonly changed: Counter;
}

/**
 * What was there before and is otherwise now, as if it were changed by hand: «Изменения» tell it with its former value. What is new the entry of
 * the loading counts.
 */
const noteLoaded = ({ tx, now, by }: BookLoading, details: Readonly<Record<string, unknown>>): Promise<void> =>
  noteChange(tx, now, by ?? null, details);

export async function loadOrganizations(loading: BookLoading): Promise<ReadonlyMap<string, Organization>> {
  const { tx, roster, added, changed } = loading;
  const organizations = repositoryOf(tx, Organization);
  const known = new Map((await organizations.find()).map((organization) => [organization.name, organization]));
  for (const { name, kind } of roster.organizations) {
    const organization = known.get(name) ?? organizations.create({ name });
    const before = known.has(name) ? organization.kind : null;
    if (before === kind) continue;
    organization.kind = kind;
    known.set(name, await organizations.save(organization));
    (before === null ? added : changed).organizations += 1;
    if (before !== null) await noteLoaded(loading, { organizationId: organization.id, name, kind, before });
  }
  return known;
}

export async function loadCategories(loading: BookLoading, people: ReadonlyMap<string, Person>): Promise<void> {
  const { tx, roster, added, changed } = loading;
  const key = (category: string, subcategory: string | null, fact: string | null) =>
    JSON.stringify([category, subcategory, fact]);
  await holdCategories(tx);
  const categories = repositoryOf(tx, Category);
  const known = new Map((await categories.find()).map((row) => [key(row.category, row.subcategory, row.fact), row]));
  for (const { category, subcategory = null, fact = null, fastTrackDays, executor } of roster.categories) {
    const before = known.get(key(category, subcategory, fact));
    const row = before ?? categories.create({ category, subcategory, fact, fastTrackDays: null, executorId: null });
    const wanted = {
      fastTrackDays: fastTrackDays === undefined ? row.fastTrackDays : fastTrackDays,
      executorId: executor === undefined ? row.executorId : (people.get(executor)?.id ?? row.executorId),
    };
    if (
      before &&
      !before.isNew &&
      before.fastTrackDays === wanted.fastTrackDays &&
      before.executorId === wanted.executorId
    )
      continue;
    // What the file names is decided about, and no coordinator's word of another term goes with it.
    const { id: categoryId, fastTrackDays: days, executorId } = row;
    const decided = days === wanted.fastTrackDays ? {} : { decidedById: null, decision: null };
    await categories.save(Object.assign(row, wanted, { isNew: false, sameAsId: null }, decided));
    (before ? changed : added).categories += 1;
    if (!before) continue;
    if (days !== wanted.fastTrackDays)
      await noteLoaded(loading, { categoryId, kind: 'days', days: wanted.fastTrackDays, before: days });
    if (executorId !== wanted.executorId)
      await noteLoaded(loading, { categoryId, kind: 'executor', executorId: wanted.executorId });
  }
  await followSame(tx);
}

export async function loadGroups({ tx, roster, added, changed }: BookLoading): Promise<void> {
  const groups = repositoryOf(tx, GroupChat);
  for (const { title, messenger, chatId } of roster.groups) {
    const before = await groups.findOneBy({ messenger, chatId, threadId: IsNull() });
    if (before?.title === title) continue;
    await groups.save(Object.assign(before ?? groups.create({ messenger, chatId }), { title }));
    (before ? changed : added).groups += 1;
  }
}

/**
 * What the file that is loaded at each start (ROSTER_FILE) will make of a change in the chat, since it is fixed from outside and wins.
 *
 * takes    it does not have what was given
 * returns  it has what was taken away
 * returnsAnyhow   the environment makes them admin (ADMIN_TELEGRAM_IDS, ADMIN_MAX_IDS)
 */
export interface AgainstFile {
  readonly does: 'takes' | 'returns' | 'returnsAnyhow';
  readonly what: Role | 'canApprove';
}

/** Somebody has another name now, and the file the former one: by that it would bring in a second person at the next start. */
export const namesFormer = (file: RosterData | null, former: string, name: string): boolean =>
  file !== null && file.users.some((one) => one.name === former) && !file.users.some((one) => one.name === name);

/** Whether the file says anything of such a change. */
export const isOfFile = ({ kind }: PersonChange): boolean => kind === 'role' || kind === 'canApprove';

/**
 * @param file null: there is none, or nobody knows what it says
 * @param isAdminAnyhow the environment names them: the next start makes them admin whatever the file says
 * @returns null: the change stays as it is
 */
export function againstFile(
  file: RosterData | null,
  name: string,
  change: PersonChange,
  isAdminAnyhow: boolean,
): AgainstFile | null {
  if (isAdminAnyhow && change.kind === 'role' && change.role === 'admin')
    return change.held ? null : { does: 'returnsAnyhow', what: 'admin' };
  const user = file?.users.find((one) => one.name === name);
  if (user === undefined) return null;
  const against = (what: AgainstFile['what'], isGiven: boolean, isThere: boolean): AgainstFile | null =>
    isGiven === isThere ? null : { does: isGiven ? 'takes' : 'returns', what };
  if (change.kind === 'role') return against(change.role, change.held, user.roles.includes(change.role));
  return change.kind === 'canApprove' ? against('canApprove', change.allowed, user.canApprove ?? false) : null;
}

/** Everybody who is known by now. */
export interface Known {
  readonly people: Map<string, Person>;
  /** By their person's id. */
  readonly accounts: Map<number, Account[]>;
  /** What was taken from somebody in the bot. */
  readonly removed: readonly RemovedAccount[];
}

export const accountsOf = ({ people, accounts }: Known, name: string): readonly Account[] =>
  accounts.get(people.get(name)?.id ?? 0) ?? [];

export const accountsOfPerson = (desk: Desk, personId: number): Promise<readonly Account[]> =>
  repositoryOf(databaseOf(desk), Account).findBy({ personId });

/** They have written to the bot there. */
export const isInUse = ({ startedAt }: Account): boolean => startedAt !== null;

type Numbered = Pick<MessengerAccount, 'messenger' | 'userId'>;
export const isSame = (one: Numbered, other: Numbered): boolean =>
  one.messenger === other.messenger && one.userId === other.userId;
export const isAmong = (all: readonly Numbered[], one: Numbered): boolean => all.some((other) => isSame(one, other));

export const holderOf = ({ people, accounts }: Known, account: MessengerAccount): Person | undefined =>
  [...people.values()].find(({ id }) => isAmong(accounts.get(id) ?? [], account));

export const isPlaceholder = ({ name, position }: Person, { userId }: MessengerAccount): boolean =>
  position === null && name.endsWith(` ${userId}`);

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

/** What a loading has at hand, and what it notes on its way. */
export interface Loading {
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
  readonly calendar: Circumstances['calendar'];
}
