import { z } from 'zod';
import type { Log } from '../../src/process/log';
import type { Conversation } from '../conversation/conversation';
import type { Voice } from '../conversation/voice';
import { allHeardIn } from './incoming';
import { isGroup } from './limits';
import { id, readUpdate } from './update';

export interface Bot {
  /** An update as the intake has kept it. A throw is the inbox' to try again. */
  handle(update: object): Promise<void>;
}

const gone = z.object({
  update_type: z.enum(['bot_stopped', 'dialog_removed']),
  user: z.object({ user_id: id }),
});
const added = z.object({ update_type: z.literal('bot_added'), chat_id: id, is_channel: z.boolean().nullish() });

/** Takes what came to the conversation. */
export function createBot(conversation: Conversation, voice: Pick<Voice, 'groupOf'>, log: Log): Bot {
  return {
    async handle(update) {
      const shutOut = gone.safeParse(update).data;
      if (shutOut) return conversation.shutOut(shutOut.user.user_id);
      const group = added.safeParse(update).data;
      if (group) return noteGroup(group.chat_id, group.is_channel === true, readUpdate(update).key);
      for (const incoming of allHeardIn(update)) await conversation.hear(incoming);
    },
  };

  async function noteGroup(chatId: string, isChannel: boolean, key: string): Promise<void> {
    log.info({ chatId, isChannel }, 'the bot was added to a group of MAX');
    if (isChannel || !isGroup(chatId)) return;
    const known = await voice.groupOf(chatId);
    if (known) await conversation.addedTo({ chatId, title: known.title, key });
  }
}
