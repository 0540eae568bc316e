import { IsNull } from 'typeorm';
import type { Chat } from '../../../entities/account';
import { GroupChat } from '../../../entities/group-chat';
import { databaseOf, repositoryOf } from '../../database/database';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Records } from '../ports';

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
