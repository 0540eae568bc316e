import { GroupChat } from '../../../entities/group-chat';
import { type Rows, databaseOf, repositoryOf } from '../../database/database';
import { partsOf, type DigestPart } from '../digests/group-digest';
import type { Desk } from '../ports';

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
