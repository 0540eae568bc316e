import { IsNull } from 'typeorm';
import { GroupChat } from '../../../entities/digests';
import type { Chat } from '../../../entities/person';
import { statement, type Queries, databaseOf, repositoryOf, type Rows } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { noteChange } from '../kit/journal';
import { say, type GroupTrouble } from '../kit/messages';
import { adminsWithChat, type Official } from '../kit/officials';
import type { Desk, Records } from '../kit/ports';
import { groupIsLostIn, holdGroupChat, isTied } from '../lines/question-groups';
import { partsOf, type DigestPart, DIGEST_PARTS } from './group-digest';

const migrateGroup = statement(
  'migrate-group',
  `update group_chat g set chat_id = $3 where messenger = $1 and chat_id = $2 and not exists (
     select from group_chat o where o.messenger = $1 and o.chat_id = $3 and coalesce(o.thread_id, '') = coalesce(g.thread_id, ''))`,
);

/** A group has another id now. @idempotent */
export async function groupMigrated(queries: Queries, { messenger, chatId }: Chat, toChatId: string): Promise<void> {
  await queries.query(migrateGroup, [messenger, chatId, toChatId]);
}

const selectGroups = statement(
  'groups-of-office',
  'select chat_id::bigint as id, min(title) as title from group_chat where messenger = $1 group by chat_id order by min(group_chat.id)',
);

/**
 * Chats that get digests, for the training stand.
 * @param messenger one whose ids are numbers
 */
export const groupsOfOffice = (queries: Queries, messenger: string): Promise<{ id: number; title: string }[]> =>
  queries.query<{ id: number; title: string }>(selectGroups, [messenger]);

// All topics of a group at once, and which of them ran until now: a set.
const stopGroups = statement(
  'stop-groups',
  `update group_chat set stopped_at = $5 where messenger = $1 and chat_id = $2 and ($3 or coalesce(thread_id, '') = coalesce($4, '')) and stopped_at is null
   returning id, title`,
);

/**
 * A message to a group did not get through: its digests stop, and the admins hear once what to do; questions are gathered there no more. A bot that was removed
 * has lost all topics of the group at once.
 * @idempotent: a group that has stopped already is told of no more
 */
export async function groupIsUnreachable(
  desk: Desk,
  { messenger, chatId }: Chat,
  threadId: string | null,
  trouble: GroupTrouble,
): Promise<void> {
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    if (trouble !== 'topic_gone') await groupIsLostIn(tx, desk, { messenger, chatId }, trouble);
    const everyTopic = trouble !== 'topic_gone';
    // All topics of a group stop at once, and are told of as the one group that they are.
    const [group] = await tx.query<{ id: number; title: string }>(stopGroups, [
      messenger,
      chatId,
      everyTopic,
      threadId,
      now,
    ]);
    if (!group) return;
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, ...to }) => ({
        key: `groupUnreachable:${group.id}:${now.toISOString()}:person:${personId}`,
        to,
        kind: 'groupUnreachable',
        params: { groupId: group.id, title: group.title, trouble, personId },
        silent: false,
      })),
      now,
    );
  });
}

export interface GroupInvitation extends Chat {
  readonly title: string;
  /** Tells the event from all others of its messenger. */
  readonly key: string;
}

/** The bot was added to a group: the admins may want its digests there. @idempotent by the key */
export async function tellOfInvitation(
  desk: Records,
  { messenger, chatId, title, key }: GroupInvitation,
): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    if (await repositoryOf(tx, GroupChat).existsBy({ messenger, chatId, stoppedAt: IsNull() })) return;
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, ...to }) => ({
        key: `groupInvites:${messenger}:${chatId}:${key}:person:${personId}`,
        to,
        kind: 'groupInvites',
        params: { messenger, groupChatId: chatId, title, personId },
        silent: true,
      })),
      desk.clock.now(),
    );
  });
}

/** A group, or a topic of one, as an admin sees it; the title is the group's, whatever the topic. */
export interface GroupLine extends Readonly<
  Pick<GroupChat, 'id' | 'title' | 'messenger' | 'chatId' | 'threadId' | 'digestAt'>
> {
  /** Null: everything. */
  readonly contents: readonly DigestPart[] | null;
  readonly stopped: boolean;
}

export async function listGroups(desk: Desk): Promise<GroupLine[]> {
  const groups = await repositoryOf(databaseOf(desk), GroupChat).find({
    order: { title: 'asc', threadId: { direction: 'asc', nulls: 'first' }, id: 'asc' },
  });
  return groups.map(lineOf);
}

/** For a screen; null: there is none such. */
export const groupLine = (desk: Desk, id: number): Promise<GroupLine | null> => readGroup(databaseOf(desk), id);

/** Null: there is none such. */
export async function readGroup(rows: Rows, id: number): Promise<GroupLine | null> {
  const group = await repositoryOf(rows, GroupChat).findOneBy({ id });
  return group && lineOf(group);
}

export function lineOf({
  id,
  title,
  messenger,
  chatId,
  threadId,
  digestAt,
  contents,
  stoppedAt,
}: GroupChat): GroupLine {
  return { id, title, messenger, chatId, threadId, digestAt, contents: partsOf(contents), stopped: stoppedAt !== null };
}

export type GroupChange =
  /** Minutes after midnight; null: half an hour after the office opens. */
  | { readonly kind: 'hour'; readonly digestAt: number | null }
  | { readonly kind: 'part'; readonly part: DigestPart; readonly shown: boolean }
  | { readonly kind: 'running'; readonly running: boolean };

/** Each has words in `digest:groups.refusal`. `hour`: not in working time. `lastPart`: a digest of nothing. `gathers`: citizens ask there. */
export type GroupRefusal = 'notAdmin' | 'gone' | 'hour' | 'lastPart' | 'gathers';
export type GroupResult =
  { readonly ok: true; readonly id: number } | { readonly ok: false; readonly refusal: GroupRefusal };

/** @idempotent: what is so already is neither changed nor journaled */
export async function changeGroup(
  desk: Desk,
  actor: Official,
  groupId: number,
  change: GroupChange,
): Promise<GroupResult> {
  if (!hasRight(actor, 'administer')) return { ok: false, refusal: 'notAdmin' };
  const { opensAt, closesAt } = desk.office.calendar();
  if (change.kind === 'hour' && change.digestAt !== null && !(opensAt <= change.digestAt && change.digestAt < closesAt))
    return { ok: false, refusal: 'hour' };
  return databaseOf(desk).transaction(async (tx) => {
    const groups = repositoryOf(tx, GroupChat);
    const isBegun = change.kind === 'running' && change.running;
    // The chat before its row, as whoever adds a group holds them: the other way round two would wait for each other.
    const known = isBegun ? await groups.findOneBy({ id: groupId }) : null;
    if (known !== null) await holdGroupChat(tx, known);
    const group = await groups.findOne({ where: { id: groupId }, lock: { mode: 'pessimistic_write' } });
    if (!group) return { ok: false, refusal: 'gone' };
    if (isBegun && group.stoppedAt !== null && (await isTied(tx, group))) return { ok: false, refusal: 'gathers' };
    const before = lineOf(group);
    const after = changed(before, change);
    if (after.contents?.length === 0) return { ok: false, refusal: 'lastPart' };
    if (JSON.stringify(after) === JSON.stringify(before)) return { ok: true, id: groupId };
    const now = desk.clock.now();
    await groups.update(
      { id: groupId },
      {
        digestAt: after.digestAt,
        contents: after.contents && [...after.contents],
        stoppedAt: after.stopped ? (group.stoppedAt ?? now) : null,
      },
    );
    await noteChange(tx, now, actor, { groupId, ...change, before: formerOf(before, change) });
    return { ok: true, id: groupId };
  });
}

/** Under the name that the change has for it. */
function formerOf({ digestAt }: GroupLine, change: GroupChange): object {
  switch (change.kind) {
    case 'hour':
      return { digestAt };
    case 'part':
      return { shown: !change.shown };
    case 'running':
      return { running: !change.running };
  }
}

function changed(group: GroupLine, change: GroupChange): GroupLine {
  switch (change.kind) {
    case 'hour':
      return { ...group, digestAt: change.digestAt };
    case 'running':
      return { ...group, stopped: !change.running };
    case 'part': {
      const shown = group.contents ?? DIGEST_PARTS;
      const contents = DIGEST_PARTS.filter((part) => (part === change.part ? change.shown : shown.includes(part)));
      return { ...group, contents: contents.length === DIGEST_PARTS.length ? null : contents };
    }
  }
}

export interface NewGroup extends Chat {
  /** The topic of it; null: the group itself. */
  readonly threadId: string | null;
  readonly title: string;
}

// A group that runs already is left as it is, and gives no row. TypeORM knows no conflict over an expression.
const insertGroup = statement(
  'add-group',
  `insert into group_chat (title, messenger, chat_id, thread_id) values ($1, $2, $3, $4)
   on conflict (messenger, chat_id, coalesce(thread_id, '')) do update set title = excluded.title, stopped_at = null
     where group_chat.stopped_at is not null
   returning id`,
);

/**
 * The group, or the topic, gets digests from now on and is told so: if it can't be written to, the admins hear of it now and
 * not next morning.
 * @idempotent while it runs
 */
export async function addGroup(
  desk: Desk,
  actor: Official,
  { title, threadId, messenger, chatId }: NewGroup,
): Promise<GroupResult> {
  if (!hasRight(actor, 'administer')) return { ok: false, refusal: 'notAdmin' };
  return databaseOf(desk).transaction(async (tx) => {
    await holdGroupChat(tx, { messenger, chatId });
    if (await isTied(tx, { messenger, chatId })) return { ok: false, refusal: 'gathers' };
    const now = desk.clock.now();
    const [added] = await tx.query<{ id: number }>(insertGroup, [title, messenger, chatId, threadId]);
    if (!added) {
      const running = await repositoryOf(tx, GroupChat).findOneBy({
        messenger,
        chatId,
        threadId: threadId ?? IsNull(),
      });
      return running ? { ok: true, id: running.id } : { ok: false, refusal: 'gone' };
    }
    await noteChange(tx, now, actor, { groupId: added.id, messenger, chatId, threadId, title });
    await say(
      tx,
      [
        {
          key: `groupAdded:${added.id}:${now.toISOString()}`,
          to: { messenger, chatId },
          kind: 'groupAdded',
          params: threadId === null ? {} : { threadId },
          silent: true,
        },
      ],
      now,
    );
    return { ok: true, id: added.id };
  });
}
