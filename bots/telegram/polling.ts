import { TelegramError, type Telegram } from 'telegraf';
import { describeError, type Log } from '../../src/process/log';
import { observe } from '../messenger/exchange';
import { pollFrom, type Polling, type ReceivingOptions, type Source } from '../messenger/polling';
import { endedBy } from './call';
import { TELEGRAM_SERVICE } from './service';
import { readUpdate, type TelegramUpdate, type UpdateType } from './update';

export interface PollingOptions extends ReceivingOptions {
  /** A client of its own: a long poll must not stand in the way of other calls. */
  readonly telegram: Telegram;
  /** Kinds of updates asked for and handled. */
  readonly allowedUpdates: readonly UpdateType[];
}

/** Updates by getUpdates, where the offset of the next call confirms those before it. */
export const createPolling = (options: PollingOptions): Polling => pollFrom(updatesOf(options), options);

function updatesOf({ telegram, allowedUpdates, log }: PollingOptions): Source<number, TelegramUpdate> {
  return {
    service: TELEGRAM_SERVICE,
    async ask(offset, { seconds: timeout, limit, signal }) {
      const from = offset === undefined ? {} : { offset };
      const payload = { timeout, limit, ...from, allowed_updates: allowedUpdates };
      const items: unknown = await observe(() => telegram.callApi('getUpdates', payload, endedBy(signal)));
      if (!Array.isArray(items)) throw new Error('getUpdates did not answer with a list');
      return { items, markAfter: offsetAfter };
    },
    read: (item) => readUpdate(item, allowedUpdates),
    async isTakenByOther(error) {
      if (!(error instanceof TelegramError) || error.code !== 409) return false;
      await makeWay(telegram, error, log);
      return true;
    },
  };
}

function offsetAfter(kept: readonly TelegramUpdate[]): number {
  if (kept.length === 0) throw new Error('Telegram answered with nothing that is an update');
  return Math.max(...kept.map(({ place }) => place)) + 1;
}

async function makeWay(telegram: Telegram, error: TelegramError, log: Log): Promise<void> {
  const reason = describeError(error);
  if (!/webhook/i.test(error.description ?? '')) {
    log.warn({ reason }, 'Another process polls with this token: stop one of them. Waiting for it to end');
    return;
  }
  log.warn({ reason }, 'A webhook is set for this bot, but BOT_MODE is polling: removing the webhook');
  await telegram
    .deleteWebhook()
    .catch((failure: unknown) => log.warn({ reason: describeError(failure) }, 'Cannot remove the webhook'));
}
