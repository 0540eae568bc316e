import { z } from 'zod';
import type { Clock } from '../../src/clock';
import type { Log } from '../../src/process/log';
import type { Conversation } from '../conversation/conversation';
import type { Voice } from '../conversation/kit/voice';
import { saidInGroup, takenAwayIn } from './group-words';
import { allHeardIn, isWithheld } from './incoming';
import { isGroup } from './limits';
import { id, readUpdate } from './update';

export interface Bot {
  /** An update as the intake has kept it. A throw is the inbox' to try again. */
  handle(update: object): Promise<void>;
}

const shutOutShape = z.object({
  update_type: z.enum(['bot_stopped', 'dialog_removed']),
  user: z.object({ user_id: id }),
});
const removed = z.object({ update_type: z.literal('bot_removed'), chat_id: id });
const permissions = z.object({ update_type: z.literal('bot_admin_permissions_changed'), chat_id: id });
const added = z.object({ update_type: z.literal('bot_added'), chat_id: id, is_channel: z.boolean().nullish() });

const LOGGED_EVERY_MS = 10 * 60_000;

/** Takes what came to the conversation. */
export function createBot(
  conversation: Conversation,
  voice: Pick<Voice, 'groupOf' | 'hearsGroup'>,
  log: Log,
  clock: Clock,
): Bot {
  const countWithheld = createWithheldCount(log, clock);
  return {
    async handle(update) {
      if (isWithheld(update)) {
        countWithheld();
        return conversation.unheard();
      }
      const shutOut = shutOutShape.safeParse(update).data;
      if (shutOut) return conversation.shutOut(shutOut.user.user_id);
      const group = added.safeParse(update).data;
      if (group) return noteGroup(group.chat_id, group.is_channel === true, readUpdate(update).key);
      const left = removed.safeParse(update).data;
      if (left) return conversation.deafIn(left.chat_id, 'kicked');
      const rights = permissions.safeParse(update).data;
      if (rights) return lookAtRights(rights.chat_id);
      const gone = takenAwayIn(update);
      if (gone) return conversation.takenAwayInGroup(gone);
      const said = saidInGroup(update);
      if (said) await conversation.saidInGroup(said);
      for (const incoming of allHeardIn(update)) await conversation.hear(incoming);
    },
  };

  /** What the update says of rights nobody has seen yet: MAX is asked for them as they are. */
  async function lookAtRights(chatId: string): Promise<void> {
    if (!isGroup(chatId)) return;
    const hears = await voice.hearsGroup(chatId);
    if (hears === null) log.warn({ chatId }, 'MAX has not said in words that are known whether a group is heard');
    if (hears === false) await conversation.deafIn(chatId, 'deaf');
  }

  async function noteGroup(chatId: string, isChannel: boolean, key: string): Promise<void> {
    log.info({ chatId, isChannel }, 'the bot was added to a group of MAX');
    if (isChannel || !isGroup(chatId)) return;
    const known = await voice.groupOf(chatId);
    if (known) await conversation.addedTo({ chatId, title: known.title, key });
  }
}

/** A whole office may dictate: the log needs no line for each. */
function createWithheldCount(log: Log, clock: Clock): () => void {
  let sinceStart = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;
  return () => {
    sinceStart += 1;
    const now = clock.now().getTime();
    if (Math.abs(now - loggedAt) < LOGGED_EVERY_MS) return;
    loggedAt = now;
    log.warn({ sinceStart }, 'MAX tells that a message came, and neither what it is nor whose: likely it was spoken');
  };
}
