import type { Chat } from '../../../entities/account';
import { statement, type Queries } from '../../database/database';

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
