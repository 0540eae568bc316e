import { z } from 'zod';
import { revealHidden } from '../../src/text/plain-text';
import type { Voice } from '../conversation/kit/voice';
import type { Call } from './call';
import { outcomeOf } from './errors';

const membership = z.object({
  is_owner: z.boolean().nullish(),
  is_admin: z.boolean(),
  permissions: z.array(z.string()).nullish(),
});
/** Without it MAX tells an administrator of nothing that people say. Where MAX names no rights of one, nobody knows: they count as given. */
const TO_HEAR = 'read_all_messages';
const chat = z.object({
  type: z.string(),
  status: z.string().nullish().catch(null),
  title: z.string().nullish().catch(null),
});

/** MAX has said that the bot is not there, or may do nothing there. Whatever else it refuses with says nothing of the group. */
const isShutOut = (error: unknown, chatId: string): boolean =>
  outcomeOf(error, 'edit', chatId).outcome === 'unreachable';

/** A group by its number, as MAX has no links to chats for bots; a channel is no group: nobody talks there. */
export const createGroups = (call: Call): Pick<Voice, 'groupOf' | 'hearsGroup' | 'groupNamed' | 'accountNamed'> => ({
  groupNamed: (text) => (/^-\d{1,19}$/.test(text.trim()) ? { chatId: text.trim(), threadId: null } : null),
  accountNamed: (text) => (/^[1-9]\d{0,18}$/.test(text.trim()) ? { userId: text.trim(), chatId: text.trim() } : null),
  async groupOf(chatId) {
    try {
      const { type, status, title } = await call('GET', `/chats/${chatId}`, chat);
      if (type !== 'chat' || (status && status !== 'active')) return null;
      return { title: revealHidden(title ?? chatId), hasTopics: false };
    } catch (error) {
      if (!isShutOut(error, chatId)) throw error;
      return null;
    }
  },
  async hearsGroup(chatId) {
    try {
      const mine = membership.safeParse(await call('GET', `/chats/${chatId}/members/me`, z.looseObject({}))).data;
      // Asked again it would say the same: whoever waits for it must not wait for ever.
      if (!mine) return null;
      return mine.is_owner === true || (mine.is_admin && (mine.permissions?.includes(TO_HEAR) ?? true));
    } catch (error) {
      if (isShutOut(error, chatId)) return false;
      if (outcomeOf(error, 'edit', chatId).outcome === 'retry') throw error;
      return null;
    }
  },
});
