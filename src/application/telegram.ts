import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createConversation } from '../../bots/conversation/conversation';
import { featuresOf } from '../../bots/conversation/features/features';
import { createSpeech } from '../../bots/conversation/speech/speech';
import type { Talk } from '../../bots/conversation/talk';
import { createBot, type Bot } from '../../bots/telegram/bot';
import { createPolling, type Polling } from '../../bots/telegram/intake/polling';
import { ALLOWED_UPDATES, TELEGRAM, userOfLane } from '../../bots/telegram/intake/update';
import { registerWebhook } from '../../bots/telegram/intake/webhook';
import { TELEGRAM_LIMITS } from '../../bots/telegram/limits';
import { openLine } from '../../bots/telegram/line';
import { meet } from '../../bots/telegram/meet';
import { createVoice } from '../../bots/telegram/voice';
import { createFileStore } from '../adapters/files';
import { proxyAgent } from '../adapters/proxy';
import { writeWorkbook } from '../adapters/workbook';
import type { Config, TelegramSettings, WebhookSettings } from '../config';
import { databaseOf } from '../database';
import { Lanes, type LanesOptions } from '../inbox/lanes';
import { createInbox, INBOX_CHANNEL } from '../inbox/queue';
import type { Leadership } from '../leadership';
import type { Log } from '../log';
import { createBudgets, NO_BUDGETS, type Budgets } from '../outbox/budgets';
import { isOfGroup, type Messenger } from '../outbox/delivery';
import { createSender, type Sender } from '../outbox/sender';
import { tellOfParked } from '../usecases/administration/tell-of-parked';
import { groupIsUnreachable } from '../usecases/groups/group-unreachable';
import { groupMigrated } from '../usecases/groups/groups-of-office';
import { topicOf } from '../usecases/messages';
import { personIsUnreachable } from '../usecases/people/unreachable';
import type { Desk } from '../usecases/ports';

export interface TelegramOptions {
  readonly config: Config;
  readonly settings: TelegramSettings;
  /** null: updates are polled. */
  readonly webhook: WebhookSettings | null;
  readonly desk: Desk;
  readonly leadership: Leadership;
  readonly log: Log;
  /** Off for measuring the bot itself. */
  readonly budgets: 'on' | 'off';
  /** Something that no waiting mends, such as a refused token. */
  readonly onFatal: (error: Error) => void;
}

/**
 * All that speaks with Telegram: the conversation between the inbox and the outbox, the voice that it speaks with, and by which
 * way updates come. Nothing has started when it resolves: in what order it does is application.ts' to say.
 * @throws Error when two parts of the conversation answer to one name
 */
export async function createTelegram(options: TelegramOptions) {
  const { config, settings, webhook, desk, leadership, log, onFatal } = options;
  const { token, apiRoot, proxy } = settings;
  const { defaultLocale, shown: environment } = config;
  const line = openLine({ token, apiRoot, agent: await proxyAgent(proxy) });
  const files = createFileStore(path.join(config.dataDir, 'files'));
  const budgets = options.budgets === 'off' ? NO_BUDGETS : createBudgets(TELEGRAM_LIMITS);
  const { messenger, ...speech } = createSpeech({
    desk,
    voice: createVoice(line.telegram, files),
    defaultLocale,
    spend: (chatId) => budgets.spend(chatId, performance.now()),
    writeWorkbook,
  });
  const sender = createOutgoing(options, messenger, budgets);
  const talk: Talk = { ...speech, desk, files, log, defaultLocale, environment, wake: () => sender.wake() };
  const conversation = createConversation(talk, featuresOf(talk));
  let bot: Bot | null = null;
  const lanes = createIncoming(options, async (update) => {
    if (!bot) throw new Error('An update came before the bot had met Telegram');
    await bot.handle(update);
  });
  const intake = {
    receive: (updates: Parameters<Lanes['receive']>[0]) => lanes.receive(updates),
    allowedUpdates: ALLOWED_UPDATES,
    log,
  };
  const polling = webhook ? null : createPolling({ ...intake, telegram: line.createClient(), onFatal });
  const stopping = new AbortController();

  return {
    sender,
    lanes,
    /** Why the bot can't speak with Telegram; null when it can. */
    trouble: () => (bot ? line.trouble() : 'Telegram has not been reached yet'),
    /** The route of the webhook, where there is one. */
    registerOn(server: FastifyInstance): void {
      if (webhook) registerWebhook(server, { ...intake, secret: webhook.secret });
    },
    /** Resolves when Telegram has said who we are, and updates are taken by this process or another. */
    async meet(): Promise<void> {
      const me = await meet(line.telegram, stopping.signal, log, onFatal);
      if (!me) return;
      bot = createBot({ conversation, me, token, log });
      takeTurns(leadership, lanes, polling);
      await leadership.start();
      if (webhook) await line.setWebhook(webhook.url, webhook.secret);
    },
    /** Gives up meeting Telegram, and polls no more; what was kept is confirmed. */
    async stopReceiving(): Promise<void> {
      stopping.abort();
      await polling?.stop();
    },
  };
}

/** From the outbox to Telegram; a chat that has shut the bot out, or moved, is noted where the office keeps its chats. */
function createOutgoing(
  { settings, desk, leadership, log }: TelegramOptions,
  messenger: Messenger,
  budgets: Budgets,
): Sender {
  const { clock } = desk;
  const database = databaseOf(desk);
  return createSender({
    database,
    leadership,
    seat: `outbox:${settings.token.split(':')[0]}`,
    messenger,
    budgets,
    clock,
    log,
    onUnreachable: (chat, reason, params) =>
      isOfGroup(reason)
        ? groupIsUnreachable(desk, chat, topicOf(params), reason)
        : personIsUnreachable(desk, chat, reason),
    onMigrated: (from, to) => groupMigrated(database, from, to),
  });
}

/** From Telegram through the inbox to the bot; admins hear of what could not be handled. */
function createIncoming({ desk, log }: TelegramOptions, handle: LanesOptions['handle']): Lanes {
  const { clock } = desk;
  const database = databaseOf(desk);
  const inbox = createInbox({
    messenger: TELEGRAM,
    database,
    clock,
    log,
    onParked: (tx, { key, lane }) =>
      tellOfParked(tx, { messenger: TELEGRAM, key, userId: userOfLane(lane) }, clock.now()),
  });
  return new Lanes({ inbox, clock, log, handle });
}

/** Of all processes one works the updates, and polls for them unless they come by themselves. */
function takeTurns(leadership: Leadership, lanes: Lanes, polling: Polling | null): void {
  leadership.listen(INBOX_CHANNEL, () => lanes.wake());
  leadership.compete(`inbox:${TELEGRAM}`, {
    gained: () => {
      lanes.gained();
      polling?.start();
    },
    lost: () => {
      lanes.lost();
      void polling?.stop();
    },
  });
}
