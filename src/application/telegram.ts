import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Telegram } from 'telegraf';
import type { Update, UserFromGetMe } from 'telegraf/types';
import { createBot, type Bot } from '../../bots/telegram/bot';
import type { BotDeps } from '../../bots/telegram/deps';
import { featuresOf } from '../../bots/telegram/features';
import { createPolling, type Polling } from '../../bots/telegram/intake/polling';
import { chatOfLane, TELEGRAM } from '../../bots/telegram/intake/update';
import { registerWebhook } from '../../bots/telegram/intake/webhook';
import { TELEGRAM_LIMITS } from '../../bots/telegram/limits';
import { meet } from '../../bots/telegram/meet';
import { createMessenger, type TelegramMessenger } from '../../bots/telegram/messenger';
import { createReachability } from '../../bots/telegram/reachability';
import { createDownload } from '../adapters/download';
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

const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;
/** A reset connection is everyday; this long without any answer is trouble. */
const SILENCE_SECONDS = 3;

/**
 * All that speaks with Telegram: the messenger behind the outbox, the bot behind the inbox, and by which way updates come.
 * Nothing has started when it resolves: in what order it does is application.ts' to say.
 */
export async function createTelegram(options: TelegramOptions) {
  const { config, settings, webhook, desk, leadership, log, onFatal } = options;
  const line = await openLine(settings);
  const budgets = options.budgets === 'off' ? NO_BUDGETS : createBudgets(TELEGRAM_LIMITS);
  const messenger = createMessenger({
    telegram: line.telegram,
    desk,
    defaultLocale: config.defaultLocale,
    spend: (chatId) => budgets.spend(chatId, performance.now()),
    writeWorkbook,
  });
  const sender = createOutgoing(options, messenger, budgets);
  let bot: Bot | null = null;
  const lanes = createIncoming(options, async (update) => {
    if (!bot) throw new Error('An update came before the bot had met Telegram');
    await bot.handle(update as Update);
  });
  const intake = { receive: (updates: Parameters<Lanes['receive']>[0]) => lanes.receive(updates), log };
  const polling = webhook
    ? null
    : createPolling({ ...intake, telegram: line.createClient(), allowedUpdates: ALLOWED_UPDATES, onFatal });
  const stopping = new AbortController();

  return {
    sender,
    lanes,
    /** Why the bot can't speak with Telegram; null when it can. */
    trouble: () => (bot ? line.trouble() : 'Telegram has not been reached yet'),
    /** The route of the webhook, where there is one. */
    registerOn(server: FastifyInstance): void {
      if (webhook) registerWebhook(server, { ...intake, secret: webhook.secret, allowedUpdates: ALLOWED_UPDATES });
    },
    /** Resolves when Telegram has said who we are, and updates are taken by this process or another. */
    async meet(): Promise<void> {
      const me = await meet(line.telegram, stopping.signal, log, onFatal);
      if (!me) return;
      bot = botOf(options, { line, messenger, sender, me });
      takeTurns(leadership, lanes, polling);
      await leadership.start();
      if (!webhook) return;
      const { url, secret } = webhook;
      await line.telegram.setWebhook(url, { secret_token: secret, allowed_updates: [...ALLOWED_UPDATES] });
    },
    /** Gives up meeting Telegram, and polls no more; what was kept is confirmed. */
    async stopReceiving(): Promise<void> {
      stopping.abort();
      await polling?.stop();
    },
  };
}

type Line = Awaited<ReturnType<typeof openLine>>;

/** Clients of one token by one way, and whether anybody answers them. */
async function openLine({ token, apiRoot, proxy }: TelegramSettings) {
  const agent = await proxyAgent(proxy);
  const reachability = createReachability();
  const createClient = () =>
    reachability.watch(
      new Telegram(token, { apiRoot: `${apiRoot}/`, webhookReply: false, ...(agent ? { agent } : {}) }),
    );
  return {
    agent,
    telegram: createClient(),
    /** Another one: a long poll must not stand in the way of other calls. */
    createClient,
    trouble(): string | null {
      const silentFor = reachability.silentFor();
      if (silentFor === null || silentFor <= SILENCE_SECONDS) return null;
      return `Telegram has not answered for ${Math.round(silentFor)} s`;
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
      tellOfParked(tx, { messenger: TELEGRAM, key, userId: chatOfLane(lane)?.toString() ?? null }, clock.now()),
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

interface Met {
  readonly line: Line;
  readonly messenger: TelegramMessenger;
  readonly sender: Sender;
  readonly me: UserFromGetMe;
}

/** The bot can be made only now: it has to know its own name. */
function botOf({ config, settings, desk, log }: TelegramOptions, { line, messenger, sender, me }: Met): Bot {
  const deps: BotDeps = {
    desk,
    messenger,
    telegram: line.telegram,
    log,
    defaultLocale: config.defaultLocale,
    botUsername: me.username,
    environment: config.shown,
    files: createFileStore(path.join(config.dataDir, 'files')),
    download: createDownload(line.telegram, line.agent),
    wake: () => sender.wake(),
  };
  return createBot(deps, me, settings.token, featuresOf(deps));
}
