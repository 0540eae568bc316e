import { statement, type Queries } from '../../database';
import type { DigestPart } from '../digests/group-digest';

/** A group, or a topic of one, as an admin sees it. */
export interface GroupLine {
  readonly id: number;
  /** Of the group, whatever the topic. */
  readonly title: string;
  readonly chatId: number;
  readonly threadId: number | null;
  /** Minutes after midnight; null: half an hour after the office opens. */
  readonly digestAt: number | null;
  /** Null: everything. */
  readonly contents: readonly DigestPart[] | null;
  readonly stopped: boolean;
}

const columns =
  'id, title, chat_id as "chatId", thread_id as "threadId", digest_at as "digestAt", contents, stopped_at is not null as stopped';
const selectGroups = statement(
  'group-lines',
  `select ${columns} from group_chat order by title, thread_id nulls first, id`,
);
const selectGroup = statement('group-line', `select ${columns} from group_chat where id = $1`);

export const listGroups = (queries: Queries): Promise<GroupLine[]> => queries.query<GroupLine>(selectGroups);

/** Null: there is none such. */
export async function readGroup(queries: Queries, id: number): Promise<GroupLine | null> {
  return (await queries.query<GroupLine>(selectGroup, [id]))[0] ?? null;
}
