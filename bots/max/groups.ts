import { z } from 'zod';
import { revealHidden } from '../../src/text/plain-text';
import type { Voice } from '../conversation/voice';
import type { Call } from './call';
import { outcomeOf } from './errors';

const chat = z.object({ type: z.string(), status: z.string().nullish(), title: z.string().nullish() });

/** A group by its number, as MAX has no links to chats for bots; a channel is no group: nobody talks there. */
export const createGroups = (call: Call): Pick<Voice, 'groupOf' | 'groupNamed' | 'accountNamed'> => ({
  groupNamed: (text) => (/^-\d{1,19}$/.test(text.trim()) ? { chatId: text.trim(), threadId: null } : null),
  accountNamed: (text) => (/^[1-9]\d{0,18}$/.test(text.trim()) ? { userId: text.trim(), chatId: text.trim() } : null),
  async groupOf(chatId) {
    try {
      const { type, status, title } = await call('GET', `/chats/${chatId}`, chat);
      if (type !== 'chat' || (status && status !== 'active')) return null;
      return { title: revealHidden(title ?? chatId), hasTopics: false };
    } catch (error) {
      if (outcomeOf(error, 'edit', chatId).outcome === 'retry') throw error;
      return null;
    }
  },
});
