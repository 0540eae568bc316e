import { TelegramError, type Telegram } from 'telegraf';
import type { Voice } from '../conversation/kit/voice';
import { createCall, SHORT_LIMIT_MS } from './call';
import { createDownload } from './download';
import { outcomeOf } from './errors';
import { createFiles } from './files';
import { createGroups } from './groups';
import { TELEGRAM } from './update';
import { createLinks, createWhoAmI, type WhoAmI } from './keyboard';
import { messageOf } from './message-ref';
import { createMessages, createPlaceQuestions, createRemoval } from './messages';

/** The voice of the bot, by calls of the Bot API. */
export function createVoice(telegram: Telegram, known?: WhoAmI): Voice {
  const call = createCall(telegram);
  const whoAmI = known ?? createWhoAmI(call);
  const linkTo = createLinks(whoAmI);
  const messages = createMessages(call, linkTo);
  return {
    name: TELEGRAM,
    accountNamed: (text) => (/^[1-9]\d{0,14}$/.test(text.trim()) ? { userId: text.trim(), chatId: text.trim() } : null),
    limits: {
      text: 4_096,
      download: 20 * 1024 * 1024,
      upload: 50 * 1024 * 1024,
      removesWords: true,
      handsOverSpeech: true,
      isDomestic: false,
    },
    ...messages,
    ...createRemoval(call, messages.edit),
    ...createPlaceQuestions(call),
    ...createFiles(call, linkTo),
    download: createDownload(telegram, call),
    ...createGroups(call),
    ownName: async () => (await whoAmI()).username,
    linkTo,
    chatOf: (message) => String(messageOf(message).chat_id),
    async isReached() {
      try {
        await call('getMe', {}, SHORT_LIMIT_MS);
        return true;
      } catch (error) {
        // A refusal is an answer too.
        return error instanceof TelegramError;
      }
    },
    async setCommands(chatId, commands) {
      await call('setMyCommands', { scope: { type: 'chat', chat_id: Number(chatId) }, commands });
    },
    outcomeOf,
  };
}
