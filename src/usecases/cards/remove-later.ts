import type { Chat } from '../../../entities/account';
import { databaseOf } from '../../database/database';
import { say } from '../messages';
import type { Desk, MessageRef } from '../ports';

/** A card that has moved and whose old message could not be removed now, for want of a network. @idempotent by the message */
export async function removeLater(desk: Desk, to: Chat, message: MessageRef): Promise<void> {
  const params = { message, instead: 'moved' as const };
  await databaseOf(desk).transaction((tx) =>
    say(tx, [{ key: `remove:${to.messenger}:${message}`, to, kind: 'remove', params, silent: true }], desk.clock.now()),
  );
}
