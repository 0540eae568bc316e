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
import { TELEGRAM } from '../intake/messenger-chats';
import { createBudgets, NO_BUDGETS } from '../outbox/budgets';
import { connectMessenger, type CommonOptions, type MessengerParts } from './messenger';

export interface TelegramOptions extends CommonOptions {
  readonly config: Config;
  readonly settings: TelegramSettings;
  /** null: updates are polled. */
  readonly webhook: WebhookSettings | null;
  /** Off for measuring the bot itself. */
  readonly budgets: 'on' | 'off';
  /** Telegram goes on refusing the token: only the operator can help. */
  readonly onBadToken?: (() => void) | undefined;
}

/** Telegram keeps for a day what a bot has not fetched. */
const KEPT_MS = 24 * 3_600_000;

/** What can be read of an update that was kept. */
const UPDATES = { heardIn, userOfLane };

/**
 * All that speaks with Telegram: the voice of the conversation, and by which way updates come. Nothing has started when it
 * resolves: in what order it does is application.ts' to say.
 */
export async function createTelegram(options: TelegramOptions): Promise<MessengerParts> {
  const { settings, webhook, log, onBadToken, leadership, budgets, ...common } = options;
  const { token, apiRoot, proxy } = settings;
  const line = openLine({ token, apiRoot, agent: await proxyAgent(proxy), log, onBad: onBadToken });
  let bot: Bot | null = null;
  const { conversation, sender, lanes, hearing, met, takeTurns } = connectMessenger({
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
  const receive = (updates: Parameters<Lanes['receive']>[0]) => lanes.receive(updates);
  const intake = { receive, allowedUpdates: ALLOWED_UPDATES, onAnswered: line.onAnswered, log };
  const polling = webhook ? null : createPolling({ ...intake, telegram: line.createClient() });
  const meeting = createMeeting(line, log);

  return {
    service: line.service,
    isPushed: webhook !== null,
    sender,
    lanes,
    hearing,
    hindrance: meeting.hindrance,
    receiving: (now) => ({
      messenger: TELEGRAM,
      name: line.service.name,
      at: now,
      keptMs: KEPT_MS,
      isCertain: true,
    }),
    registerOn(server) {
      if (webhook) registerWebhook(server, { ...intake, secret: webhook.secret });
    },
    async meet() {
      const me = await meeting.meet();
      if (!me) return null;
      await met(String(me.id), meeting.isStopped);
      bot = createBot({ conversation, me, token, log });
      takeTurns(polling);
      sender.start();
      await leadership.start();
      if (webhook && (await meeting.takeWebhook(webhook)) === null) return null;
      return { username: me.username };
    },
    async stopReceiving() {
      meeting.stop();
      await polling?.stop();
    },
  };
}
