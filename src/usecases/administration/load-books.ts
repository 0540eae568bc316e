import { IsNull } from 'typeorm';
import { Category } from '../../../entities/category';
import { GroupChat } from '../../../entities/group-chat';
import { Organization } from '../../../entities/organization';
import type { Person } from '../../../entities/person';
import { repositoryOf, type Transaction } from '../../database/database';
import type { Counter, RosterData } from './roster-data';
import { followSame, holdCategories } from './same-categories';

// What a roster says beside people: it is brought in without asking whose it is.

interface Loading {
  readonly tx: Transaction;
  readonly roster: RosterData;
  readonly added: Counter;
  readonly changed: Counter;
}

export async function loadOrganizations({
  tx,
  roster,
  added,
  changed,
}: Loading): Promise<ReadonlyMap<string, Organization>> {
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

export async function loadCategories(
  { tx, roster, added, changed }: Loading,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
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
    const decided = row.fastTrackDays === wanted.fastTrackDays ? {} : { decidedById: null, decision: null };
    await categories.save(Object.assign(row, wanted, { isNew: false, sameAsId: null }, decided));
    (before ? changed : added).categories += 1;
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
