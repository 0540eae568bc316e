import { statement, type Queries } from '../../database';

const migrateGroup = statement(
  'migrate-group',
  `update group_chat g set chat_id = $2 where chat_id = $1 and not exists (
     select from group_chat o where o.chat_id = $2 and coalesce(o.thread_id, 0) = coalesce(g.thread_id, 0))`,
);

/** A group became a supergroup. @idempotent */
export async function groupMigrated(queries: Queries, fromChatId: number, toChatId: number): Promise<void> {
  await queries.query(migrateGroup, [fromChatId, toChatId]);
}

const selectGroups = statement(
  'groups-of-office',
  'select chat_id as id, min(title) as title from group_chat group by chat_id order by min(id)',
);

/** Chats that get digests. */
export const groupsOfOffice = (queries: Queries) => queries.query<{ id: number; title: string }>(selectGroups);
