import { IsNull } from 'typeorm';
import { GroupChat } from '../../../entities/group-chat';
import { databaseOf, repositoryOf } from '../../database';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Records } from '../ports';

/** The bot was added to a group: the admins may want its digests there. @idempotent by the update */
export async function tellOfInvitation(
  desk: Records,
  { chatId, title, updateId }: { readonly chatId: number; readonly title: string; readonly updateId: number },
): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    if (await repositoryOf(tx, GroupChat).existsBy({ chatId, stoppedAt: IsNull() })) return;
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, chatId: adminChat }) => ({
        key: `groupInvites:${chatId}:${updateId}:person:${personId}`,
        chatId: adminChat,
        kind: 'groupInvites',
        params: { groupChatId: chatId, title, personId },
        silent: true,
      })),
      desk.clock.now(),
    );
  });
}
