import { revealHidden } from '../../src/text/plain-text';
import type { Voice } from '../conversation/kit/voice';
import type { Call } from './call';
import { outcomeOf } from './errors';

/** The topic that every forum has; messages to it name none. */
const GENERAL_TOPIC = 1;

const NUMBER = /^-\d{1,15}$/;
const LINK = /^(?:https?:\/\/)?t(?:elegram)?\.me\/c\/(\d{1,12})\/(\d{1,9})(?:\/\d+)?(?:\?\S*)?$/i;

/**
 * A group as an admin names it: its number «-1001234567890», or the link of a message or of a topic
 * («https://t.me/c/1234567890/15», «…/15/307»), where the first number may be a topic's.
 */
const groupNamed: Voice['groupNamed'] = (text) => {
  const named = text.trim();
  // As numbers they have one spelling each: the chat is looked up by it.
  if (NUMBER.test(named)) return { chatId: String(Number(named)), threadId: null };
  const [, group, topic] = LINK.exec(named) ?? [];
  if (group === undefined) return null;
  const threadId = Number(topic);
  return { chatId: String(Number(`-100${group}`)), threadId: threadId > GENERAL_TOPIC ? String(threadId) : null };
};

/** A channel is no group: nobody talks there. */
export const createGroups = (call: Call): Pick<Voice, 'groupOf' | 'hearsGroup' | 'groupNamed'> => ({
  groupNamed,
  // 41-ФЗ: nothing of citizens goes through a foreign messenger, so nobody listens there.
  hearsGroup: async () => false,
  async groupOf(chatId) {
    try {
      const chat = await call('getChat', { chat_id: Number(chatId) });
      if (!('title' in chat) || chat.type === 'channel') return null;
      return { title: revealHidden(chat.title), hasTopics: 'is_forum' in chat && (chat.is_forum ?? false) };
    } catch (error) {
      if (outcomeOf(error, 'edit', chatId).outcome === 'retry') throw error;
      return null;
    }
  },
});
