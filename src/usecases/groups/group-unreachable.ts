import type { Chat } from '../../../entities/account';
import { statement, databaseOf } from '../../database/database';
import { groupIsLostIn } from '../direct-lines/question-groups';
import { say, type GroupTrouble } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Desk } from '../ports';

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
