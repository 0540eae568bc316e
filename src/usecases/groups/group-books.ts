import { GroupChat } from '../../../entities/group-chat';
import { columns, type RowOf } from '../../columns';
import { statement, type Queries, databaseOf } from '../../database';
import type { DigestPart } from '../digests/group-digest';
import type { Desk } from '../ports';

const OF_GROUP = columns(GroupChat, ['id', 'title', 'chatId', 'threadId', 'digestAt', 'contents']);

/** A group, or a topic of one, as an admin sees it; the title is the group's, whatever the topic. */
export interface GroupLine extends Readonly<Omit<RowOf<typeof OF_GROUP>, 'contents'>> {
  /** Null: everything. */
  readonly contents: readonly DigestPart[] | null;
  readonly stopped: boolean;
}

const LINE = `${OF_GROUP}, stopped_at is not null as stopped`;
const selectGroups = statement(
  'group-lines',
  `select ${LINE} from group_chat order by title, thread_id nulls first, id`,
);
const selectGroup = statement('group-line', `select ${LINE} from group_chat where id = $1`);

export const listGroups = (desk: Desk): Promise<GroupLine[]> => databaseOf(desk).query<GroupLine>(selectGroups);

/** For a screen; null: there is none such. */
export const groupLine = (desk: Desk, id: number): Promise<GroupLine | null> => readGroup(databaseOf(desk), id);

/** Null: there is none such. */
export async function readGroup(queries: Queries, id: number): Promise<GroupLine | null> {
  return (await queries.query<GroupLine>(selectGroup, [id]))[0] ?? null;
}
