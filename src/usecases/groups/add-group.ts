import { IsNull } from 'typeorm';
import type { Chat } from '../../../entities/account';
import { GroupChat } from '../../../entities/group-chat';
import { statement, databaseOf, repositoryOf } from '../../database/database';
import { hasRight } from '../../regulation/rights';
import { holdGroupChat, isTied } from '../direct-lines/question-groups';
import { noteChange } from '../journal/journal';
import { say } from '../messages';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';
import type { GroupResult } from './change-group';

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
