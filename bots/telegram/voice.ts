import type { Telegram } from 'telegraf';
import type { FileStore } from '../../src/usecases/ports';
import type { Voice } from '../conversation/voice';
import { createCall } from './call';
import { createDownload } from './download';
import { outcomeOf } from './errors';
import { createFiles } from './files';
import { createGroups } from './groups';
import { TELEGRAM } from './intake/update';
import { createLinks } from './keyboard';
import { createMessages, createRemoval } from './messages';

/** The voice of the bot, by calls of the Bot API. `files` has what another messenger has brought. */
export function createVoice(telegram: Telegram, files: Pick<FileStore, 'read'>): Voice {
  const call = createCall(telegram);
  const linkTo = createLinks(call);
  const messages = createMessages(call, linkTo);
  return {
    name: TELEGRAM,
    accountNamed: (text) => (/^[1-9]\d{0,14}$/.test(text.trim()) ? { userId: text.trim(), chatId: text.trim() } : null),
    limits: { text: 4_096, download: 20 * 1024 * 1024 },
    ...messages,
    ...createRemoval(call, messages.edit),
    ...createFiles(call, files),
    download: createDownload(telegram, call),
    ...createGroups(call),
    linkTo,
    async setCommands(chatId, commands) {
      await call('setMyCommands', { scope: { type: 'chat', chat_id: Number(chatId) }, commands });
    },
    outcomeOf,
  };
}
