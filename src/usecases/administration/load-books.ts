import { IsNull } from 'typeorm';
import { Category } from '../../../entities/category';
import { GroupChat } from '../../../entities/group-chat';
import { Organization } from '../../../entities/organization';
import type { Person } from '../../../entities/person';
import { repositoryOf, type Transaction } from '../../database/database';
import { noteChange } from '../journal/journal';
import type { Counter, RosterData } from './roster-data';
import { followSame, holdCategories } from './same-categories';

// What a roster says beside people: it is brought in without asking whose it is.

interface Loading {
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
const noteLoaded = ({ tx, now, by }: Loading, details: Readonly<Record<string, unknown>>): Promise<void> =>
  noteChange(tx, now, by ?? null, details);

export async function loadOrganizations(loading: Loading): Promise<ReadonlyMap<string, Organization>> {
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

export async function loadCategories(loading: Loading, people: ReadonlyMap<string, Person>): Promise<void> {
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

export async function loadGroups({ tx, roster, added, changed }: Loading): Promise<void> {
  const groups = repositoryOf(tx, GroupChat);
  for (const { title, messenger, chatId } of roster.groups) {
    const before = await groups.findOneBy({ messenger, chatId, threadId: IsNull() });
    if (before?.title === title) continue;
    await groups.save(Object.assign(before ?? groups.create({ messenger, chatId }), { title }));
    (before ? changed : added).groups += 1;
  }
}
