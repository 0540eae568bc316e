import type { FastifyInstance } from 'fastify';
import { createBot, type Bot } from '../../bots/telegram/bot';
import { heardIn } from '../../bots/telegram/incoming';
import { createPolling } from '../../bots/telegram/polling';
import { ALLOWED_UPDATES, userOfLane } from '../../bots/telegram/update';
import { registerWebhook } from '../../bots/telegram/webhook';
import { TELEGRAM_LIMITS } from '../../bots/telegram/limits';
import { openLine } from '../../bots/telegram/line';
import { createMeeting } from '../../bots/messenger/meeting';
import { createVoice } from '../../bots/telegram/voice';
import { proxyAgent } from '../adapters/proxy';
import type { Config, TelegramSettings, WebhookSettings } from '../config';
import type { Lanes } from '../inbox/lanes';
import { createBudgets, NO_BUDGETS } from '../outbox/budgets';
import { connectMessenger, type MessengerOptions } from './messenger';

/** What a messenger needs that is not of its own kind. */
type Common = Omit<MessengerOptions, 'voice' | 'budgets' | 'place' | 'handle' | 'heardIn' | 'userOfLane' | 'config'>;

export interface TelegramOptions extends Common {
  readonly config: Config;
  readonly settings: TelegramSettings;
  /** null: updates are polled. */
  readonly webhook: WebhookSettings | null;
  /** Off for measuring the bot itself. */
  readonly budgets: 'on' | 'off';
  /** Telegram goes on refusing the token: only the operator can help. */
  readonly onBadToken?: (() => void) | undefined;
}

export type TelegramParts = Awaited<ReturnType<typeof createTelegram>>;

/** What can be read of an update that was kept. */
const UPDATES = { heardIn, userOfLane };

/**
 * All that speaks with Telegram: the voice of the conversation, and by which way updates come. Nothing has started when it
 * resolves: in what order it does is application.ts' to say.
 */
export async function createTelegram(options: TelegramOptions) {
  const { settings, webhook, log, onBadToken, leadership, budgets, ...common } = options;
  const { token, apiRoot, proxy } = settings;
  const line = openLine({ token, apiRoot, agent: await proxyAgent(proxy), log, onBad: onBadToken });
  let bot: Bot | null = null;
  const { conversation, sender, lanes, takeTurns } = connectMessenger({
    voice: createVoice(line.telegram, line.whoAmI),
    ...common,
    budgets: budgets === 'off' ? NO_BUDGETS : createBudgets(TELEGRAM_LIMITS),
    place: `outbox:${token.split(':')[0]}`,
    async handle(update) {
      if (!bot) throw new Error('An update came before the bot had met Telegram');
      await bot.handle(update);
    },
    ...UPDATES,
    leadership,
    log,
  });
  const intake = {
    receive: (updates: Parameters<Lanes['receive']>[0]) => lanes.receive(updates),
    allowedUpdates: ALLOWED_UPDATES,
    log,
  };
  const polling = webhook ? null : createPolling({ ...intake, telegram: line.createClient() });
  const meeting = createMeeting(line, log);

  return {
    sender,
    lanes,
    /** Why the bot can't speak with Telegram; null when it can. */
    hindrance: meeting.hindrance,
    /** The route of the webhook, where there is one. */
    registerOn(server: FastifyInstance): void {
      if (webhook) registerWebhook(server, { ...intake, secret: webhook.secret });
    },
    /**
     * Resolves when Telegram has said who we are, and updates are taken by this process or another; null: stopped before.
     * Whatever Telegram refuses is asked for again. Until it has answered, nothing is sent: a message would only lose its tries.
     */
    async meet(): Promise<{ readonly username: string } | null> {
      const me = await meeting.meet();
      if (!me) return null;
      bot = createBot({ conversation, me, token, log });
      takeTurns(polling);
      sender.start();
      await leadership.start();
      if (webhook && (await meeting.takeWebhook(webhook)) === null) return null;
      return { username: me.username };
    },
    /** Gives up meeting Telegram, and polls no more; what was kept is confirmed. */
    async stopReceiving(): Promise<void> {
      meeting.stop();
      await polling?.stop();
    },
  };
}
