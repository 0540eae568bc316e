import { readUpdate } from '../../bots/telegram/update';
import type { IncomingUpdate } from '../../src/inbox/update';

export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

export interface MessageUpdate {
  readonly update_id: number;
  readonly message: { readonly message_id: number; readonly from: { readonly id: number }; readonly text: string };
}

/** A text of a person in the private chat, as Telegram tells it. */
export function messageUpdate(updateId: number, personId: number, text = `text ${updateId}`): MessageUpdate {
  return {
    update_id: updateId,
    message: {
      message_id: updateId,
      from: { id: personId, is_bot: false, first_name: 'Анна' },
      chat: { id: personId, type: 'private', first_name: 'Анна' },
      date: 1_764_000_000,
      text,
    } as MessageUpdate['message'],
  };
}

/** The same, as it comes out of the intake. */
export function incoming(updateId: number, personId: number, text?: string): IncomingUpdate {
  return readUpdate(messageUpdate(updateId, personId, text), ALLOWED_UPDATES);
}
